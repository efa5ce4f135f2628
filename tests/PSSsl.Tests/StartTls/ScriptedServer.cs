using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Tests.Sockets;

namespace PSSsl.Tests.StartTls;

/// <summary>How a scripted server goes on when its turns are over.</summary>
internal enum Ending
{
    /// <summary>Waits until the client goes.</summary>
    Stay,

    /// <summary>Says the last turn again and again, until the client goes.</summary>
    Repeat,

    /// <summary>Closes the connection.</summary>
    Close,

    /// <summary>Breaks the connection off (RST).</summary>
    Reset,

    /// <summary>Shakes hands and talks inside of TLS.</summary>
    Tls,
}

/// <summary>A server for one client that keeps to a list of turns. Its task ends when the connection has.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(90));
    private readonly List<byte> _unread = [];
    private int _said;
    private string _tag = string.Empty;

    internal ScriptedServer() => _listener.Start();

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes a time; 0 says all of a turn at once.</summary>
    internal int Segment { get; init; }

    internal Ending Ending { get; init; }

    /// <summary>Ends in the middle of a turn, after so many bytes.</summary>
    internal int CutAfter { get; init; } = int.MaxValue;

    /// <summary>What is read before TLS begins.</summary>
    internal string? BeforeTls { get; init; }

    internal TestIdentity? Identity { get; init; }

    internal SslProtocols Versions { get; init; } = SslProtocols.None;

    /// <summary>How it shakes hands, if a certificate and versions do not say enough.</summary>
    internal SslServerAuthenticationOptions? Handshake { get; init; }

    /// <summary>What the TLS of the server runs over, if it is not the connection itself.</summary>
    internal Func<Stream, Stream> Wrap { get; init; } = stream => stream;

    /// <summary>What is talked inside of TLS: what comes is sent back once.</summary>
    internal Func<SslStream, CancellationToken, Task> Inside { get; init; } = EchoAsync;

    /// <summary>All that the client said in plain text.</summary>
    internal StringBuilder Heard { get; } = new();

    internal int Said => _said;

    internal Task RunAsync(params Turn[] turns) => Task.Run(async () =>
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
        client.NoDelay = true;
        NetworkStream stream = client.GetStream();
        try
        {
            await TalkAsync(stream, turns);
            while (Ending == Ending.Repeat)
                await SayAsync(stream, turns[^1].Says);
            if (Ending == Ending.Tls && BeforeTls is not null)
                await AwaitAsync(stream, [new Turn(BeforeTls, string.Empty)], 0, most: 1);
            if (Ending == Ending.Tls && _said < CutAfter)
                await ShakeHandsAsync(Wrap(Segment == 0 ? stream : new SlicedStream(stream, Segment)));
            else if (Ending == Ending.Reset)
                client.Client.Close(0);
            else if (Ending == Ending.Stay)
                await ReadToEndAsync(stream);
        }
        catch (IOException) when (Ending != Ending.Tls)
        {
            // The client has heard enough, and went.
        }
    });

    private async Task TalkAsync(NetworkStream stream, Turn[] turns)
    {
        for (int next = 0; next < turns.Length && _said < CutAfter; next++)
        {
            next = await AwaitAsync(stream, turns, next);
            if (next < 0)
                return;
            await SayAsync(stream, turns[next].Says.Replace(Turn.Tag, _tag, StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// Reads until the client has said what a turn waits for, or what a later one does if those before it can be left out.
    /// </summary>
    /// <param name="stream">The connection.</param>
    /// <param name="turns">All turns.</param>
    /// <param name="next">The first that may come.</param>
    /// <param name="most">How many bytes are read at once; one by one where TLS's follow.</param>
    private async Task<int> AwaitAsync(NetworkStream stream, Turn[] turns, int next, int most = 1024)
    {
        var buffer = new byte[most];
        while (true)
        {
            for (int i = next; i < turns.Length; i++)
            {
                if (turns[i].Awaits is not { } awaited)
                    return i;
                byte[] bytes = Conversation.Bytes(awaited);
                int at = _unread.ToArray().AsSpan().IndexOf(bytes);
                if (at >= 0)
                {
                    string line = Encoding.Latin1.GetString(_unread.ToArray(), 0, at);
                    _tag = line[(line.LastIndexOf('\n') + 1)..].TrimEnd();
                    _unread.RemoveRange(0, at + bytes.Length);
                    return i;
                }

                if (!turns[i].IsOptional)
                    break;
            }

            int n = await stream.ReadAsync(buffer, _stop.Token);
            if (n == 0)
                return -1;
            Heard.Append(Encoding.Latin1.GetString(buffer, 0, n));
            _unread.AddRange(buffer.Take(n));
        }
    }

    private async Task SayAsync(NetworkStream stream, string text)
    {
        byte[] says = Conversation.Bytes(text);
        int length = Math.Min(says.Length, CutAfter - _said);
        int segment = Segment == 0 ? length : Segment;
        for (int at = 0; at < length; at += segment)
            await stream.WriteAsync(says.AsMemory(at, Math.Min(segment, length - at)), _stop.Token);
        _said += length;
    }

    private async Task ReadToEndAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        for (int n; (n = await stream.ReadAsync(buffer, _stop.Token)) > 0;)
            Heard.Append(Encoding.Latin1.GetString(buffer, 0, n));
    }

    private async Task ShakeHandsAsync(Stream stream)
    {
        await using var tls = new SslStream(stream);
        SslServerAuthenticationOptions options = Handshake ?? new()
            { ServerCertificate = Identity!.Certificate, EnabledSslProtocols = Versions };
        await tls.AuthenticateAsServerAsync(options, _stop.Token);
        if (stream is TdsStream tds)
            tds.IsOver = true;
        await Inside(tls, _stop.Token);
    }

    private static async Task EchoAsync(SslStream tls, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        int n = await tls.ReadAsync(buffer, cancellationToken);
        await tls.WriteAsync(buffer.AsMemory(0, n), cancellationToken);
        await tls.ShutdownAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }
}
