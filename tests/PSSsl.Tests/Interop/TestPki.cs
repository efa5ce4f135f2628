using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Tests.Interop;

/// <summary>An authority and certificates for localhost and for a client, RSA and EC, as files in a directory of their own.</summary>
public sealed class TestPki : IDisposable
{
    private const string Ffdhe2048 = """
        -----BEGIN DH PARAMETERS-----
        MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
        +8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
        87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
        YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
        7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
        ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
        -----END DH PARAMETERS-----
        """;

    private readonly ECDsa _caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509SignatureGenerator _signer;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pki");

    public TestPki()
    {
        ECDsa caKey = _caKey;
        _signer = X509SignatureGenerator.CreateForECDsa(caKey);
        var request = new CertificateRequest("CN=Test CA", caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using X509Certificate2 ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(60));
        File.WriteAllText(CAFile, ca.ExportCertificatePem());
        foreach (string kind in new[] { "RSA", "EC" })
        {
            Issue(ca, kind, "server", "1.3.6.1.5.5.7.3.1", 30);
            Issue(ca, kind, "client", "1.3.6.1.5.5.7.3.2", 30);
        }

        Issue(ca, "EC", "expired", "1.3.6.1.5.5.7.3.1", -1);
    }

    public string CAFile => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>Parameters of Diffie and Hellman's: ffdhe2048 (RFC 7919).</summary>
    public string DhFile
    {
        get
        {
            string file = Path.Combine(_folder.FullName, "dh.pem");
            if (!File.Exists(file))
                File.WriteAllText(file, Ffdhe2048);
            return file;
        }
    }

    public string CertificateFile(string kind, string name = "server") => Path.Combine(_folder.FullName, $"{name}-{kind}.pem");

    public string KeyFile(string kind, string name = "server") => Path.Combine(_folder.FullName, $"{name}-{kind}.key");

    public void Dispose()
    {
        _caKey.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Issue(X509Certificate2 ca, string kind, string name, string usage, int days)
    {
        using RSA? rsa = kind == "RSA" ? RSA.Create(2048) : null;
        using ECDsa? ec = kind == "EC" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        string subject = $"CN={name}.example";
        CertificateRequest request = rsa is not null ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, ec!, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName($"{name}.example");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | (rsa is null ? 0 : X509KeyUsageFlags.KeyEncipherment), true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using X509Certificate2 certificate = request.Create(ca.SubjectName, _signer, DateTimeOffset.UtcNow.AddDays(-2),
            DateTimeOffset.UtcNow.AddDays(days), [1, .. RandomNumberGenerator.GetBytes(11)]);
        File.WriteAllText(CertificateFile(kind, name), certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile(kind, name), rsa?.ExportPkcs8PrivateKeyPem() ?? ec!.ExportPkcs8PrivateKeyPem());
    }
}
