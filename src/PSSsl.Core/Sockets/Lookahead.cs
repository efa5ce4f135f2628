using System;

namespace PSSsl.Sockets;

/// <summary>Decrypted or plain bytes that were received and not yet taken: a line still incomplete, text after a close_notify.</summary>
internal sealed class Lookahead
{
    private byte[] _bytes = Array.Empty<byte>();
    private int _start;
    private int _end;

    internal int Count => _end - _start;

    internal void Add(byte[] bytes, int offset, int count)
    {
        if (count == 0)
            return;
        byte[] room = Room(count);
        Buffer.BlockCopy(bytes, offset, room, _end, count);
        _end += count;
    }

    /// <summary>Place for bytes at the end, which <see cref="Added"/> then counts.</summary>
    internal byte[] Room(int count, out int offset)
    {
        byte[] room = Room(count);
        offset = _end;
        return room;
    }

    internal void Added(int count) => _end += count;

    internal int Take(byte[] buffer, int offset, int count)
    {
        int n = Peek(buffer, offset, count);
        _start += n;
        if (_start == _end)
            Clear();
        return n;
    }

    internal int Peek(byte[] buffer, int offset, int count)
    {
        int n = Math.Min(count, Count);
        Buffer.BlockCopy(_bytes, _start, buffer, offset, n);
        return n;
    }

    internal byte[] Take(int count)
    {
        var taken = new byte[count];
        Take(taken, 0, count);
        return taken;
    }

    /// <summary>Looks at what is there, at most so much.</summary>
    internal byte[] Peek(int most)
    {
        var bytes = new byte[Math.Min(most, Count)];
        Peek(bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>What stands up to and with the first of some marks, if one is there at a multiple of <paramref name="unit"/>.</summary>
    /// <returns>Null if none is there in as many bytes as are allowed before it.</returns>
    internal byte[]? TakeThrough(byte[][] marks, int maxLength, int unit, ref int searched, out int markLength, out bool tooLong)
    {
        int at = -1, longest = 0;
        markLength = 0;
        foreach (byte[] mark in marks)
        {
            longest = Math.Max(longest, mark.Length);
            int found = IndexOf(mark, searched, unit);
            if (found < 0 || (at >= 0 && found >= at))
                continue;
            at = found;
            markLength = mark.Length;
        }

        searched = Math.Max(0, Count - longest + 1);
        tooLong = at > maxLength || (at < 0 && Count - longest >= maxLength);
        return at < 0 || tooLong ? null : Take(at + markLength);
    }

    /// <summary>Drops whichever of these stand at the beginning, as often as they do.</summary>
    /// <returns>True if anything was dropped.</returns>
    internal bool Skip(byte[][] marks)
    {
        bool any = false;
        for (bool again = true; again; any |= again)
        {
            again = false;
            foreach (byte[] mark in marks)
            {
                if (!StartsWith(mark))
                    continue;
                Take(mark.Length);
                again = true;
            }
        }

        return any;
    }

    private bool StartsWith(byte[] sequence)
    {
        for (int i = 0; i < sequence.Length; i++)
        {
            if (i >= Count || _bytes[_start + i] != sequence[i])
                return false;
        }

        return true;
    }

    /// <summary>Place of a sequence of bytes from <paramref name="from"/> on, at a multiple of <paramref name="unit"/>, or -1.</summary>
    private int IndexOf(byte[] sequence, int from, int unit = 1)
    {
        for (int i = _start + Math.Max(0, from); i <= _end - sequence.Length;)
        {
            int at = Array.IndexOf(_bytes, sequence[0], i, _end - sequence.Length - i + 1);
            if (at < 0)
                return -1;
            int k = 1;
            while (k < sequence.Length && _bytes[at + k] == sequence[k])
                k++;
            if (k == sequence.Length && (at - _start) % unit == 0)
                return at - _start;
            i = at + 1;
        }

        return -1;
    }

    internal void Clear()
    {
        // Received plaintext does not stay behind in memory, and an idle socket keeps no large array.
        Array.Clear(_bytes, 0, _end);
        _start = _end = 0;
        if (_bytes.Length > 4096)
            _bytes = Array.Empty<byte>();
    }

    private byte[] Room(int count)
    {
        if (_end + count <= _bytes.Length)
            return _bytes;
        int kept = Count;
        byte[] target = kept + count <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(256, Math.Max(kept + count, _bytes.Length * 2))];
        Buffer.BlockCopy(_bytes, _start, target, 0, kept);
        if (!ReferenceEquals(target, _bytes))
            Array.Clear(_bytes, 0, _end);
        _bytes = target;
        _start = 0;
        _end = kept;
        return _bytes;
    }
}
