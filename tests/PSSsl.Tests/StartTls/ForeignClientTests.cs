using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using PSSsl.Tests.Sockets;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>
/// The scripted servers held to clients that we did not write: what those take for the protocol, ours is right to take for it too.
/// </summary>
public class ForeignClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>OpenSSL reads less of some protocols than servers may say: these say what it reads.</summary>
    private static readonly Dictionary<SslStartTlsProtocol, Turn[]> s_plainer = new()
    {
        [SslStartTlsProtocol.Telnet] =
            [new(null, "\xFF\xFD\x2E"), new("\xFF\xFB\x2E", string.Empty), new("\xFF\xFA\x2E\x01\xFF\xF0", "\xFF\xFA\x2E\x01\xFF\xF0")],
        [SslStartTlsProtocol.Irc] = [new("STARTTLS", ":irc 670 * :go ahead\r\n")],
        [SslStartTlsProtocol.Sieve] =
            [new(null, "\"IMPLEMENTATION\" \"lab\"\r\n\"STARTTLS\"\r\nOK \"hello\"\r\n"), new("STARTTLS", "OK go ahead\r\n")],
    };

    [Theory]
    [InlineData(SslStartTlsProtocol.Smtp, "smtp")]
    [InlineData(SslStartTlsProtocol.Lmtp, "lmtp")]
    [InlineData(SslStartTlsProtocol.Imap, "imap")]
    [InlineData(SslStartTlsProtocol.Pop3, "pop3")]
    [InlineData(SslStartTlsProtocol.Ftp, "ftp")]
    [InlineData(SslStartTlsProtocol.Nntp, "nntp")]
    [InlineData(SslStartTlsProtocol.Sieve, "sieve")]
    [InlineData(SslStartTlsProtocol.Irc, "irc")]
    [InlineData(SslStartTlsProtocol.Ldap, "ldap")]
    [InlineData(SslStartTlsProtocol.Postgres, "postgres")]
    [InlineData(SslStartTlsProtocol.MySql, "mysql")]
    [InlineData(SslStartTlsProtocol.Xmpp, "xmpp")]
    [InlineData(SslStartTlsProtocol.XmppServer, "xmpp-server")]
    [InlineData(SslStartTlsProtocol.Telnet, "telnet")]
    public async Task OpenSslGoesOverToTls(SslStartTlsProtocol protocol, string word)
    {
        Conversation conversation = Conversation.Of(protocol);
        bool isPlainer = s_plainer.TryGetValue(protocol, out Turn[]? turns);
        using TestIdentity identity = TestIdentity.Make("EC");
        using var server = new ScriptedServer
            { Ending = Ending.Tls, Identity = identity, BeforeTls = isPlainer ? null : conversation.BeforeTls };
        Task serving = server.RunAsync(turns ?? conversation.Turns);
        using Peer client =
            Peer.Start("openssl", "s_client", "-connect", $"127.0.0.1:{server.Port}", "-starttls", word, "-name", "localhost", "-quiet");
        await client.Input.WriteAsync(Encoding.ASCII.GetBytes("hello\n"), Cancel);
        await client.Input.FlushAsync(Cancel);
        var answer = new byte[6];
        int n = await client.Output.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, Cancel).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.True(n == answer.Length, n == 0 ? client.Errors : "An answer was cut.");
        Assert.Equal("hello\n", Encoding.ASCII.GetString(answer));
        await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    /// <summary>GnuTLS waits for a few words of each answer, and for the end of none.</summary>
    [Theory]
    [InlineData(SslStartTlsProtocol.Smtp, "smtp")]
    [InlineData(SslStartTlsProtocol.Lmtp, "lmtp")]
    [InlineData(SslStartTlsProtocol.Imap, "imap")]
    [InlineData(SslStartTlsProtocol.Pop3, "pop3")]
    [InlineData(SslStartTlsProtocol.Ftp, "ftp")]
    [InlineData(SslStartTlsProtocol.Nntp, "nntp")]
    [InlineData(SslStartTlsProtocol.Sieve, "sieve")]
    [InlineData(SslStartTlsProtocol.Ldap, "ldap")]
    [InlineData(SslStartTlsProtocol.Postgres, "postgres")]
    [InlineData(SslStartTlsProtocol.Xmpp, "xmpp")]
    public async Task GnuTlsGoesOverToTls(SslStartTlsProtocol protocol, string word)
    {
        using TestIdentity identity = TestIdentity.Make("EC");
        using var server = new ScriptedServer { Ending = Ending.Tls, Identity = identity };
        Task serving = server.RunAsync(Conversation.Of(protocol).Turns);
        using Peer client = Peer.Start("gnutls-cli", $"--starttls-proto={word}", "--insecure", "--port", $"{server.Port}",
            "--logfile=/dev/null", "localhost");
        await client.Input.WriteAsync(Encoding.ASCII.GetBytes("hello\n"), Cancel);
        await client.Input.FlushAsync(Cancel);
        using var reader = new StreamReader(client.Output);
        string said = await reader.ReadToEndAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.True(said.Contains("hello\n", StringComparison.Ordinal), said + client.Errors);
    }

    /// <summary>FreeTDS logs in inside of TLS, whose handshake went inside of packets.</summary>
    [Fact]
    public async Task FreeTdsGoesOverToTls()
    {
        Peer.Require("tsql");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("freetds");
        try
        {
            using TestIdentity identity = TestIdentity.Make("RSA");
            var login = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var server = new ScriptedServer
            {
                Ending = Ending.Tls,
                Identity = identity,
                Versions = SslProtocols.Tls12,
                Wrap = s => new TdsStream(s, 512),
                Inside = async (tls, cancellation) => login.SetResult(await ReadPacketAsync(tls, cancellation)),
            };
            string file = Path.Combine(folder.FullName, "freetds.conf");
            await File.WriteAllTextAsync(file, $"[lab]\nhost = 127.0.0.1\nport = {server.Port}\ntds version = 7.4\nencryption = require\n",
                Cancel);
            Task serving = server.RunAsync(Conversation.Of(SslStartTlsProtocol.Mssql).Turns);
            using Peer client = Peer.Start("env", $"FREETDSCONF={file}", "tsql", "-S", "lab", "-U", "sa", "-P", "secret");
            await Task.WhenAny(login.Task, serving).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
            await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
            byte[] packet = await login.Task;
            // LOGIN7 (MS-TDS, 2.2.6.4): the user's name is in it, in UTF-16.
            Assert.Equal(0x10, packet[0]);
            Assert.Contains("sa", Encoding.Unicode.GetString(packet, 8, packet.Length - 8), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>FreeRDP, a client of terminal servers, begins its session inside of TLS.</summary>
    [Fact]
    public async Task FreeRdpGoesOverToTls()
    {
        Peer.Require("xfreerdp");
        using Peer screen = Peer.Start("Xvfb", "-displayfd", "1", "-nolisten", "tcp");
        using var screens = new StreamReader(screen.Output);
        string? display = await screens.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        using TestIdentity identity = TestIdentity.Make("RSA");
        var session = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedServer
        {
            Ending = Ending.Tls,
            Identity = identity,
            Inside = async (tls, cancellation) =>
            {
                var begins = new byte[9];
                await tls.ReadExactlyAsync(begins, cancellation);
                session.SetResult(begins);
            },
        };
        Task serving = server.RunAsync(Conversation.Of(SslStartTlsProtocol.Rdp).Turns);
        using Peer client = Peer.Start("env", $"DISPLAY=:{display}", "xfreerdp", $"/v:127.0.0.1:{server.Port}", "/cert:ignore", "/sec:tls",
            "/u:lab", "/p:secret");
        await Task.WhenAny(session.Task, serving).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await serving.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        byte[] begins = await session.Task;
        // A TPKT (RFC 1006, 6), data of X.224 (13.7), and the Connect-Initial of T.125 (MS-RDPBCGR, 2.2.1.3).
        Assert.Equal([3, 0], begins[..2]);
        Assert.Equal([2, 0xF0, 0x80, 0x7F, 0x65], begins[4..]);
    }

    private static async Task<byte[]> ReadPacketAsync(SslStream tls, CancellationToken cancellationToken)
    {
        var header = new byte[8];
        await tls.ReadExactlyAsync(header, cancellationToken);
        var packet = new byte[(header[2] << 8) | header[3]];
        header.CopyTo(packet, 0);
        await tls.ReadExactlyAsync(packet.AsMemory(header.Length), cancellationToken);
        return packet;
    }
}
