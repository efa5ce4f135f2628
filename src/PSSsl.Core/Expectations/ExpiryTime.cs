using System;
using System.Globalization;

namespace PSSsl.Expectations;

/// <summary>A time to come as people give it: a number of days from now, a TimeSpan from now, or a date.</summary>
internal static class ExpiryTime
{
    /// <returns>UTC, not before now.</returns>
    /// <exception cref="SslException">It is none of these, or past: a certificate that has expired could be good until after
    /// it.</exception>
    internal static DateTime Read(object? value, DateTime now) => value switch
    {
        DateTime date => NotPast(date.ToUniversalTime(), now, value),
        DateTimeOffset date => NotPast(date.UtcDateTime, now, value),
        TimeSpan span => Add(now, span, value),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            InDays(Convert.ToDouble(value, CultureInfo.InvariantCulture), now, value),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double days) =>
            InDays(days, now, value),
        // With a zone behind it or in local time, as everywhere in PowerShell.
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal
            | DateTimeStyles.AdjustToUniversal, out DateTime date) => NotPast(date, now, value),
        null => throw Wrong("No time is given that the certificate is to expire after."),
        _ => throw Wrong($"'{value}' is not a number of days, a TimeSpan or a date."),
    };

    private static DateTime InDays(double days, DateTime now, object value) =>
        days is > -1_000_000 and < 1_000_000 ? Add(now, TimeSpan.FromDays(days), value)
            : throw Wrong($"'{value}' is not a number of days.");

    private static DateTime Add(DateTime now, TimeSpan span, object value)
    {
        if (span < TimeSpan.Zero)
            throw Wrong($"'{value}' from now is past: a certificate that has expired could expire after it.");
        return span < DateTime.MaxValue - now ? now + span : throw Wrong($"'{value}' from now is after the end of time.");
    }

    /// <summary>What was now when a test began may be some hours ago.</summary>
    private static DateTime NotPast(DateTime date, DateTime now, object value)
    {
        if (date < now - TimeSpan.FromDays(1))
            throw Wrong(FormattableString.Invariant($"'{value}' is past: a certificate that has expired could expire after it."));
        return date < now ? now : date;
    }

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction =
            "Give a number of days from now, a TimeSpan, or a date to come: Should -ExpireAfter 30, Should -ExpireAfter '2030-01-31'.",
    };
}
