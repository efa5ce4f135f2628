using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on groups of the key exchange: numbers from 300.</summary>
internal static class KeyRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(300, SslSeverity.Critical, "The Diffie-Hellman prime has fewer than 1024 bits",
            Group(g => g.Bits is > 0 and < 1024))
        {
            Why = "It can be broken with moderate computing power.",
            Fix = "Use primes of 2048 bits or more, those of RFC 7919, or leave DHE out.",
            Fixes = ServerFixes.DhParameters,
            References = new[] { "CVE-2015-4000", "RFC 7919" },
        },
        new(301, SslSeverity.High, "The Diffie-Hellman prime has fewer than 2048 bits",
            Group(g => g.Bits is >= 1024 and < 2048))
        {
            Why = "States may have broken primes of 1024 bits, and many servers share the same one (Logjam).",
            Fix = "Use primes of 2048 bits or more, those of RFC 7919, or leave DHE out.",
            Fixes = ServerFixes.DhParameters,
            References = new[] { "CVE-2015-4000", "RFC 9325, 4.1" },
        },
        new(302, SslSeverity.Medium, "Curves with fewer than 112 bits of security are offered",
            Group(g => Ciphers.OtherGroups.IsWeak(g.Id)))
        {
            Why = "Their discrete logarithms may be within an attacker's reach.",
            Fix = "Leave them out; x25519, secp256r1 and secp384r1 do.",
            Fixes = ServerFixes.Groups,
            References = new[] { "RFC 8422, 5.1.1" },
        },
        new(303, SslSeverity.Info, "No key exchange that is safe against quantum computers",
            r => r.PostQuantum == false ? "no hybrid group is offered" : null)
        {
            Why = "What is recorded today can be read once there is such a computer.",
            Fix = "Offer X25519MLKEM768 beside the others.",
            Fixes = ServerFixes.Groups,
            References = new[] { "FIPS 203" },
        },
        new(304, SslSeverity.Info, "The key exchange is safe against quantum computers",
            r => r.PostQuantum == true ? string.Join(", ", r.Groups.Where(g => g.IsPostQuantum).Select(g => g.Name)) : null)
        {
            Why = "What is recorded today stays secret.",
            Fix = "Nothing.",
            References = new[] { "FIPS 203" },
        },
        new(305, SslSeverity.Medium, "The ephemeral Diffie-Hellman key is used again",
            Seen.Feature("DH key reuse", true, "two connections had the same public value"))
        {
            Why = "Whoever finds it reads all connections that used it, and some attacks need just that (Raccoon).",
            Fix = "Use a new key for each connection (SSL_OP_SINGLE_DH_USE).",
            References = new[] { "CVE-2020-1968" },
        },
    };

    private static Func<SslServerReport, string?> Group(Func<SslServerGroup, bool> which) => report =>
        report.Groups.Where(which).Select(g => g.ToString()).ToArray() is { Length: > 0 } found ? DerivedWeaknesses.Some(found) : null;
}
