using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSSsl.Audit.Report;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Policies;

/// <summary>
/// A policy of one's own, a JSON file (docs/schemas/audit-policy.schema.json). A word that is not known is an error: it was meant to demand
/// something.
/// </summary>
internal static class AuditPolicyFile
{
    private const int LongestQuote = 60, MostMegabytes = 1;

    private static readonly string[] s_lists =
        { "allowedProtocols", "requiredProtocols", "allowedSuites", "allowedGroups", "allowedSignatures", "forbiddenWeaknesses" };
    private static readonly string[] s_numbers = { "leastRsaBits", "leastDhBits", "leastEcBits", "mostCertificateDays", "leastHsts" };
    private static readonly string[] s_flags = { "requiresPostQuantum", "requiresTrust", "serverOrder" };
    private static readonly string[] s_texts = { "$schema", "name", "version", "date", "source" };

    /// <exception cref="SslException">There is no such file, or it is not a policy.</exception>
    internal static AuditPolicy Read(string path, string word)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(BoundedFile.Read(path, path, MostMegabytes, "a policy"));
        }
        catch (SslException e) when (e.Code == SslErrorCode.FileNotReadable)
        {
            throw e.Wrap($"'{word}' is neither a policy's name nor a file that can be read. {e.Message}",
                $"Write one of {string.Join(", ", AuditPolicies.All.Select(p => p.Name))}, or the path of a JSON file.");
        }

        try
        {
            return Of(JsonText.Parse(text) as Dictionary<string, object?>
                ?? throw new FormatException("It is not an object."), Path.GetFileNameWithoutExtension(path));
        }
        catch (FormatException e)
        {
            throw new SslException(SslErrorCode.FileContent, SslPhase.Configuration, $"{path} is not a policy: {e.Message}", e)
            {
                RecommendedAction = "See about_PSSsl_Audit for what a policy may say.",
            };
        }
    }

    internal static AuditPolicy Of(Dictionary<string, object?> read, string name)
    {
        string? unknown =
            read.Keys.FirstOrDefault(k => !s_lists.Contains(k) && !s_numbers.Contains(k) && !s_flags.Contains(k) && !s_texts.Contains(k));
        if (unknown is not null)
            throw new FormatException($"It says '{Short(unknown)}', which is not known.");
        string[] versions = ServerFacts.Versions.Select(v => v.Name).ToArray();
        foreach (string list in new[] { "allowedProtocols", "requiredProtocols" })
        {
            if (List(read, list)?.FirstOrDefault(v => !versions.Contains(v)) is { } wrong)
                throw new FormatException($"'{Short(wrong)}' in {list} is not one of {string.Join(", ", versions)}.");
        }

        return new AuditPolicy
        {
            Name = Text(read, "name") ?? name,
            Version = Text(read, "version") ?? string.Empty,
            Date = Text(read, "date") ?? string.Empty,
            Source = Text(read, "source") ?? string.Empty,
            AllowedProtocols = List(read, "allowedProtocols"),
            RequiredProtocols = List(read, "requiredProtocols") ?? Array.Empty<string>(),
            AllowedSuites = List(read, "allowedSuites"),
            AllowedGroups = List(read, "allowedGroups"),
            AllowedSignatures = List(read, "allowedSignatures"),
            ForbiddenWeaknesses = List(read, "forbiddenWeaknesses") ?? Array.Empty<string>(),
            LeastRsaBits = Number(read, "leastRsaBits"),
            LeastDhBits = Number(read, "leastDhBits"),
            LeastEcBits = Number(read, "leastEcBits"),
            MostCertificateDays = Number(read, "mostCertificateDays"),
            LeastHsts = Number(read, "leastHsts"),
            RequiresPostQuantum = Flag(read, "requiresPostQuantum") ?? false,
            RequiresTrust = Flag(read, "requiresTrust") ?? false,
            ServerOrder = Flag(read, "serverOrder"),
        };
    }

    private static string Short(string text) => text.Length <= LongestQuote ? text : text.Substring(0, LongestQuote) + "…";

    private static string[]? List(Dictionary<string, object?> read, string key) => !read.TryGetValue(key, out object? value) ? null
        : value is List<object?> list && list.All(e => e is string) ? list.Cast<string>().ToArray()
        : throw new FormatException($"'{key}' is not a list of texts.");

    private static int Number(Dictionary<string, object?> read, string key) => !read.TryGetValue(key, out object? value) ? 0
        : value is double number and >= 0 and <= int.MaxValue && number == Math.Floor(number) ? (int)number
        : throw new FormatException($"'{key}' is not a number from 0 on.");

    private static bool? Flag(Dictionary<string, object?> read, string key) => !read.TryGetValue(key, out object? value) ? null
        : value is bool flag ? flag : throw new FormatException($"'{key}' is neither true nor false.");

    private static string? Text(Dictionary<string, object?> read, string key) => !read.TryGetValue(key, out object? value) ? null
        : value as string ?? throw new FormatException($"'{key}' is not a text.");
}
