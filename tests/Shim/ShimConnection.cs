using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using PSSsl.Engine;

namespace PSSsl.Shim;

/// <summary>An engine on a socket to the runner.</summary>
internal sealed class ShimConnection : IDisposable
{
    private const int PatienceMs = 30_000;

    private readonly Socket _socket;
    private readonly TlsEngine _engine;
    private readonly bool _byteByByte;

    internal ShimConnection(ShimOptions options, TlsEngineSettings settings)
    {
        _byteByByte = options.ReadsByteByByte;
        IPAddress address = options.IsIpv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true, ReceiveTimeout = PatienceMs, SendTimeout = PatienceMs,
        };
        _socket.Connect(address, options.Port);
        var id = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(id, options.ShimId);
        _socket.Send(id);
        _engine = new TlsEngine(settings);
    }

    internal TlsEngine Engine => _engine;

    /// <summary>True if the peer hung up.</summary>
    internal bool IsCut { get; private set; }

    internal void Handshake()
    {
        _engine.Start();
        Flush();
        while (_engine.Negotiated is null)
        {
            if (!Advance())
                throw new ShimFailureException("Ended: the peer closed the connection in the handshake.");
        }
    }

    /// <summary>Reads, or peeks.</summary>
    /// <returns>0 at the end.</returns>
    internal int Read(byte[] buffer, bool peeks)
    {
        while (_engine.Available == 0 && !_engine.PeerClosed)
        {
            if (!Advance())
                return 0;
        }

        return peeks ? _engine.Peek(buffer, 0, buffer.Length) : _engine.Read(buffer, 0, buffer.Length);
    }

    internal void Write(byte[] buffer, int count)
    {
        _engine.Write(buffer, 0, count);
        Flush();
    }

    internal void SayGoodbye()
    {
        _engine.Close();
        Flush();
    }

    /// <summary>Processes what is here, or waits for more.</summary>
    /// <returns>False where the peer hung up.</returns>
    private bool Advance()
    {
        if (_engine.Process())
        {
            Flush();
            return true;
        }

        Flush();
        ArraySegment<byte> room = _engine.ReceiveRoom();
        int received = Receive(room);
        IsCut = received == 0;
        if (IsCut)
            return false;
        _engine.Received(received);
        return true;
    }

    private int Receive(ArraySegment<byte> room)
    {
        try
        {
            return _socket.Receive(room.Array!, room.Offset, _byteByByte ? 1 : room.Count, SocketFlags.None);
        }
        catch (SocketException e)
        {
            throw new ShimFailureException("Network: " + e.Message, e);
        }
    }

    /// <summary>Sends what the engine has to say.</summary>
    internal void Flush()
    {
        while (_engine.HasOutput)
        {
            ArraySegment<byte> output = _engine.TakeOutput();
            try
            {
                _socket.Send(output);
            }
            catch (SocketException e)
            {
                throw new ShimFailureException("Network: " + e.Message, e);
            }

            _engine.RecycleOutput(output.Array!);
        }
    }

    /// <summary>Says no more, and reads to the end: a reset would take from the runner what it was sent.</summary>
    public void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            var drained = new byte[16 * 1024];
            while (_socket.Receive(drained) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The runner hung up first.
        }

        _socket.Dispose();
        _engine.Dispose();
    }
}
