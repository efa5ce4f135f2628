using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// Extensions of certificates that may be critical because a rule here looks at them. Those that must not be are not among them,
/// key identifiers say.
/// </summary>
internal static class UnderstoodExtensions
{
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal)
    {
        Oids.KeyUsage, Oids.AlternativeName, Oids.BasicConstraints, Oids.NameConstraints, Oids.ExtendedKeyUsage, Oids.NetscapeType,
        Oids.Policies, Oids.PolicyMappings, Oids.PolicyConstraints, Oids.InhibitAnyPolicy,
        // Where lists are is looked at when revocation is checked; it restricts nothing else.
        Oids.CrlPoints,
        // Which addresses a holder may route (RFC 3779) restricts nothing that TLS does. Where the platform compares them with what the
        // issuer has, its no counts.
        Oids.AddressBlocks, Oids.AutonomousSystems,
    };

    internal static bool Contains(string oid) => s_all.Contains(oid);

    /// <summary>The first critical one that is not understood; null if there is none.</summary>
    internal static string? UnknownCritical(ParsedCertificate certificate) =>
        ParsedExtension.UnknownCritical(certificate.Extensions, s_all.ToArray());
}
