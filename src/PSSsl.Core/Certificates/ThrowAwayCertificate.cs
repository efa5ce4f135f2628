using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates.Making;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Certificates;

/// <summary>An authority of this moment and a certificate that it signed; the authority's key is forgotten at once.</summary>
internal static class ThrowAwayCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(30);

    /// <param name="plan">What the certificate is to say.</param>
    /// <param name="key">Its key, which the result takes over.</param>
    /// <exception cref="SslException">The plan contradicts itself.</exception>
    internal static SslCertificate Make(CertificatePlan plan, TlsPrivateKey key)
    {
        DateTime until = plan.NotAfter ?? DateTime.UtcNow + (plan.Lifetime ?? s_lifetime);
        var authorityPlan = new CertificatePlan
        {
            Kind = SslCertificateKind.CA,
            Subject = SubjectName.Common("PSSsl throw-away CA"),
            PathLength = 0,
            NotBefore = plan.NotBefore,
            NotAfter = until,
        };
        using SslCertificate authority = CertificateMaker.SelfSign(authorityPlan, TlsKeyGenerator.Ec("P-256"));
        return CertificateMaker.Issue(plan, key, authority);
    }

    internal static SslCertificate ForServer(IReadOnlyList<string> names) => Make(new CertificatePlan
    {
        Subject = SubjectName.Common(names[0]),
        AlternativeNames = names.Select(NameForms.Host).ToArray(),
        Lifetime = s_lifetime,
    }, TlsKeyGenerator.Ec("P-256"));
}
