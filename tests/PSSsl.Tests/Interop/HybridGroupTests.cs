using System;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using PSSsl.Tests.Interop.Peers;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>Groups that are safe against quantum computers, with Node, whose OpenSSL speaks all three, in both roles.</summary>
public sealed class HybridGroupTests(TestPki pki) : IClassFixture<TestPki>
{
    private readonly NodePeer _node = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Groups => ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task OurClientByItsDefaults(string group)
    {
        _node.Require();
        using Peer server = NodePeer.Run("""
            const [cert, key, group] = process.argv.slice(1);
            const fs = require('fs'), tls = require('tls');
            const server = tls.createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key), ecdhCurve: group, minVersion: 'TLSv1.3' }, s => { s.on('error', () => {}); s.end('hello\n'); });
            server.listen(0, '127.0.0.1', () => console.log(server.address().port));
            """, pki.CertificateFile("EC"), pki.KeyFile("EC"), group);
        int port = int.Parse(await FirstLine(server), System.Globalization.CultureInfo.InvariantCulture);
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile });
        using SslSocket socket = await new Connector(new HostAndPort("127.0.0.1", port), context)
            { Timeout = TimeSpan.FromSeconds(20) }.ConnectAsync(Cancel);
        Assert.Equal(group, socket.Group);
        Assert.Equal("hello", socket.ReadLine());
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task OurListenerByItsDefaults(string group)
    {
        _node.Require();
        var context = new SslContext(new SslContextOptions { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC") });
        using var listener =
            new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, context, TimeSpan.FromSeconds(20), false, null), null);
        using Peer client = NodePeer.Run("""
            const [ca, port, group] = process.argv.slice(1);
            const fs = require('fs'), tls = require('tls');
            const s = tls.connect({ host: '127.0.0.1', port, servername: 'server.example', ca: fs.readFileSync(ca), ecdhCurve: group, minVersion: 'TLSv1.3' });
            s.on('data', d => process.stdout.write(d));
            """, pki.CAFile, listener.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), group);
        AcceptedClient? accepted = listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(20)), Cancel);
        using SslSocket socket = accepted!.Socket ?? throw accepted.Error!;
        Assert.Equal(group, socket.Group);
        socket.WriteLine("hello");
        Assert.Equal("hello", (await FirstLine(client)).Trim());
    }

    private static async Task<string> FirstLine(Peer peer)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await peer.Output.ReadAsync(one, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        Assert.True(line.Length > 0, peer.Errors);
        return line.ToString();
    }
}
