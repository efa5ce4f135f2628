using System;
using System.Linq;
using System.Text;
using System.Threading;
using PSSsl.Sockets;

namespace PSSsl.Commands.Session;

/// <summary>
/// A conversation over a socket: lines are sent, and what comes is told as text at once, also without the end of its line.
/// </summary>
internal sealed class SessionTalk
{
    private const int MostAtOnce = 16 * 1024;
    private const int Slice = 50;

    private static readonly TimeSpan s_last = TimeSpan.FromMilliseconds(200);

    private readonly SslSocket _socket;
    private readonly Encoding _encoding;
    private readonly string _newLine;
    private readonly CancellationToken _stop;
    private readonly Action<string> _show;
    private readonly Decoder _decoder;
    private readonly byte[] _buffer = new byte[MostAtOnce];

    internal SessionTalk(SslSocket socket, Encoding encoding, string newLine, Action<string> show, CancellationToken stop)
    {
        _socket = socket;
        _encoding = encoding;
        _newLine = newLine;
        _show = show;
        _stop = stop;
        _decoder = encoding.GetDecoder();
    }

    /// <summary>True once the peer has ended its side.</summary>
    internal bool HasEnded { get; private set; }

    internal void Send(string line)
    {
        byte[] bytes = _encoding.GetBytes(line + _newLine);
        try
        {
            for (int at = 0; at < bytes.Length;)
                at += _socket.Write(bytes, at, bytes.Length - at);
        }
        catch (SslException) when (IsOver())
        {
            // A server that has answered and closed does not read on; what it said was shown.
        }
    }

    /// <summary>Whether the peer has ended its side, after what it still said.</summary>
    private bool IsOver()
    {
        try
        {
            while (!HasEnded && Listen(s_last))
            {
            }
        }
        catch (SslException)
        {
            // The connection is broken in both directions: what came before that was shown.
            return false;
        }

        return HasEnded;
    }

    /// <summary>Tells what is there or comes within the time.</summary>
    /// <returns>Whether anything came.</returns>
    internal bool Listen(TimeSpan wait)
    {
        bool any = false;
        using var waiter = new SocketSelector(SslWaitFor.Read);
        waiter.Add(_socket);
        while (!HasEnded && waiter.Wait(Deadline.After(wait), _stop).Count > 0)
        {
            var reader = new SocketReader(_socket, Deadline.After(_socket.Timeout), _stop) { AllowTruncation = true, AlwaysWaits = true };
            int count = reader.Read(_buffer, 0, _buffer.Length);
            if (count <= 0)
            {
                HasEnded = true;
                break;
            }

            any = true;
            Tell(count);
            // Whoever types must not wait for a peer that never stops.
            if (wait.TotalMilliseconds <= Slice)
                break;
        }

        return any;
    }

    private void Tell(int count)
    {
        var text = new char[_encoding.GetMaxCharCount(count)];
        int length = _decoder.GetChars(_buffer, 0, count, text, 0);
        if (length > 0)
            _show(new string(text, 0, length));
    }
}
