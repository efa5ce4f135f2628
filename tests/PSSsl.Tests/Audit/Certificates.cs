using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;

namespace PSSsl.Tests.Audit;

/// <summary>Certificates for reports, with what was found of them.</summary>
internal static class Certificates
{
    internal static PeerCertificate Good { get; } = Make();

    internal static PeerCertificate Make(int days = 90, int from = -1, int rsaBits = 0, bool? isTrusted = true, bool? isName = true,
        SslErrorCode fault = SslErrorCode.None,
        string subject = "CN=www.example.org", bool withSha1 = false, bool withRoot = false, bool mustStaple = false)
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA? rsa = rsaBits > 0 ? RSA.Create(rsaBits) : null;
        HashAlgorithmName with = HashAlgorithmName.SHA256;
        using RSA issuer = RSA.Create(2048);
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(from);
        X509Certificate2 root =
            new CertificateRequest("CN=Root", ec, HashAlgorithmName.SHA256).CreateSelfSigned(start, start.AddDays(4000));
        var name = new X500DistinguishedName(subject);
        var request = rsa is null ? new CertificateRequest(name, ec, with)
            : new CertificateRequest(name, rsa, with, RSASignaturePadding.Pkcs1);
        if (mustStaple)
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.24", [0x30, 0x03, 0x02, 0x01, 0x05], critical: false));
        using X509Certificate2 made = request.Create(root.SubjectName, withSha1
            ? X509SignatureGenerator.CreateForRSA(issuer, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa(ec), start, start.AddDays(days), [1, 2, 3]);
        X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(withSha1 ? SignedWithSha1(made.RawData) : made.RawData);
        SslVerifyError[] errors = fault == SslErrorCode.None ? [] : [new SslVerifyError(fault, 0, leaf, "It is not as it should be.")];
        return PeerCertificate.Rebuild(new PresentedChain(leaf, withRoot ? [leaf, root] : [leaf]), new DescribedElsewhere
        {
            IsTrusted = isTrusted,
            HostnameMatch = isName,
            VerifyErrors = errors,
        });
    }

    /// <summary>One whose RSA key has numbers of so many bytes, which nobody has the other half of.</summary>
    internal static byte[] WithRsaKey(int modulus, int exponent)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Odd(modulus));
            writer.WriteIntegerUnsigned(Odd(exponent));
        }

        var key = new PublicKey(new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData([5, 0]), new AsnEncodedData(writer.Encode()));
        using RSA issuer = RSA.Create(2048);
        var name = new X500DistinguishedName("CN=localhost");
        using X509Certificate2 made = new CertificateRequest(name, key, HashAlgorithmName.SHA256).Create(name,
            X509SignatureGenerator.CreateForRSA(issuer, RSASignaturePadding.Pkcs1), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(9),
            [1]);
        return made.RawData;
    }

    private static byte[] Odd(int count)
    {
        byte[] number = RandomNumberGenerator.GetBytes(count);
        number[0] |= 0x40;
        number[^1] |= 1;
        return number;
    }

    /// <summary>
    /// .NET makes no such certificates any more: sha256WithRSAEncryption becomes sha1WithRSAEncryption, and nobody looks at the signature.
    /// </summary>
    private static byte[] SignedWithSha1(byte[] der)
    {
        byte[] sha256 = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
        for (int at = 0; at + sha256.Length <= der.Length; at++)
        {
            if (der.AsSpan(at, sha256.Length).SequenceEqual(sha256))
                der[at + sha256.Length - 1] = 0x05;
        }

        return der;
    }
}
