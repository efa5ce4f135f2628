using System;
using System.Globalization;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>What the page calls things.</summary>
internal static class ReportWords
{
    /// <summary>The worst that a server has; below Info for none.</summary>
    internal static int Worst(SslServerReport report) =>
        report.Findings.Count == 0 ? -1 : (int)report.Findings.Max(f => f.Severity);

    internal static string Version(string name) => name switch
    {
        "SSLv2" => "SSL 2.0",
        "SSLv3" => "SSL 3.0",
        "TLSv1" => "TLS 1.0",
        _ => name.Replace("TLSv", "TLS ").Replace('_', '.'),
    };

    /// <summary>Newest first; SSL and TLS stand there once.</summary>
    internal static string Versions(SslServerReport report, SslOfferState state) => string.Join("; ", report.Protocols
        .Where(p => p.State == state).Reverse().Select(p => Version(p.Name)).GroupBy(v => v.Substring(0, 4))
        .Select(g => g.Key + string.Join(", ", g.Select(v => v.Substring(4)))));

    internal static string YesNo(bool? value) => value switch { true => "yes", false => "no", null => "unknown" };

    internal static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Minute(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Count(int number, string one) => Number(number) + " " + one + (number == 1 ? string.Empty : "s");

    internal static string Days(int days) => days < 0 ? $"{Count(-days, "day")} ago" : $"in {Count(days, "day")}";

    internal static string GradeClass(string letter) => letter switch
    {
        "A+" or "A" or "A-" => "ga",
        "B" or "C" => "gb",
        "?" => "gu",
        _ => "gf",
    };

    /// <summary>Best first; what is not graded stands behind the rest.</summary>
    internal static int Rank(string letter) => Array.IndexOf(s_letters, letter) is >= 0 and var rank ? rank : s_letters.Length;

    private static readonly string[] s_letters = { "A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T", "?" };
}
