using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Proxies;

/// <summary>
/// A SOCKS 5 server (RFC 1928) that demands a user name and password (RFC 1929), which dante would look for among the machine's users.
/// </summary>
internal static class SocksServer
{
    /// <summary>Connects to 127.0.0.1, whatever name it is asked for; <paramref name="asked"/> is told.</summary>
    internal static FakeProxy Start(string user, string password, Action<string> asked) => new(async (client, end) =>
    {
        byte[] methods = await ReadAsync(client, (await ReadAsync(client, 2, end))[1], end);
        await client.WriteAsync(new byte[] { 5, methods.Contains((byte)2) ? (byte)2 : (byte)0xFF }, end);
        if (!methods.Contains((byte)2))
            return;
        string gotUser = Encoding.UTF8.GetString(await ReadAsync(client, (await ReadAsync(client, 2, end))[1], end));
        string gotPassword = Encoding.UTF8.GetString(await ReadAsync(client, (await ReadAsync(client, 1, end))[0], end));
        bool isKnown = gotUser == user && gotPassword == password;
        await client.WriteAsync(new byte[] { 1, isKnown ? (byte)0 : (byte)7 }, end);
        if (!isKnown)
            return;

        byte[] request = await ReadAsync(client, 4, end);
        string host = request[3] switch
        {
            1 => new IPAddress(await ReadAsync(client, 4, end)).ToString(),
            4 => new IPAddress(await ReadAsync(client, 16, end)).ToString(),
            _ => Encoding.ASCII.GetString(await ReadAsync(client, (await ReadAsync(client, 1, end))[0], end)),
        };
        byte[] port = await ReadAsync(client, 2, end);
        asked(host);
        using var target = new TcpClient { NoDelay = true };
        await target.ConnectAsync(IPAddress.Loopback, (port[0] << 8) | port[1], end);
        // The address that it is bound to comes as a name, which is as good as any; curl waits for ten bytes at least.
        await client.WriteAsync(new byte[] { 5, 0, 0, 3, 4, (byte)'h', (byte)'o', (byte)'s', (byte)'t', 0, 80 }, end);
        await Task.WhenAny(client.CopyToAsync(target.GetStream(), end), target.GetStream().CopyToAsync(client, end));
    });

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken end)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, end);
        return bytes;
    }
}
