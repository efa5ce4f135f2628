using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;

namespace PSSsl.Commands;

/// <summary>
/// The bar over many hosts: counts, and time left once it is known how many there are. What is over within a second shows none.
/// </summary>
internal sealed class ConnectProgress
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);
    private static int s_lastId;

    private readonly string _activity;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = s_silence;
    private bool _shown;

    internal ConnectProgress(string activity) => _activity = activity;

    /// <summary>How many hosts there are so far.</summary>
    internal int Taken { get; set; }

    /// <summary>True once no more will come.</summary>
    internal bool AllTaken { get; set; }

    internal int Succeeded { get; set; }

    internal int Failed { get; set; }

    /// <summary>What is to be shown now; null if nothing is due.</summary>
    /// <param name="running">How many hosts are being connected to.</param>
    internal ProgressRecord? Next(int running)
    {
        TimeSpan now = _watch.Elapsed;
        if (now < _next)
            return null;
        _next = now + s_pace;
        _shown = true;
        int done = Succeeded + Failed;
        string counts = AllTaken ? $"{done} of {Taken} hosts" : $"{done} hosts";
        var record = new ProgressRecord(_id, _activity, $"{counts} done, {Failed} failed, {running} under way");
        if (AllTaken && Taken > 0)
        {
            record.PercentComplete = (int)(100L * done / Taken);
            if (done > 0)
                record.SecondsRemaining = (int)Math.Ceiling(now.TotalSeconds * (Taken - done) / done);
        }

        return record;
    }

    /// <summary>Takes the bar away; null if there was none.</summary>
    internal ProgressRecord? End() =>
        _shown ? new ProgressRecord(_id, _activity, "done") { RecordType = ProgressRecordType.Completed } : null;
}
