using System;
using System.Collections;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>What something is, with its article, for sentences about arguments: an Int32, a Uri, an array.</summary>
internal static class TypeWord
{
    /// <summary>Within a sentence.</summary>
    internal static string Of(object? value) => value switch
    {
        null => "$null",
        string => "a string",
        PSObject { BaseObject: not PSCustomObject } wrapped => Of(wrapped.BaseObject),
        PSObject or PSCustomObject => "an object",
        IDictionary => "a hashtable",
        Array => "an array",
        _ => WithArticle(value.GetType().Name),
    };

    /// <summary>Where the sentence begins.</summary>
    internal static string Begin(object? value) => Of(value) is var word && word[0] == 'a' ? 'A' + word.Substring(1) : word;

    private static string WithArticle(string name) =>
        "AEIOXaeiox".IndexOf(name[0]) >= 0 || name.StartsWith("Ssl", StringComparison.Ordinal) ? "an " + name : "a " + name;
}
