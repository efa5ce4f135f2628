using System;
using System.Globalization;
using System.Text;

namespace PSSsl.X509.Der;

/// <summary>
/// A date (RFC 5280, 4.1.2.5): UTCTime, whose years 50 to 99 are those of 19xx, or GeneralizedTime, both in seconds and Zulu.
/// </summary>
internal sealed class DerTime
{
    internal const int UtcTime = 0x17;
    internal const int GeneralizedTime = 0x18;

    private DerTime(int tag, DateTime? value, bool isExact)
    {
        Tag = tag;
        Value = value;
        IsExact = isExact;
    }

    internal int Tag { get; }

    /// <summary>UTC; null if it is not a date.</summary>
    internal DateTime? Value { get; }

    /// <summary>Whether it is written as it must be; if not, it can be shown, and nothing may depend on it.</summary>
    internal bool IsExact { get; }

    /// <summary>What is wrong with it in a certificate; null if nothing is.</summary>
    internal string? Fault => Value is null ? "is not a date"
        : !IsExact ? "is not in seconds and Zulu"
        : Tag == GeneralizedTime && Value.Value.Year < 2050 ? "is a GeneralizedTime before 2050"
        : null;

    /// <summary>Reads it, also one that is not written as it must be.</summary>
    /// <exception cref="FormatException">It is of another type.</exception>
    internal static DerTime ReadAny(DerReader from)
    {
        int tag = from.NextTag;
        if (tag is not (UtcTime or GeneralizedTime))
            throw new FormatException("no date where one must be");
        byte[] content = from.Content(tag);
        if (Exact(content, tag) is { } written)
            return new DerTime(tag, written, true);
        string text = Encoding.ASCII.GetString(content);
        string full = tag == UtcTime && text.Length > 0 ? (text[0] >= '5' ? "19" : "20") + text : text;
        return new DerTime(tag, Parse(full, "yyyyMMddHHmm'Z'", "yyyyMMddHHmmsszzz", "yyyyMMddHHmmzzz", "yyyyMMddHHmmss.FFFFFFF'Z'"), false);
    }

    /// <exception cref="FormatException">It is not a date, or not written as it must be.</exception>
    internal static DateTime Read(DerReader from) =>
        ReadAny(from) is { IsExact: true, Value: { } time } ? time : throw new FormatException("an impossible date");

    /// <summary>Digits to the second and a Z, a day that there is; null for anything else.</summary>
    private static DateTime? Exact(byte[] text, int tag)
    {
        int digits = tag == UtcTime ? 12 : 14;
        if (text.Length != digits + 1 || text[digits] != 'Z')
            return null;
        for (int i = 0; i < digits; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
                return null;
        }

        int pair(int fromEnd) => ((text[digits - fromEnd] - '0') * 10) + text[digits - fromEnd + 1] - '0';
        int year = pair(12) + (tag == GeneralizedTime ? pair(14) * 100 : pair(12) >= 50 ? 1900 : 2000);
        int month = pair(10), day = pair(8), hour = pair(6), minute = pair(4), second = pair(2);
        bool exists = year > 0 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60
            && second < 60;
        return exists ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) : null;
    }

    private static DateTime? Parse(string text, params string[] formats) =>
        text.Length <= 32
            && DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal
                | DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? time : null;
}
