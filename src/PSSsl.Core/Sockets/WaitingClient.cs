using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>A client of a listener whose handshake is not over.</summary>
internal sealed class WaitingClient : IDisposable
{
    /// <summary>IPv6 networks give whole ranges of this length to one customer.</summary>
    private const int CustomersBytes = 8;

    private readonly CancellationTokenSource _drop;
    private readonly long _since = Stopwatch.GetTimestamp();
    private volatile bool _waitsForUs;

    internal WaitingClient(Socket socket, CancellationToken stop)
    {
        _drop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Token = _drop.Token;
        try
        {
            RemoteEndPoint = PlainAddress.Of(socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            // It was gone before it was looked at; the handshake will say so.
        }

        Place = PlaceOf(RemoteEndPoint);
    }

    internal EndPoint? RemoteEndPoint { get; }

    /// <summary>Where it comes from, for bounds.</summary>
    internal string Place { get; }

    /// <summary>Cancelled when it must go, or the listener stops.</summary>
    internal CancellationToken Token { get; }

    /// <summary>True while a script block of ours keeps it waiting.</summary>
    internal bool WaitsForUs
    {
        get => _waitsForUs;
        set => _waitsForUs = value;
    }

    /// <summary>When its first byte came; null before that.</summary>
    internal long? Began { get; set; }

    /// <summary>How long it has been at work, in seconds.</summary>
    internal double Working => Began is { } began ? (Stopwatch.GetTimestamp() - began) / (double)Stopwatch.Frequency : 0;

    internal void Drop() => ThreadPool.QueueUserWorkItem(static drop =>
    {
        try
        {
            ((CancellationTokenSource)drop!).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Its handshake has ended by itself meanwhile.
        }
    }, _drop);

    /// <summary>What is told of a client that had to go.</summary>
    internal SslException Dropped()
    {
        double seconds = (Stopwatch.GetTimestamp() - _since) / (double)Stopwatch.Frequency;
        string did = Began is null ? "sent nothing" : "not finished its handshake";
        return new SslException(SslErrorCode.TimedOut, SslPhase.Handshake,
            FormattableString.Invariant($"{RemoteEndPoint} was dropped to make room for others: it had {did} in {seconds:0.0} s, ")
                + "and too many clients were waiting.")
        {
            RecommendedAction = "Clients that connect and stay silent, or begin and stop, do that: look at what that address runs.",
        };
    }

    public void Dispose() => _drop.Dispose();

    private static string PlaceOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: { } address })
            return string.Empty;
        return address.AddressFamily == AddressFamily.InterNetwork ? address.ToString()
            : Convert.ToBase64String(address.GetAddressBytes(), 0, CustomersBytes);
    }
}
