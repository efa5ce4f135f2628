using System;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Tests.Trust;

/// <summary>What a test certificate is like; what is left out is as it should be.</summary>
internal sealed record CertificateShape
{
    internal bool? Authority { get; init; }

    internal int? PathLength { get; init; }

    internal DateTimeOffset From { get; init; } = DateTimeOffset.UtcNow.AddDays(-10);

    internal DateTimeOffset Until { get; init; } = DateTimeOffset.UtcNow.AddDays(10);

    internal string[] Purposes { get; init; } = Array.Empty<string>();

    internal X509KeyUsageFlags? Usage { get; init; }

    internal string[] DnsNames { get; init; } = Array.Empty<string>();

    internal HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    internal X509Extension[] Extensions { get; init; } = Array.Empty<X509Extension>();

    internal bool KeyIds { get; init; } = true;

    /// <summary>RSA bits; 0 for P-256.</summary>
    internal int Rsa { get; init; }

    internal RSASignaturePadding Padding { get; init; } = RSASignaturePadding.Pkcs1;

    /// <summary>The certificate uses this one's key instead of a new one.</summary>
    internal TestCertificate? KeyOf { get; init; }

    /// <summary>Its issuer's name is taken from the issuer, its signature made with this one's key.</summary>
    internal TestCertificate? SignedBy { get; init; }
}

/// <summary>A certificate made for a test, with its key.</summary>
internal sealed class TestCertificate
{
    private readonly AsymmetricAlgorithm _key;

    private TestCertificate(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        Certificate = certificate;
        _key = key;
    }

    internal X509Certificate2 Certificate { get; }

    internal ECDsa Key => (ECDsa)_key;

    internal static TestCertificate Root(string name = "CN=Root", CertificateShape? shape = null) =>
        Make(name, null, (shape ?? new CertificateShape()) with { Authority = shape?.Authority ?? true });

    internal TestCertificate Authority(string name = "CN=Intermediate", CertificateShape? shape = null) =>
        Make(name, this, (shape ?? new CertificateShape()) with { Authority = shape?.Authority ?? true });

    internal TestCertificate Leaf(string name = "CN=leaf", CertificateShape? shape = null) =>
        Make(name, this, shape ?? new CertificateShape());

    internal static TestCertificate Make(string name, TestCertificate? issuer, CertificateShape shape)
    {
        AsymmetricAlgorithm key = shape.KeyOf?._key ?? (shape.Rsa > 0 ? RSA.Create(shape.Rsa) : ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var request = new CertificateRequest(new X500DistinguishedName(name), new PublicKey(key), shape.Hash);
        if (shape.Authority is { } authority)
            request.CertificateExtensions.Add(
                new X509BasicConstraintsExtension(authority, shape.PathLength is not null, shape.PathLength ?? 0, true));
        if ((shape.Usage ?? (shape.Authority == true ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : null)) is { } usage)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (shape.Purposes.Length > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Oids(shape.Purposes), false));
        if (shape.DnsNames.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (string dns in shape.DnsNames)
                names.AddDnsName(dns);
            request.CertificateExtensions.Add(names.Build());
        }

        var subjectKey = new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
        if (shape.KeyIds)
        {
            request.CertificateExtensions.Add(subjectKey);
            X509SubjectKeyIdentifierExtension? issuerKey = issuer is null ? subjectKey
                : issuer.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
            if (issuerKey is not null)
                request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuerKey));
        }

        foreach (X509Extension extension in shape.Extensions)
            request.CertificateExtensions.Add(extension);
        AsymmetricAlgorithm signer = (shape.SignedBy ?? issuer)?._key ?? key;
        X509SignatureGenerator generator = shape.Hash == HashAlgorithmName.SHA1 ? new Sha1Generator(signer) : signer is RSA rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, shape.Padding) : X509SignatureGenerator.CreateForECDsa((ECDsa)signer);
        X509Certificate2 certificate = request.Create(issuer?.Certificate.SubjectName
            ?? request.SubjectName, generator, shape.From, shape.Until, RandomNumberGenerator.GetBytes(12).Prepend((byte)1).ToArray());
        return new TestCertificate(certificate, key);
    }

    /// <summary>The same certificate with its to-be-signed part changed, signed again with an EC key.</summary>
    internal X509Certificate2 Rewritten(TestCertificate signer, Action<byte[]> change)
    {
        AsnReader whole = new AsnReader(Certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        byte[] tbs = whole.ReadEncodedValue().ToArray();
        byte[] algorithm = whole.ReadEncodedValue().ToArray();
        change(tbs);
        byte[] signature = ((ECDsa)signer._key).SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            writer.WriteEncodedValue(algorithm);
            writer.WriteBitString(signature);
        }

        return X509CertificateLoader.LoadCertificate(writer.Encode());
    }

    internal string Pem() => Certificate.ExportCertificatePem() + "\n";

    internal string KeyPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The platform verifies SHA-1 but makes it no more: ECDSA, and RSA-PSS, whose hash it is if none is named.</summary>
    private sealed class Sha1Generator(AsymmetricAlgorithm key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString(key is RSA ? "300D06092A864886F70D01010A3000" : "300906072A8648CE3D0401");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is RSA rsa
            ? rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pss)
            : ((ECDsa)key).SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }

    private static OidCollection Oids(string[] values)
    {
        var oids = new OidCollection();
        foreach (string value in values)
            oids.Add(new Oid(value));
        return oids;
    }
}
