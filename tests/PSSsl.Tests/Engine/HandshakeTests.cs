using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using Xunit;

namespace PSSsl.Tests.Engine;

public class HandshakeTests
{
    public static TheoryData<int, string> VersionsAndKeys => new()
    {
        { 0x0304, "EC" }, { 0x0304, "RSA" }, { 0x0303, "EC" }, { 0x0303, "RSA" },
        { 0x0302, "EC" }, { 0x0302, "RSA" }, { 0x0301, "EC" }, { 0x0301, "RSA" }, { 0x0300, "RSA" },
    };

    [Theory]
    [MemberData(nameof(VersionsAndKeys))]
    public void EachVersionAndKeyTalksBothWays(int version, string key)
    {
        using TlsIdentity identity = key == "EC" ? EnginePair.Ec() : EnginePair.Rsa();
        TlsEngineSettings client = EnginePair.ClientSettings(version);
        if (version == 0x0300)
            client = client with { CipherSuites = new[] { 0x000A, 0x0035 } };
        using var pair = new EnginePair(client, EnginePair.ServerSettings(identity, version) with { CipherSuites = client.CipherSuites });
        pair.Handshake();

        Assert.Equal(version, pair.Client.Negotiated!.Version);
        Assert.Equal(version, pair.Server.Negotiated!.Version);
        Assert.Equal(pair.Client.Negotiated.CipherSuite, pair.Server.Negotiated.CipherSuite);
        Assert.Equal(pair.Client.Negotiated.Group, pair.Server.Negotiated.Group);
        if (version > 0x0300)
            Assert.Equal("server.example", pair.Server.Negotiated.ServerName);
        Assert.Equal(identity.ChainDer[0], pair.Client.Negotiated.PeerCertificates[0].RawData);

        AssertCarries(pair.Client, pair.Server, 100_000);
        AssertCarries(pair.Server, pair.Client, 100_000);
    }

    [Fact]
    public void TheDefaultGroupIsHybridWhereBothKnowIt()
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var pair = new EnginePair(EnginePair.ClientSettings(0x0304) with { EarlyKeyShares = new[] { 0x11EC, 29 } },
            EnginePair.ServerSettings(identity, 0x0304));
        pair.Handshake();
        Assert.Equal(0x11EC, pair.Client.Negotiated!.Group);
        Assert.Equal(0x11EC, pair.Server.Negotiated!.Group);
        Assert.Equal(0x0403, pair.Client.Negotiated.SignatureScheme);
        Assert.Equal(0x0403, pair.Server.Negotiated.SignatureScheme);
    }

    [Fact]
    public void BytesMayArriveOneByOne()
    {
        using TlsIdentity identity = EnginePair.Rsa();
        using var pair = new EnginePair(EnginePair.ClientSettings(0x0304, 0x0303), EnginePair.ServerSettings(identity, 0x0304, 0x0303));
        pair.Server.Start();
        pair.Client.Start();
        while (EnginePair.Move(pair.Client, pair.Server, 1) | EnginePair.Move(pair.Server, pair.Client, 1))
        {
        }

        Assert.NotNull(pair.Client.Negotiated);
        Assert.NotNull(pair.Server.Negotiated);
    }

    [Fact]
    public void ARefusedChainEndsWithTheAlertAndTheReason()
    {
        using TlsIdentity identity = EnginePair.Ec();
        var reason = new InvalidOperationException("not this one");
        using var pair = new EnginePair(
            EnginePair.ClientSettings(0x0304) with { Judge = _ => new TlsRefusal(48, reason) },
            EnginePair.ServerSettings(identity, 0x0304));
        var refused = Assert.Throws<TlsEngineException>(pair.Handshake);
        Assert.Equal(TlsFailure.ChainRefused, refused.Failure);
        Assert.Same(reason, refused.InnerException);
        Assert.Single(pair.Client.PeerCertificates);

        var received = Assert.Throws<TlsEngineException>(() => EnginePair.Move(pair.Client, pair.Server));
        Assert.Equal(TlsFailure.AlertReceived, received.Failure);
        Assert.Equal(48, received.Alert);
    }

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("x")]
    public void PlainTextIsQuoted(string banner)
    {
        using var engine = new TlsEngine(EnginePair.ClientSettings(0x0304));
        engine.Start();
        ArraySegment<byte> room = engine.ReceiveRoom();
        byte[] bytes = Encoding.ASCII.GetBytes(banner);
        bytes.CopyTo(room.Array!, room.Offset);
        engine.Received(bytes.Length);
        var failure = Assert.Throws<TlsEngineException>(() => engine.Process());
        Assert.Equal(TlsFailure.NotTls, failure.Failure);
        Assert.Equal(bytes, failure.FirstBytes);
        Assert.Equal(bytes, engine.TakeLeftover());
    }

    [Theory]
    [InlineData(0x0304)]
    [InlineData(0x0303)]
    public void PlainBytesAfterCloseNotifyAreNotEaten(int version)
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var pair = new EnginePair(EnginePair.ClientSettings(version), EnginePair.ServerSettings(identity, version));
        pair.Handshake();
        while (EnginePair.Move(pair.Client, pair.Server) | EnginePair.Move(pair.Server, pair.Client))
        {
        }

        pair.Client.Close();
        ArraySegment<byte> output = pair.Client.TakeOutput();
        byte[] plain = Encoding.ASCII.GetBytes("plain text right behind");
        ArraySegment<byte> room = pair.Server.ReceiveRoom();
        Buffer.BlockCopy(output.Array!, output.Offset, room.Array!, room.Offset, output.Count);
        plain.CopyTo(room.Array!, room.Offset + output.Count);
        pair.Server.Received(output.Count + plain.Length);
        pair.Server.Process();
        Assert.True(pair.Server.PeerClosed);
        Assert.Equal(plain, pair.Server.TakeLeftover());
    }

    [Fact]
    public void NothingInCommonEndsInAlerts()
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var versions = new EnginePair(EnginePair.ClientSettings(0x0304), EnginePair.ServerSettings(identity, 0x0303));
        Assert.Equal(70, Assert.Throws<TlsEngineException>(versions.Handshake).Alert);
        using var suites = new EnginePair(
            EnginePair.ClientSettings(0x0303) with { CipherSuites = new[] { 0xC02F } }, EnginePair.ServerSettings(identity, 0x0303));
        Assert.Equal(40, Assert.Throws<TlsEngineException>(suites.Handshake).Alert);
    }

    [Fact]
    public void AFlippedBitIsFound()
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var pair = new EnginePair(EnginePair.ClientSettings(0x0304), EnginePair.ServerSettings(identity, 0x0304));
        pair.Handshake();
        EnginePair.Move(pair.Client, pair.Server);
        pair.Client.Write(new byte[100], 0, 100);
        ArraySegment<byte> output = pair.Client.TakeOutput();
        ArraySegment<byte> room = pair.Server.ReceiveRoom();
        Buffer.BlockCopy(output.Array!, output.Offset, room.Array!, room.Offset, output.Count);
        room.Array![room.Offset + 20] ^= 1;
        pair.Server.Received(output.Count);
        Assert.Equal(20, Assert.Throws<TlsEngineException>(() => pair.Server.Process()).Alert);
        Assert.Equal(0, pair.Server.Available);
        Assert.True(pair.Server.HasOutput);
    }

    [Theory]
    [InlineData(0x0304)]
    [InlineData(0x0303)]
    public void ClientCertificatesAreAskedForAndShown(int version)
    {
        using TlsIdentity identity = EnginePair.Ec();
        using TlsIdentity own = EnginePair.Rsa();
        TlsEngineSettings server = EnginePair.ServerSettings(identity, version) with { ClientCertificate = TlsClientCertificate.Require };
        using var given = new EnginePair(EnginePair.ClientSettings(version) with { Identities = new[] { own } }, server);
        given.Handshake();
        Assert.Equal(own.ChainDer[0], given.Server.Negotiated!.PeerCertificates.Single().RawData);
        Assert.Same(own, given.Client.Negotiated!.LocalIdentity);

        using var missing = new EnginePair(EnginePair.ClientSettings(version), server);
        Assert.Throws<TlsEngineException>(missing.Handshake);
    }

    private static void AssertCarries(TlsEngine from, TlsEngine to, int length)
    {
        byte[] sent = RandomNumberGenerator.GetBytes(length);
        var received = new byte[length];
        int have = 0;
        from.Write(sent, 0, sent.Length);
        ArraySegment<byte> output = from.TakeOutput();
        int moved = 0;
        while (moved < output.Count)
        {
            ArraySegment<byte> room = to.ReceiveRoom();
            int n = Math.Min(room.Count, output.Count - moved);
            Buffer.BlockCopy(output.Array!, output.Offset + moved, room.Array!, room.Offset, n);
            moved += n;
            to.Received(n);
            while (to.Process() | to.Available > 0)
                have += to.Read(received, have, received.Length - have);
        }

        Assert.Equal(sent, received);
    }
}
