using System;
using System.Diagnostics;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;

namespace PSSsl.Audit.Questions;

/// <summary>What a server does next on a connection: a record of some type, an alert, the end, or nothing for a while. Contents are not kept.</summary>
internal sealed class LineReply
{
    /// <summary>The type of the first record; null if none came.</summary>
    internal int? Type { get; private init; }

    /// <summary>The length of that record; 0 if it is not known.</summary>
    internal int Length { get; private init; }

    /// <summary>The alert's number; null if it is none.</summary>
    internal int? Alert { get; private init; }

    /// <summary>The connection ended.</summary>
    internal bool IsOver { get; private init; }

    internal bool IsSilence => Type is null && !IsOver;

    internal static async Task<LineReply> ReadAsync(ProbeLine line, TimeSpan patience)
    {
        var header = new byte[7];
        int have = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (have < header.Length && watch.Elapsed < patience)
        {
            TimeSpan left = patience - watch.Elapsed;
            byte[]? more = left > TimeSpan.Zero ? await line.ReadAsync(left).ConfigureAwait(false) : null;
            if (more is null)
                break;
            if (more.Length == 0)
                return Of(header, have, isOver: true);
            int count = Math.Min(more.Length, header.Length - have);
            Buffer.BlockCopy(more, 0, header, have, count);
            have += count;
        }

        return Of(header, have, isOver: false);
    }

    private static LineReply Of(byte[] header, int have, bool isOver) => new()
    {
        Type = have > 0 ? header[0] : null,
        Length = have >= 5 ? (header[3] << 8) | header[4] : 0,
        Alert = have == header.Length && header[0] == 21 ? header[6] : null,
        IsOver = isOver && have == 0,
    };

    public override string ToString() => Alert is { } alert ? $"the alert {(SslAlert)alert}" : Type is { } type ? $"a record of type {type}"
        : IsOver ? "the end of the connection" : "silence";
}
