using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Expectations;

/// <summary>"Expected www.example.org:443 to negotiate TLSv1_3, because the policy says so, but it negotiated TLSv1_2."</summary>
internal static class ExpectationSentence
{
    internal static string Write(string subject, bool negate, string phrase, string? because, string seen) =>
        $"Expected {subject} {(negate ? "not to" : "to")} {phrase}{Because(because)}, but {seen.TrimEnd('.')}.";

    /// <summary>An error's own words on a host, which is "it" by now.</summary>
    internal static string Said(SslException error, string subject)
    {
        string text = error.Message.TrimEnd('.');
        if (text.StartsWith(subject + " ", StringComparison.Ordinal))
            return "it " + text.Substring(subject.Length + 1);
        return Lower(text);
    }

    /// <summary>A sentence that goes on behind others.</summary>
    internal static string Lower(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && !char.IsUpper(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence.Substring(1).TrimEnd('.') : sentence.TrimEnd('.');

    internal static string Join(IEnumerable<string> words, string last)
    {
        string[] all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : string.Join(", ", all.Take(all.Length - 1)) + $" {last} " + all[all.Length - 1];
    }

    private static string Because(string? reason)
    {
        string text = (reason ?? string.Empty).Trim();
        if (text.StartsWith("because ", StringComparison.OrdinalIgnoreCase))
            text = text.Substring("because ".Length).Trim();
        return text.Length == 0 ? string.Empty : ", because " + text.TrimEnd('.');
    }
}
