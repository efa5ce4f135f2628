using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.StartTls;

/// <summary>
/// The server's end of a handshake inside of TDS packets (MS-TDS, 2.2.6.5): SslStream writes a flight at once, and that goes into packets
/// of a size. What the client sends must keep to the rules: its packets are of pre-login, none is larger than 4,096 bytes, and only the
/// last one of a flight ends the message.
/// </summary>
internal sealed class TdsStream(Stream inner, int size, byte kind = 0x12) : AsyncStream
{
    private const int HeaderLength = 8;
    private const int LargestPacket = 4096;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _left;
    private bool _isOver;

    /// <summary>The handshake is over: from here on bytes go as they are.</summary>
    internal bool IsOver
    {
        get => _isOver;
        set => _isOver = !value || _left == 0 ? value : throw new InvalidDataException($"{_left} bytes of a packet are missing.");
    }

    /// <summary>Packets that the client sent, and how many of them ended a message.</summary>
    internal (int All, int Ends) Packets { get; private set; }

    /// <summary>Stand before each flight and within it.</summary>
    internal int EmptyPackets { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsOver)
            return await inner.ReadAsync(buffer, cancellationToken);
        if (buffer.Length == 0)
            return 0;
        while (_left == 0)
        {
            if (await inner.ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken) == 0)
                return 0;
            int length = _header[2] << 8 | _header[3];
            if (_header[0] != 0x12 || _header[1] > 1 || length is <= HeaderLength or > LargestPacket)
                throw new InvalidDataException("This is not a packet of pre-login: " + Convert.ToHexString(_header));
            _left = length - HeaderLength;
            Packets = (Packets.All + 1, Packets.Ends + _header[1]);
        }

        int n = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= n;
        return n;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsOver)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        // In one piece, so that packets and records lie across segments.
        using var flight = new MemoryStream();
        for (int at = 0; at < buffer.Length; at += size)
        {
            for (int i = 0; i < EmptyPackets; i++)
                flight.Write(Packet(ReadOnlySpan<byte>.Empty, ends: false));
            int count = Math.Min(size, buffer.Length - at);
            flight.Write(Packet(buffer.Span.Slice(at, count), at + count == buffer.Length));
        }

        await inner.WriteAsync(flight.ToArray(), cancellationToken);
    }

    private byte[] Packet(ReadOnlySpan<byte> content, bool ends)
    {
        int length = HeaderLength + content.Length;
        return [kind, (byte)(ends ? 1 : 0), (byte)(length >> 8), (byte)length, 0, 0, 0, 0, .. content];
    }
}
