using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on cipher suites: numbers from 200.</summary>
internal static class CipherRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(200, SslSeverity.Critical, "Suites without encryption are offered",
            Seen.Suite(s => s.Cipher.Encryption == "None"))
        {
            Why = "Anyone on the way can read what is sent.",
            Fix = "Leave out NULL suites (eNULL).",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "RFC 9325, 4.1" },
        },
        new(201, SslSeverity.Critical, "Suites without authentication are offered",
            Seen.Suite(s => s.Cipher.Authentication == "None"))
        {
            Why = "Anyone on the way can be the server.",
            Fix = "Leave out anonymous suites (aNULL).",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "RFC 9325, 4.1" },
        },
        new(202, SslSeverity.Critical, "Export suites are offered",
            Seen.Suite(s => s.Cipher.Name.StartsWith("EXP", System.StringComparison.Ordinal)))
        {
            Why = "Their keys of 40 or 56 bits are broken quickly, and clients can be made to use them (FREAK, Logjam).",
            Fix = "Leave out export suites (EXPORT).",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "CVE-2015-0204", "CVE-2015-4000" },
        },
        new(203, SslSeverity.High, "RC4 is offered",
            Seen.Suite(s => s.Cipher.Encryption == "RC4" && s.Cipher.Bits > 56))
        {
            Why = "RC4 is biased: what is sent often, like a cookie, can be read. It is forbidden by the RFC.",
            Fix = "Leave out RC4.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "RFC 7465", "CVE-2015-2808" },
        },
        new(204, SslSeverity.High, "DES or RC2 is offered",
            Seen.Suite(s => s.Cipher.Encryption is "DES" or "RC2" && s.Cipher.Bits >= 56
                && !s.Cipher.Name.StartsWith("EXP", System.StringComparison.Ordinal)))
        {
            Why = "A key of DES is found within a day, and RC2 has blocks of 64 bits.",
            Fix = "Leave out DES and RC2.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "RFC 9325, 4.1" },
        },
        new(205, SslSeverity.Medium, "Ciphers of 64-bit blocks are offered",
            Seen.Suite(s => s.Cipher.Encryption is "3DES" or "IDEA"))
        {
            Why = "After some gigabytes on one connection two blocks collide and reveal what was sent (SWEET32).",
            Fix = "Leave out 3DES and IDEA.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "CVE-2016-2183" },
        },
        new(206, SslSeverity.Medium, "Suites without forward secrecy are offered",
            Seen.Suite(s => s.Protocol != "SSLv2" && !s.Cipher.ForwardSecrecy && s.Cipher.Bits >= 112
                && s.Cipher.Encryption is not "RC4" and not "3DES" and not "IDEA"))
        {
            Why = "Whoever steals the key later can read what was recorded before.",
            Fix = "Leave out suites whose keys are encrypted with RSA.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "RFC 9325, 4.1" },
        },
        new(207, SslSeverity.Low, "Suites with CBC are offered",
            Seen.Suite(s => s.Cipher.Mac is "SHA1" or "SHA256" or "SHA384" && s.Cipher.Bits >= 112
                && s.Cipher.Encryption is "AES" or "Camellia" or "ARIA" or "SEED" && s.Cipher.ForwardSecrecy))
        {
            Why = "Padding before authentication has been broken time and again (Lucky Thirteen). Clients since 2013 have authenticated "
                + "encryption.",
            Fix = "Leave out CBC suites, if no old client needs them.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "CVE-2013-0169" },
        },
        new(208, SslSeverity.Info, "The client's order of suites counts",
            r => System.Linq.Enumerable.FirstOrDefault(r.Protocols, p => p.ServerOrder == false && p.Name == "TLSv1_2") is { } p
                ? $"{p.Name} goes by the client's order" : null)
        {
            Why = "That is right if only good suites are offered, since clients know what they do fastest. With weak ones the server "
                + "should decide.",
            Fix = "Nothing, if all suites that are offered are good.",
            References = new[] { "RFC 9325, 4.2.1" },
        },
    };
}
