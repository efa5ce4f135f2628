using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// A transport that puts the bytes of a handshake into TDS packets and takes them out of them (MS-TDS, 2.2.6.5). What is sent after the
/// handshake goes as it is; what is received is told apart by its first byte, since servers differ in where they send the session tickets
/// of TLS 1.3.
/// </summary>
internal sealed class TdsTransport : Transport
{
    internal const int HeaderLength = 8;
    internal const byte PreLogin = 0x12, Response = 0x04, EndOfMessage = 1;

    /// <summary>Packet size before a login has agreed on another one.</summary>
    private const int PacketSize = 4096;
    private const int LargestPacket = 32767;

    /// <summary>Packets without contents, one behind the other; nobody has a use for more than one.</summary>
    private const int MostEmptyPackets = 16;

    /// <summary>While a packet is not sent to its end and bytes are waited for, both are tried this often, in milliseconds.</summary>
    private const int FlushSlice = 10;

    private readonly Transport _inner;
    private readonly byte[] _header = new byte[HeaderLength];
    private byte[] _packet = Array.Empty<byte>();
    private int _packetSent;
    private int _headerHave;
    private int _bodyLeft;
    private int _emptyPackets;
    private bool _receivesRaw;
    private bool _sendsRaw;
    private byte _packetId;

    internal TdsTransport(Transport inner)
    {
        _inner = inner;
        ReadsExactly = inner.ReadsExactly;
    }

    internal override Socket? PollSocket => _inner.PollSocket;

    internal override bool LosesUnread => _inner.LosesUnread;

    internal override bool HasBytes => _inner.HasBytes;

    internal override Transport Bare => _inner;

    internal override EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        TryFlush();
        while (!_receivesRaw)
        {
            if (_bodyLeft > 0)
            {
                int taken = _inner.TryReceive(buffer, offset, Math.Min(count, _bodyLeft));
                _bodyLeft -= Math.Max(0, taken);
                return taken;
            }

            int got = _inner.TryReceive(_header, _headerHave, _headerHave == 0 ? 1 : HeaderLength - _headerHave);
            if (got <= 0)
                return got;
            _headerHave += got;
            if (_header[0] is >= 20 and <= 24)
            {
                _receivesRaw = true;
                buffer[offset] = _header[0];
                return 1;
            }

            if (_headerHave == HeaderLength)
            {
                BeginBody();
            }
        }

        return _inner.TryReceive(buffer, offset, count);
    }

    private void BeginBody()
    {
        int length = (_header[2] << 8) | _header[3];
        _emptyPackets = length == HeaderLength ? _emptyPackets + 1 : 0;
        if (_header[0] is not (PreLogin or Response) || length is < HeaderLength or > LargestPacket || _emptyPackets > MostEmptyPackets)
        {
            throw new SslException(SslErrorCode.StartTlsUnexpected, SslPhase.Handshake,
                $"The server does not keep the handshake in TDS packets: it sent "
                    + $"{(_emptyPackets > MostEmptyPackets ? "empty ones" : ServerText.Quote(_header))}.")
            {
                RecommendedAction = "Check that this port is SQL Server's.",
            };
        }

        _headerHave = 0;
        _bodyLeft = length - HeaderLength;
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        if (!TryFlush())
            return WouldBlock;
        if (_sendsRaw)
            return _inner.TrySend(buffer, offset, count);
        int taken = Pack(buffer, offset, count);
        TryFlush();
        return taken;
    }

    /// <summary>Puts as many bytes into a packet as it holds; the last one of a flight ends the message.</summary>
    private int Pack(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, PacketSize - HeaderLength);
        _packet = new byte[HeaderLength + taken];
        _packetSent = 0;
        _packet[0] = PreLogin;
        _packet[1] = taken == count ? EndOfMessage : (byte)0;
        _packet[2] = (byte)(_packet.Length >> 8);
        _packet[3] = (byte)_packet.Length;
        _packet[6] = ++_packetId;
        Buffer.BlockCopy(buffer, offset, _packet, HeaderLength, taken);
        return taken;
    }

    /// <summary>Sends what is left of a packet; false if there is no room for it yet.</summary>
    private bool TryFlush()
    {
        while (_packetSent < _packet.Length)
        {
            int sent = _inner.TrySend(_packet, _packetSent, _packet.Length - _packetSent);
            if (sent == WouldBlock)
                return false;
            _packetSent += sent;
        }

        return true;
    }

    internal override bool Wait(TransportWait what, int milliseconds)
    {
        if (what == TransportWait.Write || TryFlush())
            return _inner.Wait(what, milliseconds);
        return _inner.Wait(TransportWait.Read, milliseconds < 0 ? FlushSlice : Math.Min(FlushSlice, milliseconds));
    }

    internal override async Task WaitReadAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _inner.WaitReadAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_sendsRaw)
            return await _inner.SendAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        int taken = Pack(buffer, offset, count);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return taken;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (_packetSent < _packet.Length)
            _packetSent += await _inner.SendAsync(_packet, _packetSent, _packet.Length - _packetSent, cancellationToken)
                .ConfigureAwait(false);
    }

    internal override void WhenChanged(Action changed) => _inner.WhenChanged(changed);

    internal override void HandshakeOver() => _sendsRaw = true;

    internal override void ShutdownSend() => _inner.ShutdownSend();

    internal override void Rest() => _inner.Rest();

    internal override void Resume() => _inner.Resume();

    internal override void Restore() => _inner.Restore();

    public override void Dispose() => _inner.Dispose();
}
