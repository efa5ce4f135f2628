using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Globalization;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Lifetimes, and how dates are written (RFC 5280, 4.1.2.5).</summary>
internal static class DateFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        new("leaf expired", 1, (plan, random) => plan.Leaf.NotAfter = PlanTime.Of(plan.Time.AddHours(-random.Next(2, 2000)))),
        new("leaf not yet valid", 1, (plan, random) => plan.Leaf.NotBefore = PlanTime.Of(plan.Time.AddHours(random.Next(2, 1000)))),
        new("intermediate expired", 3, (plan, random) => plan.Path[plan.Between(random)].NotAfter = PlanTime.Of(plan.Time.AddHours(-2))),
        new("intermediate not yet valid", 3,
            (plan, random) => plan.Path[plan.Between(random)].NotBefore = PlanTime.Of(plan.Time.AddHours(2))),
        new("anchor expired", 2, (plan, _) => plan.Root.NotAfter = PlanTime.Of(plan.Time.AddDays(-1))),
        new("anchor not yet valid", 2, (plan, _) => plan.Root.NotBefore = PlanTime.Of(plan.Time.AddDays(1))),
        new("leaf outlives its issuer", 2, (plan, _) => plan.Leaf.NotAfter = PlanTime.Of(plan.Time.AddDays(20000))),
        new("lifetime ends before it begins", 1, (plan, _) => plan.Leaf.NotAfter = PlanTime.Of(plan.Time.AddDays(-60))),
        new("GeneralizedTime before 2050", 2, (plan, random) =>
        {
            CertificatePlan below = plan.Below(random);
            below.NotBefore = PlanTime.Generalized(plan.Time.AddDays(-20));
        }),
        new("GeneralizedTime after 2050", 2,
            (plan, random) => plan.Below(random).NotAfter = PlanTime.Generalized(new DateTime(9999, 12, 31, 23, 59, 59))),
        new("UTCTime of 1950", 2,
            (plan, random) => plan.Below(random).NotBefore = new PlanTime(UniversalTagNumber.UtcTime, "500101000000Z")),
        Written("date with fractions", UniversalTagNumber.GeneralizedTime, "yyyyMMddHHmmss'.5Z'"),
        Written("date with offset", UniversalTagNumber.UtcTime, "yyMMddHHmmss'+0000'"),
        Written("date without seconds", UniversalTagNumber.UtcTime, "yyMMddHHmm'Z'"),
        Written("date without zone", UniversalTagNumber.UtcTime, "yyMMddHHmmss"),
        Written("date of month 13", UniversalTagNumber.UtcTime, "yy'13'ddHHmmss'Z'"),
        Written("date that is not a date", UniversalTagNumber.UtcTime, "'notadatetime!'"),
    ];

    private static ChainFault Written(string name, UniversalTagNumber tag, string format) => new(name, 2, (plan, random) =>
        plan.Below(random).NotAfter = new PlanTime(tag, plan.Time.AddDays(30).ToString(format, CultureInfo.InvariantCulture)));
}
