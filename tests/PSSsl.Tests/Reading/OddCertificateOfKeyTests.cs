using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>
/// Certificates whose extensions are not as they must be, beside their keys: the key belongs to them all the same, and what is wrong says
/// whoever judges them.
/// </summary>
public sealed class OddCertificateOfKeyTests
{
    [Fact]
    public void OneExtensionTwice()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] use = new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true).RawData;
        X509Extension[] both = [new X509Extension(Oids.KeyUsage, use, true), new X509Extension("1.2.3.4", use, true)];
        byte[] der = CertificateLab.SelfSigned("CN=Twice", key, both).RawData;
        // The other one becomes a second key usage, whose identifier is as long.
        Replace(der, DerWriter.Oid("1.2.3.4"), DerWriter.Oid(Oids.KeyUsage));
        string pem = PemEncoding.WriteString("CERTIFICATE", der) + "\n" + key.ExportPkcs8PrivateKeyPem();
        KeyMaterial material = KeyFile.Read(Encoding.ASCII.GetBytes(pem), "twice.pem", "Path", password: null);
        using (TlsIdentity? identity = TlsIdentity.Pair(material.Certificates, material.Keys[0]))
            Assert.Equal(der, Assert.Single(identity!.ChainDer));
        Assert.True(Assert.Single(CertificateImport.Join(material, null, "twice.pem", null)).HasPrivateKey);
    }

    [Fact]
    public void ADateThatCannotBeRead()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 made = CertificateLab.SelfSigned("CN=Dateless", key);
        byte[] der = made.RawData, until = Encoding.ASCII.GetBytes(made.NotAfter.ToUniversalTime().ToString("yyMMddHHmmss'Z'",
            System.Globalization.CultureInfo.InvariantCulture));
        Replace(der, until, "279999000000Z"u8.ToArray());
        X509Certificate2 odd = CertificateBytes.Load(der);
        using var certificate = new SslCertificate(odd);
        Assert.StartsWith("CN=Dateless (until ?", certificate.ToString(), System.StringComparison.Ordinal);
        Assert.Equal(SslCertificateStatus.Unknown, certificate.Status);
        SslCertificateVerdict verdict = SslCertificateVerdict.Of([odd], null);
        Assert.Equal((false, null, null), (verdict.IsTrusted, verdict.NotAfter, verdict.DaysRemaining));
        Assert.Contains("until ?", verdict.ToString(), System.StringComparison.Ordinal);
    }

    private static void Replace(byte[] bytes, byte[] old, byte[] by)
    {
        int at = Enumerable.Range(0, bytes.Length - old.Length).First(i => bytes.AsSpan(i, old.Length).SequenceEqual(old));
        by.CopyTo(bytes, at);
    }
}
