using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;

namespace PSSsl.Tests.Sockets;

/// <summary>A self-signed certificate for localhost, as our engine and as SslStream want it.</summary>
internal sealed class TestIdentity : IDisposable
{
    private TestIdentity(X509Certificate2 certificate, TlsIdentity identity)
    {
        Certificate = certificate;
        Identity = identity;
    }

    internal X509Certificate2 Certificate { get; }

    internal TlsIdentity Identity { get; }

    internal static TestIdentity Make(string kind)
    {
        using ECDsa? ec = kind == "RSA" ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA? rsa = kind == "RSA" ? RSA.Create(2048) : null;
        CertificateRequest request = rsa is not null
            ? new("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=localhost", ec!, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return new TestIdentity(certificate,
            new TlsIdentity(new[] { certificate.RawData }, certificate.GetRSAPrivateKey(), certificate.GetECDsaPrivateKey(), null));
    }

    public void Dispose()
    {
        Identity.Dispose();
        Certificate.Dispose();
    }
}
