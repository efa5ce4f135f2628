using System;
using System.Globalization;
using System.Text;

namespace PSSsl.X509;

/// <summary>A date of a certificate (RFC 5280, 4.1.2.5).</summary>
internal sealed class CertificateTime
{
    private const int UtcTime = 0x17;
    private const int GeneralizedTime = 0x18;

    private CertificateTime(DateTime? value, string? fault)
    {
        Value = value;
        Fault = fault;
    }

    /// <summary>UTC; null if it is no date.</summary>
    internal DateTime? Value { get; }

    /// <summary>What is wrong with it.</summary>
    internal string? Fault { get; }

    /// <summary>Reads it; seconds and Zulu are required, but a date that can be understood all the same is shown.</summary>
    internal static CertificateTime Read(DerReader from)
    {
        int tag = from.NextTag;
        if (tag is not (UtcTime or GeneralizedTime))
            throw new FormatException("a date that is none");
        string text = Encoding.ASCII.GetString(from.Content(tag));
        string full = tag == UtcTime && text.Length > 0 ? (text[0] >= '5' ? "19" : "20") + text : text;
        if (Parse(full, "yyyyMMddHHmmss'Z'") is { } exact)
        {
            return new CertificateTime(exact, tag == GeneralizedTime && exact.Year < 2050 ? "is a GeneralizedTime before 2050" : null);
        }

        DateTime? loose = Parse(full, "yyyyMMddHHmm'Z'", "yyyyMMddHHmmsszzz", "yyyyMMddHHmmzzz", "yyyyMMddHHmmss.FFFFFFF'Z'");
        return new CertificateTime(loose, loose is null ? "is no date" : "is not in seconds and Zulu");
    }

    private static DateTime? Parse(string text, params string[] formats) =>
        text.Length <= 32 && DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;
}
