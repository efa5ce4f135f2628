using System;

namespace PSSsl.Audit.Asking;

/// <summary>What one audit may cost a server, and us.</summary>
internal sealed record AskLimits
{
    /// <summary>Connections at a time.</summary>
    internal int AtOnce { get; init; } = 4;

    /// <summary>Connections in all.</summary>
    internal int Connections { get; init; } = 1000;

    /// <summary>How long all of it may take; zero or less for without end.</summary>
    internal TimeSpan Time { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What of that time one address of the server gets; null for all of it.</summary>
    internal TimeSpan? Share { get; init; }

    /// <summary>Waits before a server that does not take connections is asked again, more slowly each time.</summary>
    internal TimeSpan[] Pauses { get; init; } = { TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4) };

    /// <summary>Bytes in all that it may send which are not an answer; who sends more floods us.</summary>
    internal long Waste { get; init; } = 4 * 1024 * 1024;

    /// <summary>How often in a row it may say nothing before it is given up.</summary>
    internal int Silences { get; init; } = 4;
}
