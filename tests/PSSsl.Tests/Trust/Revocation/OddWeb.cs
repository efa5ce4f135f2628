using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>A web server of a few lines that gives one thing to all, or misbehaves in one way.</summary>
internal sealed class OddWeb : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly string _how;
    private readonly Func<string, byte[]> _content;
    private int _requests;

    internal OddWeb(int port, byte[] content)
        : this(port, "well", _ => content)
    {
    }

    internal OddWeb(int port, string how)
        : this(port, how, _ => "this is not a response"u8.ToArray())
    {
    }

    /// <summary>Answers with what is made of the whole request, its bytes as Latin-1.</summary>
    internal OddWeb(int port, Func<string, byte[]> content)
        : this(port, "well", content)
    {
    }

    private OddWeb(int port, string how, Func<string, byte[]> content)
    {
        _how = how;
        _content = content;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = ServeAsync(_ending.Token);
    }

    internal int Requests => _requests;

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(cancel);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(client, cancel), cancel);
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken cancel)
    {
        using (client)
        {
            Interlocked.Increment(ref _requests);
            NetworkStream stream = client.GetStream();
            try
            {
                var buffer = new byte[8192];
                string request = string.Empty;
                while (!IsWhole(request))
                    request += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, cancel));
                switch (_how)
                {
                    case "silent":
                        await Task.Delay(Timeout.Infinite, cancel);
                        break;
                    case "endless":
                        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancel);
                        for (var block = new byte[64 * 1024]; ;)
                            await stream.WriteAsync(block, cancel);
                    case "moved":
                        await stream.WriteAsync(
                            Encoding.ASCII.GetBytes(
                                "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\nConnection: "
                                    + "close\r\n\r\n"), cancel);
                        break;
                    case "nowhere":
                        await stream.WriteAsync(
                            "HTTP/1.1 302 Found\r\nLocation: //[x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
                        break;
                    case "wordy":
                        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 503 {new string('y', 20_000)}\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n"), cancel);
                        break;
                    case "missing":
                        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(),
                            cancel);
                        break;
                    default:
                        // "tryLater", as a response of six bytes.
                        byte[] body = _how == "refuses" ? [0x30, 0x03, 0x0A, 0x01, 0x03] : _content(request);
                        await stream.WriteAsync(
                            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"),
                            cancel);
                        await stream.WriteAsync(body, cancel);
                        break;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or System.IO.IOException)
            {
                // Whoever asked had enough.
            }
        }
    }

    private static bool IsWhole(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        const string header = "Content-Length: ";
        int length = request.IndexOf(header, StringComparison.OrdinalIgnoreCase);
        return length < 0
            || request.Length - end - 4 >= int.Parse(request[(length + header.Length)..request.IndexOf('\r', length)],
                System.Globalization.CultureInfo.InvariantCulture);
    }
}
