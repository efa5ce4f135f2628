using System;
using System.Globalization;

namespace PSSsl.Expectations;

/// <summary>A time as people give it: a number of days from now, a TimeSpan from now, or a date.</summary>
internal static class Moment
{
    /// <returns>UTC.</returns>
    /// <exception cref="SslException">It is none of these.</exception>
    internal static DateTime Read(object? value, DateTime now) => value switch
    {
        DateTime date => date.ToUniversalTime(),
        DateTimeOffset date => date.UtcDateTime,
        TimeSpan span => Add(now, span, value),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => InDays(Convert.ToDouble(value, CultureInfo.InvariantCulture), now, value),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double days) => InDays(days, now, value),
        // With a zone behind it or in local time, as everywhere in PowerShell.
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTime date) => date,
        _ => throw Wrong(value),
    };

    private static DateTime InDays(double days, DateTime now, object? value) =>
        days is > -1_000_000 and < 1_000_000 ? Add(now, TimeSpan.FromDays(days), value) : throw Wrong(value);

    private static DateTime Add(DateTime now, TimeSpan span, object? value) =>
        span < DateTime.MaxValue - now && -span < now - DateTime.MinValue ? now + span : throw Wrong(value);

    private static SslException Wrong(object? value) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"'{value}' is no time that a certificate could expire after.")
    {
        RecommendedAction = "Give a number of days from now, a TimeSpan, or a date: Should -ExpireAfter 30, Should -ExpireAfter '2030-01-31'.",
    };
}
