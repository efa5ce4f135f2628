using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.StartTls;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Sockets;
using PSSsl.Tests.Sockets;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>SQL Server's handshake inside of TDS packets, however those are cut.</summary>
public class TdsTests
{
    private static readonly byte[] s_hello = Encoding.ASCII.GetBytes("hello");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sizes of packets: a byte, the middle of a record's header, common ones, more than there is.</summary>
    public static TheoryData<SslProtocols, int, int> Cuts
    {
        get
        {
            var cuts = new TheoryData<SslProtocols, int, int>();
            foreach (SslProtocols version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
            {
                foreach ((int size, int segment) in new[] { (1, 0), (3, 0), (3, 1), (512, 0), (512, 5), (4088, 0), (32759, 0), (32759, 1) })
                    cuts.Add(version, size, segment);
            }

            return cuts;
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task PacketsAreCutAnywhere(SslProtocols version, int size, int segment)
    {
        using TestIdentity identity = TestIdentity.Make("RSA");
        TdsStream? tds = null;
        using var server = new ScriptedServer
            { Ending = Ending.Tls, Identity = identity, Segment = segment, Versions = version, Wrap = s => tds = new TdsStream(s, size)
                { EmptyPackets = size > 100 ? 2 : 0 } };
        Task serving = server.RunAsync(Conversation.Of(SslStartTlsProtocol.Mssql).Turns);
        using SslSocket socket = await Asking.ConnectAsync(SslStartTlsProtocol.Mssql, server.Port, identity);
        Assert.Equal(version == SslProtocols.Tls13 ? SslVersion.TLSv1_3 : SslVersion.TLSv1_2, socket.Version);
        socket.Write(s_hello);
        Assert.Equal("hello", socket.ReadLineOrRest());
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
        await serving;
        // A message a flight; what answers a ServerHello that came alone may be one by itself.
        Assert.InRange(tds!.Packets.Ends, 2, 3);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task AFlightOfOursThatIsLongerThanAPacket(SslProtocols version)
    {
        using TestIdentity identity = TestIdentity.Make("RSA");
        using X509Certificate2 large = MakeLarge();
        TdsStream? tds = null;
        using var server = new ScriptedServer
        {
            Ending = Ending.Tls,
            Wrap = s => tds = new TdsStream(s, 4088),
            Handshake = new SslServerAuthenticationOptions
            {
                ServerCertificate = identity.Certificate,
                EnabledSslProtocols = version,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetRawCertData()
                    .Length == large.RawData.Length,
            },
        };
        Task serving = server.RunAsync(Conversation.Of(SslStartTlsProtocol.Mssql).Turns);
        using var own = new TlsIdentity(new[] { large.RawData }, null, large.GetECDsaPrivateKey(), null);
        using SslSocket socket = await new Connector(new HostAndPort("localhost", server.Port),
            new SslContext(new SslContextOptions { Authorities = [identity.Certificate], Identities = [own] }))
        {
            StartTls = StartTlsDialogues.Of(SslStartTlsProtocol.Mssql),
        }.ConnectAsync(Cancel);
        socket.Write(s_hello);
        Assert.Equal("hello", socket.ReadLineOrRest());
        await serving;
        // The hello, and a flight with the certificate over several.
        // A message a flight; what answers a ServerHello that came alone may be one by itself.
        Assert.InRange(tds!.Packets.Ends, 2, 3);
        Assert.True(tds.Packets.All >= 5, $"{tds.Packets.All} packets");
    }

    [Fact]
    public async Task PacketsWithoutContentsDoNotGoOnForever()
    {
        using var server = new ScriptedServer { Ending = Ending.Repeat };
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Mssql, server,
            [.. Conversation.Of(SslStartTlsProtocol.Mssql).Turns, new("\x16\x03", ""), new(null, "\x04\0\0\x08\0\0\0\0")]);
        Assert.Equal(SslErrorCode.StartTlsUnexpected, error.Code);
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x04\0\0\x07\0\0\0\0")]
    [InlineData("\x04\0\xFF\xFF\0\0\0\0")]
    [InlineData("\x10\0\0\x09\0\0\0\0x")]
    [InlineData("HTTP/1.1 400\r\n")]
    public async Task WhatIsNoPacketIsTold(string says)
    {
        using var server = new ScriptedServer();
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Mssql, server,
            [.. Conversation.Of(SslStartTlsProtocol.Mssql).Turns, new("\x16\x03", says)]);
        Assert.Equal(SslErrorCode.StartTlsUnexpected, error.Code);
        Assert.Contains("TDS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItEndsWithTls()
    {
        // Servers that encrypt the login alone go on in plain packets, which are the caller's.
        const string Answer = "\x04\x01\0\x09\0\0\x01\0!";
        using TestIdentity identity = TestIdentity.Make("EC");
        Stream? plain = null;
        using var server = new ScriptedServer
        {
            Ending = Ending.Tls,
            Identity = identity,
            Versions = SslProtocols.Tls12,
            Wrap = s => new TdsStream(plain = s, 512),
            Inside = async (tls, cancellation) =>
            {
                await tls.ReadExactlyAsync(new byte[5], cancellation);
                await plain!.WriteAsync(Conversation.Bytes(Answer), cancellation);
            },
        };
        Task serving = server.RunAsync(Conversation.Of(SslStartTlsProtocol.Mssql).Turns);
        using SslSocket socket = await Asking.ConnectAsync(SslStartTlsProtocol.Mssql, server.Port, identity);
        socket.Write(s_hello);
        socket.StopTls(SslShutdown.None);
        Assert.Equal(SslState.Plain, socket.State);
        Assert.Null(socket.StartTls);
        byte[] answer = new SocketReader(socket, Deadline.After(TimeSpan.FromSeconds(30)), Cancel).Exactly(Answer.Length)!;
        Assert.Equal(Conversation.Bytes(Answer), answer);
        await serving;
    }

    /// <summary>A certificate of more than three packets.</summary>
    private static X509Certificate2 MakeLarge() => CertificateLab.SelfSigned("CN=large",
        CertificateLab.DnsNames(Enumerable.Range(0, 400).Select(i => $"host-with-a-long-name-{i}.example").ToArray()));
}
