using System.Collections.Generic;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on versions: numbers from 100.</summary>
internal static class ProtocolRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(100, SslSeverity.Critical, "SSL 2.0 is offered",
            Seen.Version("SSLv2"))
        {
            Why = "SSL 2.0 does not authenticate its handshake. Whoever has the same RSA key for TLS lets an attacker read those "
                + "connections too (DROWN).",
            Fix = "Turn SSL 2.0 off, everywhere where the key is used.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 6176", "CVE-2016-0800" },
        },
        new(101, SslSeverity.High, "SSL 3.0 is offered",
            Seen.Version("SSLv3"))
        {
            Why = "SSL 3.0 does not check its padding. An attacker on the way can read cookies byte by byte (POODLE).",
            Fix = "Turn SSL 3.0 off.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 7568", "CVE-2014-3566" },
        },
        new(102, SslSeverity.Medium, "TLS 1.0 is offered",
            Seen.Version("TLSv1"))
        {
            Why = "TLS 1.0 rests on SHA-1 and MD5 and has no authenticated encryption. Browsers left it in 2020, and it is forbidden by "
                + "the RFC.",
            Fix = "Turn TLS 1.0 off, unless you know clients that have nothing newer.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 8996" },
        },
        new(103, SslSeverity.Medium, "TLS 1.1 is offered",
            Seen.Version("TLSv1_1"))
        {
            Why = "TLS 1.1 rests on SHA-1 and MD5 and has no authenticated encryption. Browsers left it in 2020, and it is forbidden by "
                + "the RFC.",
            Fix = "Turn TLS 1.1 off.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 8996" },
        },
        new(104, SslSeverity.Low, "TLS 1.3 is not offered",
            r => r.Has("TLSv1_3") == false ? "TLSv1_3 is not offered" : null)
        {
            Why = "TLS 1.3 is faster, hides the certificate and leaves out all that was broken. Key exchange that is safe against "
                + "quantum computers needs it.",
            Fix = "Turn TLS 1.3 on; it needs OpenSSL 1.1.1, Windows Server 2022, Java 11 or newer.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 8446" },
        },
        new(105, SslSeverity.Medium, "Neither TLS 1.2 nor TLS 1.3 is offered",
            r => r.Has("TLSv1_2") == false && r.Has("TLSv1_3") == false ? $"it offers {(r.Versions.Length > 0 ? r.Versions : "nothing")}"
                : null)
        {
            Why = "Browsers and libraries of today do not connect to it.",
            Fix = "Turn TLS 1.2 and 1.3 on; the server software may have to be replaced.",
            Fixes = ServerFixes.Versions,
            References = new[] { "RFC 9325, 3.1.1" },
        },
    };
}
