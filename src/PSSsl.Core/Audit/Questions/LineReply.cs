using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;

namespace PSSsl.Audit.Questions;

/// <summary>
/// What a server does next on a connection: a record of some type, an alert, the end, or nothing for a while. Contents are not kept.
/// </summary>
internal sealed class LineReply
{
    private const int MostRecords = 8;

    /// <summary>The type of the first record; null if none came.</summary>
    internal int? Type { get; private init; }

    /// <summary>The length of that record; 0 if it is not known.</summary>
    internal int Length { get; private init; }

    /// <summary>The alert's number; null if it is none.</summary>
    internal int? Alert { get; private init; }

    /// <summary>The connection ended.</summary>
    internal bool IsOver { get; private init; }

    internal static LineReply None { get; } = new();

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

    /// <summary>
    /// All that a server says until it has nothing more to say: types of records, alerts and how it ends. Contents are not kept.
    /// </summary>
    internal static async Task<string> ReadAllAsync(ProbeLine line, TimeSpan patience, TimeSpan between)
    {
        var input = new List<byte>();
        var said = new List<string>();
        byte[]? more = await line.ReadAsync(patience).ConfigureAwait(false);
        while (more is { Length: > 0 } && said.Count < MostRecords)
        {
            input.AddRange(more);
            while (input.Count >= 5 && input.Count >= 5 + ((input[3] << 8) | input[4]) && said.Count < MostRecords)
            {
                int length = (input[3] << 8) | input[4];
                said.Add(input[0] == 21 && length == 2 ? $"the alert {(SslAlert)input[6]}" : $"a record of type {input[0]}");
                input.RemoveRange(0, 5 + length);
            }

            more = await line.ReadAsync(between).ConfigureAwait(false);
        }

        if (input.Count > 0)
            said.Add("a part of a record");
        said.Add(more is null ? "silence" : more.Length == 0 ? "the end of the connection" : "more and more");
        return string.Join(" and ", said);
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
