using System;
using System.Diagnostics;
using System.Threading;

namespace PSSsl.Net;

/// <summary>A moment by which all steps of an operation must be over, however many there are.</summary>
internal readonly struct Deadline
{
    private readonly long _end;

    private Deadline(long end, TimeSpan span)
    {
        _end = end;
        Span = span;
    }

    internal static Deadline None => default;

    /// <summary>A deadline that has passed: nothing is waited for.</summary>
    internal static Deadline Now => new(1, TimeSpan.Zero);

    /// <summary>The time that was given; zero for no deadline.</summary>
    internal TimeSpan Span { get; }

    internal bool IsNone => _end == 0;

    internal bool Passed => _end != 0 && Stopwatch.GetTimestamp() >= _end;

    /// <summary>What lies beyond it never comes, and its ticks may be too many for a clock.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(36_500);

    /// <summary>A deadline so far from now; zero or less is none, and so are centuries.</summary>
    internal static Deadline After(TimeSpan span) => span <= TimeSpan.Zero || span > s_longest
        ? None
        : new Deadline(Stopwatch.GetTimestamp() + (long)(span.TotalSeconds * Stopwatch.Frequency), span);

    /// <summary>Milliseconds left, rounded up; <see cref="Timeout.Infinite"/> without a deadline.</summary>
    internal int RemainingMilliseconds
    {
        get
        {
            if (_end == 0)
                return Timeout.Infinite;
            long left = _end - Stopwatch.GetTimestamp();
            return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / Stopwatch.Frequency));
        }
    }
}
