using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Findings;

/// <summary>Ways to look at a report that many rules share.</summary>
internal static class Seen
{
    internal static Func<SslServerReport, string?> Version(string name) => report =>
        report.Has(name) == true ? $"{name} is offered" + (report.Protocol(name)!.Cipher is { } cipher ? $", with {cipher}" : string.Empty)
            : null;

    internal static Func<SslServerReport, string?> Suite(Func<SslServerSuite, bool> which) => report => Some(report.Suites.Where(which));

    internal static Func<SslServerReport, string?> Weakness(string name) => report =>
        report.Weakness(name) is { State: SslWeaknessState.Vulnerable } weakness ? weakness.Detail : null;

    internal static Func<SslServerReport, string?> Feature(string name, bool isOn, string text) => report =>
        report.Feature(name) is { } feature && feature.IsOn == isOn ? text : null;

    internal static Func<SslServerReport, string?> Certificate(Func<PeerCertificate, string?> see) => report =>
        report.Certificates.Select(c => see(c) is { } seen ? $"{c.Label}: {seen}" : null).FirstOrDefault(s => s is not null);

    private static string? Some(IEnumerable<SslServerSuite> suites)
    {
        string[] names = suites.Select(s => s.ToString()).ToArray();
        return names.Length == 0 ? null : DerivedWeaknesses.Some(names, 4);
    }
}
