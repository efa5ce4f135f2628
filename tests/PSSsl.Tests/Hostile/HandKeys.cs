using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Tests.Hostile;

/// <summary>Keys and certificates of the peers that are written by hand, and of ours.</summary>
internal static class HandKeys
{
    internal static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    internal static readonly RSA Rsa = RSA.Create(2048);
    internal static readonly X509Certificate2 EcCertificate =
        CertificateLab.SelfSigned("CN=localhost", Ec, CertificateLab.DnsNames("localhost"));
    internal static readonly X509Certificate2 RsaCertificate =
        CertificateLab.SelfSigned("CN=localhost", Rsa, CertificateLab.DnsNames("localhost"));

    /// <summary>Its key is the same, but says that it is for RSA-PSS signatures alone (RFC 4055, 1.2).</summary>
    internal static readonly X509Certificate2 PssCertificate = Pss();

    internal static readonly TlsIdentity EcIdentity = new([EcCertificate.RawData], null, Ec, null);
    internal static readonly TlsIdentity RsaIdentity = new([RsaCertificate.RawData], Rsa, null, null);

    internal static byte[] SignEc(byte[] data) => Ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    internal static byte[] SignPss(byte[] data) => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    internal static byte[] SignPkcs1(byte[] data) => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    internal static byte[] SignSha1(byte[] data) => Rsa.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

    internal static byte[] SignEcSha1(byte[] data) => Ec.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

    private static X509Certificate2 Pss()
    {
        var key = new PublicKey(Rsa);
        var alone = new PublicKey(new Oid("1.2.840.113549.1.1.10"), new AsnEncodedData([0x30, 0]), key.EncodedKeyValue);
        var name = new X500DistinguishedName("CN=localhost");
        var signer = X509SignatureGenerator.CreateForRSA(Rsa, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new CertificateRequest(name, alone, HashAlgorithmName.SHA256).Create(name, signer, now.AddDays(-1), now.AddDays(30), [1, 2]);
    }
}
