using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;

namespace PSSsl.Audit.ByHand;

/// <summary>What a server sends behind its first flight, record by record. It is bounded as all that a peer sends.</summary>
internal sealed class LineRecords
{
    private const int LongestRecord = 16384 + 2048;

    private readonly ProbeLine _line;
    private readonly List<byte> _input = new();

    internal LineRecords(ProbeLine line) => _line = line;

    /// <summary>The connection ended.</summary>
    internal bool IsOver { get; private set; }

    /// <summary>The next record; null if none came in time, or none will.</summary>
    internal Task<(int Type, byte[] Body)?> ReadAsync(TimeSpan patience) => ReadAsync(Deadline.After(patience));

    internal async Task<(int Type, byte[] Body)?> ReadAsync(Deadline deadline)
    {
        while (_input.Count < 5 || _input.Count < 5 + Length)
        {
            if (_input.Count >= 5 && Length > LongestRecord)
                return null;
            byte[]? more = deadline.Passed ? null
                : await _line.ReadAsync(TimeSpan.FromMilliseconds(Math.Max(1, deadline.RemainingMilliseconds))).ConfigureAwait(false);
            if (more is null)
                return null;
            if (more.Length == 0)
            {
                IsOver = true;
                return null;
            }

            _input.AddRange(more);
        }

        int type = _input[0];
        byte[] body = _input.GetRange(5, Length).ToArray();
        _input.RemoveRange(0, 5 + Length);
        return (type, body);
    }

    private int Length => (_input[3] << 8) | _input[4];
}
