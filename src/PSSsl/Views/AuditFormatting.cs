using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>What the views of audits share. Every method takes what came from another session too.</summary>
public static class AuditFormatting
{
    private const int Shown = 3;

    /// <summary>A grade: A is as it should be, F, M and T are wrong.</summary>
    /// <param name="report">The report.</param>
    public static string Grade(object? report)
    {
        object? grade = Get(report, "Grade");
        string letter = grade is string text ? text : Text(Get(grade, "Letter"));
        string score = Text(Get(grade, "Score"));
        string shown = letter is "F" or "M" or "T" ? Formatting.Fault(letter) : letter;
        string because = Caps(report);
        return (score.Length == 0 ? shown : $"{shown} (score {score})") + (because.Length == 0 ? string.Empty : ", because of " + because);
    }

    /// <summary>What caps the grade, the worst first.</summary>
    /// <param name="report">The report.</param>
    public static string Caps(object? report)
    {
        string[] all = List(Get(Get(report, "Grade"), "Caps")).Select(Text).OrderByDescending(Weight).ToArray();
        return all.Length == 0 ? string.Empty : all[0] + (all.Length > 1 ? $" (and {all.Length - 1} more in .Grade.Caps)" : string.Empty);
    }

    /// <summary>The letter of a grade alone.</summary>
    /// <param name="report">The report.</param>
    public static string Letter(object? report)
    {
        string letter = Get(report, "Grade") is string text ? text : Text(Get(Get(report, "Grade"), "Letter"));
        return letter is "F" or "M" or "T" ? Formatting.Fault(letter) : letter;
    }

    /// <summary>Versions that are offered, in short; those that should not be are coloured.</summary>
    /// <param name="report">The report.</param>
    public static string Versions(object? report) => string.Join(" ", List(Get(report, "Protocols"))
        .Select(p => (Name: Text(Get(p, "Name")), State: Text(Get(p, "State")))).Where(p => p.State != "NotOffered").Reverse()
        .Select(p => p.State == "Unknown" ? p.Name.Replace('_', '.') + "?" : IsOld(p.Name) ? Formatting.Fault(p.Name.Replace('_', '.'))
            : p.Name.Replace('_', '.')));

    /// <summary>How many suites there are, and how many of them are weak.</summary>
    /// <param name="report">The report.</param>
    public static string Suites(object? report)
    {
        object?[] all = List(Get(report, "Suites")).ToArray();
        int weak = all.Count(s => Text(Get(s, "Strength")) is "Weak" or "None");
        return all.Length == 0 ? string.Empty
            : $"{all.Length}" + (weak == 0 ? string.Empty : ", " + Formatting.Fault($"{weak} of them weak"));
    }

    /// <summary>Groups of the key exchange, in short.</summary>
    /// <param name="report">The report.</param>
    public static string Groups(object? report)
    {
        string[] names = List(Get(report, "Groups")).Select(g => Text(Get(g, "Name"))).Distinct().ToArray();
        string safe = PostQuantum(report);
        return Some(names, 5) + (safe.Length == 0 || names.Length == 0 ? string.Empty : $"; post-quantum: {safe}");
    }

    /// <summary>Whether the key exchange is safe against quantum computers.</summary>
    /// <param name="report">The report.</param>
    public static string PostQuantum(object? report) => Get(report, "PostQuantum") is bool flag ? flag ? "yes" : "no" : string.Empty;

    /// <summary>The certificates, a line each.</summary>
    /// <param name="report">The report.</param>
    public static string Certificates(object? report) => string.Join("\n", List(Get(report, "Certificates")).Take(Shown).Select(c =>
    {
        string key = $"{Text(Get(c, "KeyAlgorithm"))} {Text(Get(c, "KeySize"))}".Trim();
        string trust = Get(c, "IsTrusted") switch { true => "trusted", false => Formatting.Fault("not trusted"), _ => "not judged" };
        return $"{Text(Get(c, "Subject"))} ({key}), {trust}, until {Formatting.Date(Get(c, "NotAfter"), Get(c, "DaysRemaining"))}";
    }));

    /// <summary>Known weaknesses that it has, and those that are not known.</summary>
    /// <param name="report">The report.</param>
    public static string Weaknesses(object? report)
    {
        object?[] all = List(Get(report, "Weaknesses")).ToArray();
        string[] of(string state) => all.Where(w => Text(Get(w, "State")) == state).Select(w => Text(Get(w, "Name"))).ToArray();
        string[] has = of("Vulnerable"), open = of("Unknown");
        string text = has.Length > 0 ? Formatting.Fault(string.Join(", ", has)) : all.Length == 0 ? string.Empty : open.Length < all.Length
            ? "none found" : string.Empty;
        return open.Length == 0 ? text : $"{text}{(text.Length > 0 ? "; " : string.Empty)}unknown: {string.Join(", ", open)}";
    }

    /// <summary>How many findings there are of each severity, or none.</summary>
    /// <param name="report">The report.</param>
    public static string Counts(object? report)
    {
        string[] severities = List(Get(report, "Findings")).Select(f => Text(Get(f, "Severity"))).ToArray();
        string[] order = { "Critical", "High", "Medium", "Low", "Info" };
        return severities.Length == 0 ? "none" : string.Join(", ", order.Select(s => (s, severities.Count(x => x == s)))
            .Where(c => c.Item2 > 0).Select(c => Severity(c.s, $"{c.Item2} {c.s}")));
    }

    /// <summary>The worst findings, a line each: what to change first.</summary>
    /// <param name="report">The report.</param>
    public static string First(object? report) =>
        string.Join("\n", List(Get(report, "Findings")).Where(f => Text(Get(f, "Severity")) != "Info").Take(Shown)
        .Select(f => $"{Severity(Text(Get(f, "Severity")), Text(Get(f, "Title")))}: {Text(Get(f, "Fix"))}"));

    /// <summary>The worst finding's title.</summary>
    /// <param name="report">The report.</param>
    public static string Worst(object? report) =>
        List(Get(report, "Findings")).FirstOrDefault(f => Text(Get(f, "Severity")) != "Info") is { } worst
            ? Severity(Text(Get(worst, "Severity")), Text(Get(worst, "Title")))
            : string.Empty;

    /// <summary>What it cost.</summary>
    /// <param name="report">The report.</param>
    public static string Cost(object? report)
    {
        string time = Get(report, "Duration") is TimeSpan span ? span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : string.Empty;
        return $"{Text(Get(report, "Connections"))} in {time}";
    }

    /// <summary>Something in the colour of a severity.</summary>
    /// <param name="severity">The severity.</param>
    /// <param name="text">The text.</param>
    public static string Severity(object? severity, object? text) =>
        Text(severity) is "Critical" or "High" ? Formatting.Fault(text) : Text(text);

    private static bool IsOld(string name) => name is "SSLv2" or "SSLv3" or "TLSv1" or "TLSv1_1";

    private static int Weight(string cap) => "A?BCDEFMT".IndexOf(cap.Length > 0 ? cap[0] : 'A');

    private static string Some(string[] all, int most) =>
        string.Join(" ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : string.Empty);

    private static object? Get(object? value, string name)
    {
        object? found = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        return found is PSObject { BaseObject: not PSCustomObject and var inner }
            ? inner is IEnumerable or string or DateTime or TimeSpan || inner.GetType().IsPrimitive ? inner : found : found;
    }

    private static IEnumerable<object?> List(object? value) =>
        value is IEnumerable list and not string ? list.Cast<object?>() : Array.Empty<object?>();

    private static string Text(object? value) => value?.ToString() ?? string.Empty;
}
