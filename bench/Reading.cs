using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;

namespace PSSsl.Bench;

/// <summary>
/// Describing a certificate with all of its facts, and comparing its names with hosts. "Theirs" is the platform's own comparison, of one
/// host.
/// </summary>
internal static class Reading
{
    private const int Certificates = 200;
    private const int Hosts = 100_000;

    private static readonly Lazy<X509Certificate2> s_certificate = new(Make);

    internal static IEnumerable<Comparison> All()
    {
        yield return new Comparison("certificate described", "ms", 7, () => Describe(c => _ = Everything(c).Count), null);
        yield return new Comparison("certificate described, as text too", "ms", 7, () => Describe(c => _ = c.ToText()), null);
        foreach ((string name, string host) in new[] { ("exactly", "www.example.org"), ("with a star", "mail.example.co.uk"),
            ("not", "www.example.com") })
            yield return new Comparison($"host names matched {name}", "million/s", 7, () => Match(host), () => MatchByPlatform(host));
    }

    private static double Describe(Action<PeerCertificate> look)
    {
        byte[] encoded = s_certificate.Value.RawData;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Certificates; i++)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(encoded);
            look(PeerCertificate.Of(certificate, null));
        }

        return watch.Elapsed.TotalMilliseconds / Certificates;
    }

    /// <summary>Each of its public facts.</summary>
    private static List<object?> Everything(PeerCertificate c) =>
    [
        c.Subject, c.Issuer, c.CommonName, c.SubjectAlternativeNames, c.DnsNames, c.IpAddresses, c.EmailAddresses, c.Uris,
        c.UserPrincipalNames, c.NotBefore, c.NotAfter, c.DaysRemaining,
        c.SerialNumber, c.Thumbprint, c.Sha256, c.PublicKeyPin, c.KeyAlgorithm, c.KeySize, c.KeyCurve, c.SignatureAlgorithm, c.KeyUsage,
        c.ExtendedKeyUsage, c.IsCA, c.PathLength, c.IsSelfIssued,
        c.SubjectKeyId, c.AuthorityKeyId, c.OcspUrls, c.CaIssuersUrls, c.CrlUrls, c.Policies, c.PermittedNames, c.ExcludedNames, c.Scts,
        c.MustStaple, c.Faults,
    ];

    private static double Match(string host)
    {
        CertificateNames names = CertificateNames.Of(s_certificate.Value);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Hosts; i++)
            _ = HostnameVerifier.Verify(names, host, HostnameScheme.Default).Match;
        return Hosts / watch.Elapsed.TotalMicroseconds;
    }

    private static double MatchByPlatform(string host)
    {
        const int few = 2000;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < few; i++)
            _ = s_certificate.Value.MatchesHostname(host);
        return few / watch.Elapsed.TotalMicroseconds;
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=www.example.org,O=Example,C=DE", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string name in Enumerable.Range(0, 8).Select(i => $"host{i}.example.net").Append("www.example.org")
            .Append("*.example.co.uk"))
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            new X509AuthorityInformationAccessExtension(["http://ocsp.example/"], ["http://ca.example/ca.crt"]));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(90));
    }
}
