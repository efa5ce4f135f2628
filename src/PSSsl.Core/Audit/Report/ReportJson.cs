using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>Reports as JSON; docs/schemas/ssl-report.schema.json says what it looks like. Later versions of 1 only add to it.</summary>
internal static class ReportJson
{
    internal const int SchemaVersion = 1;

    internal static string Write(IReadOnlyList<SslServerReport> reports) => JsonText.Write(new Dictionary<string, object?>
    {
        ["schemaVersion"] = SchemaVersion,
        ["generator"] = "PSSsl " + typeof(ReportJson).Assembly.GetName().Version?.ToString(3),
        ["reports"] = reports.Select(r => (object?)ReportTree.Of(r)).ToList(),
    }) + "\n";

    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    internal static IReadOnlyList<SslServerReport> Read(string text)
    {
        if (JsonText.Parse(text) is not Dictionary<string, object?> root || !root.TryGetValue("schemaVersion", out object? version))
            throw new FormatException("It is not a file of Export-SslReport: it has no schemaVersion.");
        if (version is not double number || (int)number != SchemaVersion)
            throw new FormatException($"It is of schema version {ReportTree.Shown(version)}, and {SchemaVersion} is known here.");
        if (!root.TryGetValue("reports", out object? list) || list is not List<object?> reports)
            throw new FormatException("It has no reports.");
        return reports.Select(r =>
            ReportTree.ToReport(r as Dictionary<string, object?> ?? throw new FormatException("A report is not an object."))).ToArray();
    }
}
