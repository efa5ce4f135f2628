using System;
using System.Text;
using PSSsl.Engine;

namespace PSSsl.Shim;

/// <summary>One connection: the handshake, an echo of all that comes with its bits turned over, and the goodbye.</summary>
internal sealed class Exchange
{
    private static readonly int[] s_sizes = [0, 1, 255, 256, 257, 16383, 16384, 16385, 32767, 32768, 32769];

    private readonly ShimOptions _options;
    private readonly SessionStore _sessions;
    private readonly bool _isResumption;

    internal Exchange(ShimOptions options, SessionStore sessions, bool isResumption)
    {
        _options = options;
        _sessions = sessions;
        _isResumption = isResumption;
    }

    internal void Run()
    {
        using var credentials = new Credentials(_options);
        var setup = new EngineSetup(_options, credentials, _sessions, _isResumption);
        using var connection = new ShimConnection(_options, setup.Settings);
        var checks = new Expectations(_options, connection.Engine, setup, credentials, _isResumption);
        try
        {
            connection.Handshake();
            checks.AtOpening();
            Talk(connection);
            checks.AtEnd();
            Part(connection);
        }
        catch (TlsEngineException e)
        {
            connection.Flush();
            throw new ShimFailureException(FailureText.Of(e), e);
        }

        _sessions.Latest = setup.Session;
    }

    private void Talk(ShimConnection connection)
    {
        if (_options.WritesManySizes)
        {
            var content = new byte[s_sizes[^1]];
            Array.Fill(content, (byte)0x42);
            Array.ForEach(s_sizes, size => connection.Write(content, size));
            return;
        }

        if (_options.WritesFirst)
            connection.Write(Encoding.ASCII.GetBytes("hello"), 5);
        if (!_options.ShutsDown)
            Echo(connection);
    }

    private void Echo(ShimConnection connection)
    {
        var buffer = new byte[_options.ReadSize];
        while (true)
        {
            int peeked = _options.PeeksFirst ? connection.Read(buffer, peeks: true) : -1;
            byte[] before = (byte[])buffer.Clone();
            int count = connection.Read(buffer, peeks: false);
            if (peeked >= 0 && (peeked != count || !before.AsSpan(0, count).SequenceEqual(buffer.AsSpan(0, count))))
                throw new ShimFailureException("What was read is not what was peeked at.");
            if (count == 0)
                return;
            for (int i = 0; i < count; i++)
                buffer[i] ^= 0xFF;
            connection.Write(buffer, count);
        }
    }

    private void Part(ShimConnection connection)
    {
        if (!_options.ChecksGoodbye)
            return;
        connection.SayGoodbye();
        var rest = new byte[1];
        while (_options.ShutsDown && !connection.Engine.PeerClosed && !connection.IsCut)
            connection.Read(rest, peeks: false);
        if (!connection.Engine.PeerClosed)
            throw new ShimFailureException("Truncated: the peer hung up without a goodbye.");
    }
}
