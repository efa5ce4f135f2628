using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// A parameter that takes names of an enumeration, as text: PowerShell completes enumerations by itself, without saying what they mean.
/// Everything that it would turn into the enumeration is taken: names in any case, the beginning of one, numbers, values; lists for flags
/// alone, since PowerShell would put other values together bit by bit, and a third one came out.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChoiceAttribute : ArgumentTransformationAttribute
{
    /// <summary>Makes one.</summary>
    /// <param name="choices">The enumeration.</param>
    public ChoiceAttribute(Type choices) => Choices = choices;

    /// <summary>The enumeration.</summary>
    public Type Choices { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null)
            return null;
        object?[] words = Words(value);
        try
        {
            if (words.Length == 0 || (words.Length > 1 && !Choices.IsDefined(typeof(FlagsAttribute), inherit: false)))
                throw NotOne(value, null);
            return LanguagePrimitives.ConvertTo(words.Length == 1 ? words[0] : words, Choices, CultureInfo.InvariantCulture).ToString();
        }
        catch (PSInvalidCastException e)
        {
            throw NotOne(value, e);
        }
    }

    /// <summary>What was given one by one; text with commas, or with bars as in Perl, is a list too.</summary>
    private static object?[] Words(object value) => (value is IEnumerable list and not string ? list.Cast<object?>() : new[] { value })
        .Select(e => e is PSObject wrapped ? wrapped.BaseObject : e)
        .SelectMany(e => e is string text ? text.Split(',', '|').Select(t => (object?)Word(t.Trim())) : new[] { e }).ToArray();

    /// <summary>The manual's constants of SSL_verify_mode: SSL_VERIFY_FAIL_IF_NO_PEER_CERT is FailIfNoPeerCert.</summary>
    private static string Word(string text) =>
        text.StartsWith("SSL_VERIFY_", StringComparison.OrdinalIgnoreCase) ? text.Substring("SSL_VERIFY_".Length).Replace("_", string.Empty)
            : text;

    private ArgumentTransformationMetadataException NotOne(object given, Exception? inner)
    {
        object?[] all = given is IEnumerable list and not string ? list.Cast<object?>().ToArray() : new[] { given };
        string not = all.Length == 1 ? "is not among" : "is not one of";
        return new ArgumentTransformationMetadataException(
            $"'{string.Join(", ", all)}' {not} {string.Join(", ", Enum.GetNames(Choices))}.", inner);
    }
}
