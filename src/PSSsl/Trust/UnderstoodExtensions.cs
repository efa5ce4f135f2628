using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>Extensions of certificates that may be critical because the platform, or a rule here, or TLS itself looks at them.</summary>
internal static class UnderstoodExtensions
{
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal)
    {
        Oids.SubjectKey, Oids.KeyUsage, Oids.AlternativeName, Oids.IssuerAlternativeName, Oids.BasicConstraints, Oids.NameConstraints, Oids.CrlPoints, Oids.Policies, Oids.PolicyMappings,
        Oids.AuthorityKey, Oids.PolicyConstraints, Oids.ExtendedKeyUsage, Oids.InhibitAnyPolicy, Oids.AuthorityAccess, Oids.TlsFeature, Oids.NetscapeType,
        "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8",
    };

    internal static bool Contains(string oid) => s_all.Contains(oid);

    /// <summary>The first critical one that is not understood; null if there is none.</summary>
    internal static string? UnknownCritical(ParsedCertificate certificate) => ParsedExtension.UnknownCritical(certificate.Extensions, s_all.ToArray());
}
