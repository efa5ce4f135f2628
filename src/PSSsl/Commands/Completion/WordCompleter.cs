using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSSsl.Commands.Completion;

/// <summary>Completes words of a fixed list, with a description each.</summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>Characters that need no quotes inside of an argument.</summary>
    private const string Plain = "_-./:";

    /// <summary>The words and what they mean, in the order in which they are offered.</summary>
    private protected abstract IEnumerable<KeyValuePair<string, string>> Words { get; }

    /// <summary>The words beside parameters that were given already.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, string>> WordsBeside(IDictionary given) => Words;

    /// <summary>Where the word begins that is being written; only texts that hold several have another answer than 0.</summary>
    private protected virtual int StartOfWord(string text) => 0;

    /// <summary>A word as it stands in a command.</summary>
    private protected virtual string Quote(string text, string quote) =>
        quote.Length == 0 && char.IsLetterOrDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || Plain.IndexOf(c) >= 0) ? text
            : Quoted(text, quote);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete ?? string.Empty, text = typed.Trim('\'', '"');
        string quote = typed.Length > 0 && typed[0] is '\'' or '"' ? typed.Substring(0, 1) : string.Empty;
        int start = StartOfWord(text);
        string before = text.Substring(0, start), last = text.Substring(start);
        return WordsBeside(fakeBoundParameters).Where(w => w.Key.StartsWith(last, StringComparison.OrdinalIgnoreCase))
            .Select(w => new CompletionResult(Quote(before + w.Key, quote), w.Key, CompletionResultType.ParameterValue, w.Value)).ToArray();
    }

    private static string Quoted(string text, string quote) => quote == "\"" ? "\"" + text + "\"" : "'" + text + "'";
}
