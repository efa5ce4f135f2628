using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>Our key log decrypts a capture in Wireshark's tshark, whichever end wrote it; without the log nothing can be read.</summary>
public sealed class KeyLogTests(TestPki pki) : IClassFixture<TestPki>
{
    public static TheoryData<SslVersion, bool> VersionsAndLoggers => new()
    {
        { SslVersion.TLSv1_3, true }, { SslVersion.TLSv1_3, false }, { SslVersion.TLSv1_2, true }, { SslVersion.TLSv1_2, false },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(VersionsAndLoggers))]
    public async Task TsharkReadsWhatWasSaid(SslVersion version, bool clientLogs)
    {
        Peer.Require("tshark");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("keylog");
        try
        {
            string keys = Path.Combine(folder.FullName, "keys.log"), capture = Path.Combine(folder.FullName, "connection.pcap");
            await Talk(version, clientLogs, keys, capture);
            string plaintext = Plaintext(capture, keys);
            Assert.Contains("GET /secret?of=client HTTP/1.1", plaintext, StringComparison.Ordinal);
            Assert.Contains("words of the server", plaintext, StringComparison.Ordinal);
            string without = Plaintext(capture, "/dev/null");
            Assert.DoesNotContain("secret", without, StringComparison.Ordinal);
            Assert.DoesNotContain("words", without, StringComparison.Ordinal);
            string[] labels = File.ReadLines(keys).Select(l => l.Split(' ')[0]).Order(StringComparer.Ordinal).ToArray();
            string[] expected = version == SslVersion.TLSv1_2 ? ["CLIENT_RANDOM"]
                : ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "EXPORTER_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                    "SERVER_TRAFFIC_SECRET_0"];
            Assert.Equal(expected, labels);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task Talk(SslVersion version, bool clientLogs, string keys, string capture)
    {
        var server = new SslContext(new SslContextOptions
        {
            Version = [version],
            CertificateFile = pki.CertificateFile("EC"),
            KeyFile = pki.KeyFile("EC"),
            KeyLogFile = clientLogs ? null : keys,
        });
        var client =
            new SslContext(new SslContextOptions { Version = [version], CAFile = pki.CAFile, KeyLogFile = clientLogs ? keys : null });
        using var listener =
            new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, server, TimeSpan.FromSeconds(20), false, null), null);
        using var file = new PcapFile(capture);
        using var relay = new RecordingRelay(listener.Port, file);
        using SslSocket asking = await new Connector(new HostAndPort("127.0.0.1", relay.Port), client).ConnectAsync(Cancel);
        using SslSocket answering =
            (await Task.Run(() => listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(20)), Cancel), Cancel))!.Socket!;
        asking.Write("GET /secret?of=client HTTP/1.1\r\nHost: server.example\r\n\r\n");
        for (string? line = answering.ReadLine(); !string.IsNullOrEmpty(line);)
            line = answering.ReadLine();
        answering.Write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 19\r\n\r\nwords of the server");
        answering.Close();
        using var reader = new StreamReader(asking.GetStream());
        Assert.EndsWith("\r\n\r\nwords of the server", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        asking.Close();
        await relay.FinishAsync(Cancel);
    }

    /// <summary>What tshark reads of the capture's TLS, both directions.</summary>
    private static string Plaintext(string capture, string keys) =>
        Peer.Run("tshark", "-r", capture, "-o", $"tls.keylog_file:{keys}", "-d", $"tcp.port=={PcapFile.ServerPort},tls", "-q", "-z",
            "follow,tls,ascii,0");
}
