using System;

namespace PSSsl.Engine.Buffers;

/// <summary>
/// Bytes from the peer: records still to be processed and, in place, the plaintext of the last one. An array is rented only while
/// there is something to hold, starts small and grows when reads fill it, so that an idle connection owns none.
/// </summary>
internal sealed class InputBuffer
{
    internal const int HeaderLength = 5;

    /// <summary>What a record may weigh: TLS 1.2's 2^14 + 2048 (RFC 5246, 6.2.3) and its header.</summary>
    internal const int LargestRecord = HeaderLength + (1 << 14) + 2048;

    private const int SmallSize = 8 * 1024;
    private const int LargeSize = 128 * 1024;

    private byte[]? _array;
    private int _start;
    private int _end;
    private int _nextSize = SmallSize;
    private int _used;
    private int _recordLength;
    private int _plainStart;
    private int _plainCount;

    internal int Count => _end - _start;
    internal byte[] Array => _array ?? throw new InvalidOperationException("There is no input.");
    internal int Start => _start;

    /// <summary>Length of the record at the front with its header; 0 while the header is incomplete.</summary>
    internal int RecordLength => Count < HeaderLength ? 0 : HeaderLength + ((_array![_start + 3] << 8) | _array[_start + 4]);

    internal bool HasRecord => RecordLength is > 0 and var length && length <= Count;

    /// <summary>Bytes that are missing to a whole header or, once that is there, to a whole record.</summary>
    internal int Missing => Count < HeaderLength ? HeaderLength - Count : Math.Max(0, Math.Min(RecordLength, LargestRecord) - Count);

    /// <summary>Free room to receive into. Nothing before the unprocessed records may be in use any more.</summary>
    internal ArraySegment<byte> Room()
    {
        int wanted = Math.Min(LargestRecord, Math.Max(HeaderLength, RecordLength));
        if (_array is null)
        {
            _array = BytePool.Rent(_nextSize);
            _start = _end = 0;
        }
        else if (_start > 0)
        {
            Buffer.BlockCopy(_array, _start, _array, 0, Count);
            _end -= _start;
            _start = 0;
        }

        if (_array.Length < wanted || _end == _array.Length || _array.Length < _nextSize)
        {
            byte[] larger = BytePool.Rent(Math.Max(Math.Max(wanted, _nextSize), _end + HeaderLength));
            Buffer.BlockCopy(_array, 0, larger, 0, _end);
            Release();
            _array = larger;
        }

        return new ArraySegment<byte>(_array, _end, _array.Length - _end);
    }

    internal void Added(int count)
    {
        _end += count;
        _used = Math.Max(_used, _end);
        if (_end == _array!.Length && _nextSize < LargeSize)
            _nextSize *= 4;
    }

    internal void Skip(int count) => _start += count;

    /// <summary>Begins with the record at the front, whose header need not be there any more when it is decrypted.</summary>
    /// <returns>Its length with its header.</returns>
    internal int BeginRecord() => _recordLength = RecordLength;

    /// <summary>Plaintext of the record at the front that was not read; while there is some, the record stays.</summary>
    internal int PlainCount => _plainCount;

    /// <summary>Notes where in the array the plaintext of the record at the front lies.</summary>
    internal void Decrypted(int offset, int count)
    {
        _plainStart = offset;
        _plainCount = count;
    }

    /// <summary>Copies plaintext out; with the last of it the record goes.</summary>
    internal int ReadPlain(byte[] buffer, int offset, int count)
    {
        int taken = PeekPlain(buffer, offset, count);
        _plainStart += taken;
        _plainCount -= taken;
        if (taken > 0 && _plainCount == 0)
            Skip(_recordLength);
        return taken;
    }

    /// <summary>Copies plaintext out and leaves it there.</summary>
    internal int PeekPlain(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, _plainCount);
        if (taken > 0)
            Buffer.BlockCopy(Array, _plainStart, buffer, offset, taken);
        return taken;
    }

    internal void DropPlain() => _plainCount = 0;

    /// <summary>Takes out everything that is not processed.</summary>
    internal byte[] TakeAll()
    {
        var rest = new byte[Count];
        if (rest.Length > 0)
            Buffer.BlockCopy(_array!, _start, rest, 0, rest.Length);
        _start = _end;
        return rest;
    }

    /// <summary>Gives the array back if nothing is in it; it held plaintext, so it is cleared.</summary>
    internal void Trim()
    {
        if (_array is null || Count > 0)
            return;
        Release();
        _array = null;
        _start = _end = _used = 0;
    }

    private void Release()
    {
        System.Array.Clear(_array!, 0, _used);
        BytePool.Return(_array!);
    }
}
