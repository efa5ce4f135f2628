using System;
using System.Globalization;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>Takes a number for seconds, and a TimeSpan or its text for itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan span = value switch
        {
            TimeSpan already => already,
            string text when text.Contains(":") =>
                TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) ? parsed : throw NotATime(text),
            string text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? Seconds(seconds)
                    : throw NotATime(text),
            IConvertible number => Seconds(Convert.ToDouble(number, CultureInfo.InvariantCulture)),
            _ => throw NotATime(value),
        };
        return span >= TimeSpan.Zero ? span
            : throw new ArgumentTransformationMetadataException("Give the timeout in seconds; 0 means no limit.");
    }

    private static TimeSpan Seconds(double seconds) => seconds is >= 0 and < 1e9
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentTransformationMetadataException("Give the timeout in seconds; 0 means no limit.");

    private static ArgumentTransformationMetadataException NotATime(object? value) =>
        new($"'{value}' is not a timeout: give seconds (2.5) or a TimeSpan (00:00:02.5).");
}
