using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on features and on web servers: numbers from 600.</summary>
internal static class FeatureRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(600, SslSeverity.Low, "No extended master secret",
            r => r.Has("TLSv1_2") == true && r.Feature("Extended master secret")?.IsOn == false ? "the extension is not answered" : null)
        {
            Why = "Sessions of two connections can be made alike, which tricks what is bound to them.",
            Fix = "Update the TLS library.",
            References = new[] { "RFC 7627" },
        },
        new(601, SslSeverity.Medium, "HSTS is not set",
            r => r.Http is { HasHsts: false } http ? $"{http.Status}, without Strict-Transport-Security" : null)
        {
            Why = "The first visit of a browser goes in plain text, where it can be kept.",
            Fix = "Send Strict-Transport-Security with a max-age of a year or more.",
            Fixes = ServerFixes.Hsts,
            References = new[] { "RFC 6797" },
        },
        new(602, SslSeverity.Low, "HSTS is short",
            r => r.Http is { HasHsts: true, HstsMaxAge: < 15768000 } http ? $"{http.HstsMaxAge} seconds" : null)
        {
            Why = "It is forgotten between two visits.",
            Fix = "Send Strict-Transport-Security with a max-age of a year or more.",
            Fixes = ServerFixes.Hsts,
            References = new[] { "RFC 6797" },
        },
        new(603, SslSeverity.Medium, "Hellos of newer clients are not answered",
            Intolerance)
        {
            Why = "Clients of today or tomorrow do not connect, or fall back to something weaker.",
            Fix = "Update the server, or what stands in front of it.",
            References = new[] { "RFC 8701" },
        },
        new(604, SslSeverity.Low, "Fallback is not noticed",
            r => r.Feature("Fallback SCSV")?.IsOn == false && r.Has("SSLv3") == true ? "the signal is passed over" : null)
        {
            Why = "Clients can be made to use an older version than both have.",
            Fix = "Update the TLS library.",
            References = new[] { "RFC 7507" },
        },
        new(605, SslSeverity.Low, "Clients may renegotiate",
            Seen.Feature(Questions.RenegotiationQuestion.Name, true, "it took a second handshake on the same connection"))
        {
            Why = "A handshake costs a server more than a client, and one connection can ask for many of them.",
            Fix = "Turn client-initiated renegotiation off.",
            Fixes = ServerFixes.Renegotiation,
            References = new[] { "CVE-2011-1473", "RFC 9325, 3.5" },
        },
        new(606, SslSeverity.Medium, "A downgrade from TLS 1.3 is not marked",
            r => r.Feature("Downgrade sentinel") is { IsOn: false } f ? $"the mark is {f.Value}" : null)
        {
            Why = "Whoever stands between can make clients use an older version, and they do not see it. Some devices that intercept TLS "
                + "leave the mark out.",
            Fix = "Update the TLS library, or what stands in front of the server.",
            References = new[] { "RFC 8446, 4.1.3" },
        },
        new(607, SslSeverity.Info, "Some clients cannot connect",
            r => r.Clients.Where(c => c.Connects == false).Select(c => c.Client).ToArray() is { Length: > 0 } found
                ? DerivedWeaknesses.Some(found, 8) : null)
        {
            Why = "They have no version or cipher suite in common with the server. Old ones are left behind on purpose; current ones are "
                + "a mistake.",
            Fix = "Nothing, if none of them matters to you.",
            References = new[] { "about_PSSsl_Audit" },
        },
        new(609, SslSeverity.Low, "Early data is offered (TLS 1.3)",
            r => r.Feature(Questions.Tls13FeatureQuestion.EarlyData) is { IsOn: true } f ? f.Value ?? "its tickets allow it" : null)
        {
            Why = "Whoever records a client's first request can send it again, and it takes effect again.",
            Fix = "Turn early data off, unless the application behind it tolerates repeated requests.",
            Fixes = ServerFixes.EarlyData,
            References = new[] { "RFC 8446, 8", "RFC 8470" },
        },
        new(610, SslSeverity.Low, "The server does not know the name that clients ask for",
            r => r.Feature(Questions.ServerNameQuestion.Known) is { IsOn: false } f ? f.Detail ?? "it warns of the name" : null)
        {
            Why = "Some clients end the connection at that warning; all others get what is meant for another name.",
            Fix = "Name the host in the server's configuration.",
            References = new[] { "RFC 6066, 3" },
        },
        new(608, SslSeverity.Medium, "The addresses of the name differ",
            r => r.Nodes.FirstOrDefault(n => n.Differences.Length > 0) is { } n ? $"{n.Address}, beside {r.Address}: {n.Differences}"
                : null)
        {
            Why = "What a client meets depends on the address that it gets. Usually one of the servers was forgotten at the last change.",
            Fix = "Set all of them up in the same way; .Nodes has what each of them is.",
            References = new[] { "RFC 8305" },
        },
    };

    private static string? Intolerance(SslServerReport report)
    {
        string[] found = report.Features.Where(f => f.IsOn == false && f.Name.StartsWith("Stands ", StringComparison.Ordinal))
            .Select(f => f.Name.Substring("Stands ".Length)).ToArray();
        return found.Length == 0 ? null : "it does not stand " + string.Join(", ", found);
    }
}
