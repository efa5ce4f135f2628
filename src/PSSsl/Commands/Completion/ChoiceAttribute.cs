using System;
using System.Globalization;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>
/// A parameter that takes names of an enumeration, as text: PowerShell completes enumerations by itself, without a word on what they mean. Everything that it would turn into
/// the enumeration is taken: names in any case, the beginning of one, numbers, values, lists for flags.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChoiceAttribute : ArgumentTransformationAttribute
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
        try
        {
            return LanguagePrimitives.ConvertTo(value, Choices, CultureInfo.InvariantCulture).ToString();
        }
        catch (PSInvalidCastException e)
        {
            string? given = value is Array list ? string.Join(", ", (object[])LanguagePrimitives.ConvertTo(list, typeof(object[]), CultureInfo.InvariantCulture)) : value.ToString();
            throw new ArgumentTransformationMetadataException($"'{given}' is not among {string.Join(", ", Enum.GetNames(Choices))}.", e);
        }
    }
}
