using System.Collections.Generic;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on known weaknesses: numbers from 500.</summary>
internal static class WeaknessRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(500, SslSeverity.Critical, "Heartbleed",
            "Heartbleed")
        {
            Why = "Anyone can read the memory of the server: keys, passwords, sessions.",
            Fix = "Update OpenSSL, then make new keys and certificates, revoke the old ones and have passwords changed.",
            References = new[] { "CVE-2014-0160" },
        },
        new(501, SslSeverity.Critical, "ChangeCipherSpec is taken too early (CCS injection)",
            "CCS injection")
        {
            Why = "An attacker on the way chooses the keys, and reads and changes everything.",
            Fix = "Update OpenSSL.",
            References = new[] { "CVE-2014-0224" },
        },
        new(502, SslSeverity.Critical, "RSA padding can be told apart (ROBOT)",
            "ROBOT")
        {
            Why = "Recorded connections can be read, and signatures forged, by asking the server often enough.",
            Fix = "Leave out suites whose keys are encrypted with RSA, and update the server.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "CVE-2017-13099" },
        },
        new(503, SslSeverity.Critical, "Insecure renegotiation",
            "Insecure renegotiation")
        {
            Why = "An attacker can put words of his own in front of a client's.",
            Fix = "Update the TLS library; RFC 5746 is of 2010.",
            References = new[] { "RFC 5746", "CVE-2009-3555" },
        },
        new(504, SslSeverity.High, "TLS compression is on (CRIME)",
            "CRIME")
        {
            Why = "The length of what is compressed tells of its contents: cookies can be read.",
            Fix = "Turn compression off.",
            References = new[] { "CVE-2012-4929" },
        },
        new(505, SslSeverity.Critical, "An RSA key is weakened by SSL 2.0 (DROWN)",
            "DROWN")
        {
            Why = "TLS connections with the same key can be read.",
            Fix = "Turn SSL 2.0 off on all servers with this key.",
            Fixes = ServerFixes.Versions,
            References = new[] { "CVE-2016-0800" },
        },
        new(506, SslSeverity.High, "CBC in SSL 3.0 (POODLE)",
            "POODLE")
        {
            Why = "Cookies can be read byte by byte.",
            Fix = "Turn SSL 3.0 off.",
            Fixes = ServerFixes.Versions,
            References = new[] { "CVE-2014-3566" },
        },
        new(507, SslSeverity.High, "CBC padding is not checked (POODLE in TLS)",
            "POODLE in TLS")
        {
            Why = "Cookies can be read byte by byte, as with SSL 3.0.",
            Fix = "Update the server or the load balancer, or leave CBC suites out.",
            Fixes = ServerFixes.Ciphers,
            References = new[] { "CVE-2014-8730" },
        },
        new(508, SslSeverity.High, "Memory leaks with session ids (Ticketbleed)",
            "Ticketbleed")
        {
            Why = "Anyone can read up to 31 bytes of the server's memory at a time.",
            Fix = "Update the load balancer, or turn session tickets off.",
            References = new[] { "CVE-2016-9244" },
        },
        new(509, SslSeverity.High, "Commands before TLS count inside of it (STARTTLS injection)",
            "STARTTLS injection")
        {
            Why = "An attacker on the way can put commands of his own in front of a client's, and so steal mail or passwords.",
            Fix = "Update the server.",
            References = new[] { "CVE-2011-0411" },
        },
    };
}
