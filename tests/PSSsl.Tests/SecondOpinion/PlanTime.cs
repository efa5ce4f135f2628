using System;
using System.Formats.Asn1;
using System.Globalization;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A date as it is written, which may be no date.</summary>
internal sealed record PlanTime(UniversalTagNumber Tag, string Text)
{
    /// <summary>As RFC 5280, 4.1.2.5 wants it: UTCTime through 2049.</summary>
    internal static PlanTime Of(DateTime time) =>
        time.Year < 2050 ? new PlanTime(UniversalTagNumber.UtcTime, Written(time, "yy")) : Generalized(time);

    internal static PlanTime Generalized(DateTime time) => new(UniversalTagNumber.GeneralizedTime, Written(time, "yyyy"));

    internal byte[] Encode() => PlanExtension.General((byte)Tag, Text);

    private static string Written(DateTime time, string year) => time.ToString(year + "MMddHHmmss'Z'", CultureInfo.InvariantCulture);
}
