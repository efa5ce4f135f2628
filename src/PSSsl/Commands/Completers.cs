using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSSsl.Commands;

/// <summary>Completes words of a fixed list, with a description each.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>The words and what they mean.</summary>
    private protected abstract IEnumerable<KeyValuePair<string, string>> Words { get; }

    /// <summary>Behind which a new word begins: lists are written with colons.</summary>
    private protected virtual char[] Separators => new[] { ':', '!', '+' };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        int start = word.LastIndexOfAny(Separators) + 1;
        string before = word.Substring(0, start), last = word.Substring(start);
        foreach (KeyValuePair<string, string> entry in Words)
        {
            if (!entry.Key.StartsWith(last, StringComparison.OrdinalIgnoreCase))
                continue;
            string text = before + entry.Key;
            string quoted = text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? text : "'" + text + "'";
            yield return new CompletionResult(quoted, entry.Key, CompletionResultType.ParameterValue, entry.Value);
        }
    }
}

/// <summary>Completes -Version.</summary>
public sealed class VersionCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["TLSv1_3"] = "TLS 1.3 (RFC 8446)",
        ["TLSv1_2"] = "TLS 1.2 (RFC 5246)",
        ["SSLv23"] = "all that are safe: TLS 1.2 and 1.3",
        ["TLSv1_1"] = "TLS 1.1, forbidden by RFC 8996",
        ["TLSv1"] = "TLS 1.0, forbidden by RFC 8996",
        ["SSLv3"] = "SSL 3.0, broken (RFC 7568)",
    };
}
