using System;
using System.IO;

namespace PSSsl.Engine.Buffers;

/// <summary>
/// Records on their way to the peer. The record layer sees a stream; a cipher may reserve room and encrypt straight
/// into it, and the write that follows then only moves the end. Callers hold the engine's write lock.
/// </summary>
internal sealed class OutputBuffer : Stream
{
    private const int SmallSize = 4 * 1024;

    private byte[]? _buffer;
    private int _length;

    internal int Pending => _length;

    /// <summary>Room for a record at the end; it is part of the output once it is written.</summary>
    internal byte[] Reserve(int count, out int offset)
    {
        EnsureRoom(count);
        offset = _length;
        return _buffer!;
    }

    /// <summary>Hands the pending bytes over to a sender, which gives the array back with <see cref="Recycle"/>.</summary>
    internal ArraySegment<byte> Take()
    {
        if (_length == 0)
            return default;
        var taken = new ArraySegment<byte>(_buffer!, 0, _length);
        _buffer = null;
        _length = 0;
        return taken;
    }

    /// <summary>Takes back an array that <see cref="Take"/> gave away; it held ciphertext only.</summary>
    internal void Recycle(byte[] array)
    {
        if (_buffer is null && array.Length <= 128 * 1024 && array.Length > SmallSize)
            _buffer = array;
        else
            BytePool.Return(array);
    }

    /// <summary>Lets go of the spare array while nothing is pending, so that idle connections stay small.</summary>
    internal void Trim()
    {
        if (_buffer is not null && _length == 0)
        {
            BytePool.Return(_buffer);
            _buffer = null;
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!ReferenceEquals(buffer, _buffer))
        {
            EnsureRoom(count);
            Buffer.BlockCopy(buffer, offset, _buffer!, _length, count);
        }
        else if (offset != _length)
        {
            throw new InvalidOperationException("A record was not written where it was reserved.");
        }

        _length += count;
    }

#if NET
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnsureRoom(buffer.Length);
        buffer.CopyTo(_buffer.AsSpan(_length));
        _length += buffer.Length;
    }
#endif

    public override void WriteByte(byte value)
    {
        EnsureRoom(1);
        _buffer![_length++] = value;
    }

    private void EnsureRoom(int count)
    {
        int needed = checked(_length + count);
        if (_buffer is null)
        {
            _buffer = BytePool.Rent(Math.Max(needed, SmallSize));
            return;
        }

        if (needed <= _buffer.Length)
            return;
        byte[] larger = BytePool.Rent(Math.Max(needed, _buffer.Length * 2));
        Buffer.BlockCopy(_buffer, 0, larger, 0, _length);
        BytePool.Return(_buffer);
        _buffer = larger;
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
