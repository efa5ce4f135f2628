using System;
using System.Linq;

namespace PSSsl.Certificates;

/// <summary>How long a server's certificate may be valid (CA/B Baseline Requirements, 6.3.2; ballots 193, SC31 and SC081).</summary>
internal static class LongestLife
{
    /// <summary>By the day of its issue, newest first.</summary>
    private static readonly (DateTime From, int Days)[] s_all =
    {
        (Day(2029, 3, 15), 47), (Day(2027, 3, 15), 100), (Day(2026, 3, 15), 200), (Day(2020, 9, 1), 398), (Day(2018, 3, 1), 825),
    };

    /// <summary>In days; null before there was a limit.</summary>
    internal static int? Of(DateTime issued) => s_all.Where(l => issued >= l.From).Select(l => (int?)l.Days).FirstOrDefault();

    private static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
