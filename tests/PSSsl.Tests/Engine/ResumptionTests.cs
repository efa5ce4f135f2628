using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>Sessions between two engines: what is resumed, and above all what is not.</summary>
public sealed class ResumptionTests
{
    private static readonly TlsIdentity s_identity = EnginePair.Ec();

    private readonly List<TlsResumableSession> _client = [];
    private readonly Dictionary<string, TlsResumableSession> _byId = [];
    private readonly TlsTicketKeys _keys = new();

    public static TheoryData<int, bool> Kinds => new() { { 0x0304, true }, { 0x0303, true }, { 0x0303, false } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ASessionIsResumedAndShowsTheSamePeer(int version, bool tickets)
    {
        TlsResumableSession session = First(version, tickets);
        using EnginePair pair = Next(version, tickets, session);
        Assert.True(pair.Client.Negotiated!.Resumed);
        Assert.True(pair.Server.Negotiated!.Resumed);
        Assert.Equal(s_identity.ChainDer[0], pair.Client.Negotiated.PeerCertificates[0].RawData);
        Assert.Equal(s_identity.ChainDer[0], pair.Client.PeerCertificates[0].RawData);
        Talk(pair);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AResumedSessionCanBeResumedAgain(int version, bool tickets)
    {
        TlsResumableSession session = First(version, tickets);
        for (int i = 0; i < 3; i++)
        {
            _client.Clear();
            using EnginePair pair = Next(version, tickets, session);
            Assert.True(pair.Client.Negotiated!.Resumed);
            Talk(pair);
            if (version == 0x0304)
                session = Assert.Single(_client);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnotherServersTicketIsNotTaken(int version, bool tickets)
    {
        TlsResumableSession session = First(version, tickets);
        _byId.Clear();
        TlsEngineSettings server = Server(version, tickets) with { TicketKeys = tickets ? new TlsTicketKeys() : null };
        using var pair = new EnginePair(Client(version) with { Session = session }, server);
        pair.Handshake();
        Assert.False(pair.Client.Negotiated!.Resumed);
        Assert.False(pair.Server.Negotiated!.Resumed);
        Talk(pair);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnotherNameAnotherMarkAndAnotherDemandBeginAnew(int version, bool tickets)
    {
        var servers = new (Func<TlsEngineSettings, TlsEngineSettings> Client, Func<TlsEngineSettings, TlsEngineSettings> Server)[]
        {
            (c => c with { ServerName = "other.example" }, s => s),
            (c => c, s => s with { SessionIdContext = "other"u8.ToArray() }),
            (c => c, s => s with { ClientCertificate = TlsClientCertificate.Request }),
        };
        foreach (var change in servers)
        {
            TlsResumableSession session = First(version, tickets);
            using var pair =
                new EnginePair(change.Client(Client(version)) with { Session = session }, change.Server(Server(version, tickets)));
            pair.Handshake();
            Assert.False(pair.Server.Negotiated!.Resumed);
            Assert.False(pair.Client.Negotiated!.Resumed);
            _client.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AClientThatWouldBeRefusedNowIsNotResumed(int version, bool tickets)
    {
        var withCertificate = new[] { s_identity };
        bool trusted = true;
        TlsEngineSettings server = Server(version, tickets) with
        {
            ClientCertificate = TlsClientCertificate.Require,
            Judge = _ => trusted ? null : new TlsRefusal(48, new InvalidOperationException("not trusted any more")),
        };
        using (var first = new EnginePair(Client(version) with { Identities = withCertificate }, server))
        {
            first.Handshake();
            Talk(first);
        }

        TlsResumableSession session = _client[^1];
        using (var second = new EnginePair(Client(version) with { Identities = withCertificate, Session = session }, server))
        {
            second.Handshake();
            Assert.True(second.Server.Negotiated!.Resumed);
            Assert.Equal(s_identity.ChainDer[0], second.Server.Negotiated.PeerCertificates[0].RawData);
            Talk(second);
        }

        trusted = false;
        using var third = new EnginePair(Client(version) with { Identities = withCertificate, Session = _client[^1] }, server);
        var refused = Assert.ThrowsAny<TlsEngineException>(third.Handshake);
        Assert.Equal(48, refused.Alert);
    }

    [Fact]
    public void TicketsChangedOnTheWayBeginAnew()
    {
        foreach (int version in new[] { 0x0304, 0x0303 })
        {
            TlsResumableSession session = First(version, tickets: true);
            byte[] ticket = session.Ticket!;
            for (int at = 0; at < ticket.Length; at += 7)
            {
                ticket[at] ^= 1;
                using EnginePair pair = Next(version, tickets: true, session);
                Assert.False(pair.Client.Negotiated!.Resumed);
                ticket[at] ^= 1;
            }
        }
    }

    [Fact]
    public void ARetryForAnotherGroupStillResumes()
    {
        TlsEngineSettings server = Server(0x0304, tickets: true) with { Groups = [23] };
        using (var first = new EnginePair(Client(0x0304), server))
        {
            first.Handshake();
            Talk(first);
        }

        using var second = new EnginePair(Client(0x0304) with { Session = _client[^1] }, server);
        second.Handshake();
        Assert.True(second.Client.Negotiated!.Resumed);
        Assert.Equal(23, second.Client.Negotiated.Group);
        Talk(second);
    }

    [Fact]
    public void AnotherHashBeginsAnew()
    {
        TlsResumableSession session = First(0x0304, tickets: true);
        Assert.Equal(0x1302, session.CipherSuite);
        using var pair = new EnginePair(Client(0x0304) with { Session = session, CipherSuites = [0x1301, 0x1302] },
            Server(0x0304, tickets: true) with { CipherSuites = [0x1301] });
        pair.Handshake();
        Assert.False(pair.Client.Negotiated!.Resumed);
        Talk(pair);
    }

    [Fact]
    public void TheFirstKeySealsAndAllOpen()
    {
        byte[] old = Key(1), current = Key(2), other = Key(3);
        TlsResumableSession session = First(0x0304, tickets: true, new TlsTicketKeys([old]));
        Assert.True(Resumes(session, new TlsTicketKeys([current, old])));
        Assert.False(Resumes(session, new TlsTicketKeys([current, other])));
        Assert.ThrowsAny<ArgumentException>(() => new TlsTicketKeys([new byte[31]]));

        bool Resumes(TlsResumableSession offered, TlsTicketKeys keys)
        {
            using var pair =
                new EnginePair(Client(0x0304) with { Session = offered }, Server(0x0304, tickets: true) with { TicketKeys = keys });
            pair.Handshake();
            return pair.Server.Negotiated!.Resumed;
        }
    }

    [Fact]
    public void AnExpiredOrClearedSessionIsNotOffered()
    {
        foreach ((int version, bool tickets) in new[] { (0x0304, true), (0x0303, true), (0x0303, false) })
        {
            TlsResumableSession session = First(version, tickets);
            session.Dispose();
            Assert.True(session.Expired);
            using EnginePair pair = Next(version, tickets, session);
            Assert.False(pair.Client.Negotiated!.Resumed);
        }
    }

    [Theory]
    [InlineData(0x0304, 0x1301)]
    [InlineData(0x0303, 0x00A8)]
    [InlineData(0x0303, 0x00AA)]
    [InlineData(0x0303, 0xCCAC)]
    public void AGivenKeyAuthenticatesBothEnds(int version, int suite)
    {
        TlsEngineSettings client =
            Client(version) with { CipherSuites = [suite], PreSharedKeys = [new TlsPreSharedKey("who"u8.ToArray(), Key(9))] };
        TlsEngineSettings server = Server(version, tickets: true) with { CipherSuites = [suite], Identities = [],
            FindPreSharedKey = id => Encoding.ASCII.GetString(id) == "who" ? Key(9) : null };
        using var pair = new EnginePair(client, server);
        pair.Handshake();
        Assert.Equal("who", Encoding.ASCII.GetString(pair.Server.Negotiated!.PskIdentity!));
        Assert.Equal("who", Encoding.ASCII.GetString(pair.Client.Negotiated!.PskIdentity!));
        Assert.False(pair.Client.Negotiated.Resumed);
        Talk(pair);

        using var wrongKey = new EnginePair(client with { PreSharedKeys = [new TlsPreSharedKey("who"u8.ToArray(), Key(8))] }, server);
        Assert.ThrowsAny<TlsEngineException>(wrongKey.Handshake);
        using var unknown = new EnginePair(client with { PreSharedKeys = [new TlsPreSharedKey("nobody"u8.ToArray(), Key(9))] }, server);
        Assert.ThrowsAny<TlsEngineException>(unknown.Handshake);
    }

    private static byte[] Key(byte value) => Enumerable.Repeat(value, 32).ToArray();

    private TlsResumableSession First(int version, bool tickets, TlsTicketKeys? keys = null)
    {
        TlsEngineSettings server = Server(version, tickets);
        using var pair = new EnginePair(Client(version), keys is null ? server : server with { TicketKeys = keys });
        pair.Handshake();
        Assert.False(pair.Client.Negotiated!.Resumed);
        Talk(pair);
        return _client[^1];
    }

    private EnginePair Next(int version, bool tickets, TlsResumableSession session)
    {
        var pair = new EnginePair(Client(version) with { Session = session }, Server(version, tickets));
        pair.Handshake();
        return pair;
    }

    private TlsEngineSettings Client(int version) => EnginePair.ClientSettings(version) with { SessionEstablished = _client.Add };

    private TlsEngineSettings Server(int version, bool tickets) => EnginePair.ServerSettings(s_identity, version) with
    {
        TicketKeys = tickets ? _keys : null,
        SessionEstablished = s => _byId[Convert.ToHexString(s.Id)] = s,
        FindSession = id => _byId.GetValueOrDefault(Convert.ToHexString(id)),
    };

    private static void Talk(EnginePair pair)
    {
        byte[] text = "hello"u8.ToArray(), read = new byte[16];
        foreach ((TlsEngine from, TlsEngine to) in new[] { (pair.Client, pair.Server), (pair.Server, pair.Client) })
        {
            from.Write(text, 0, text.Length);
            EnginePair.Move(from, to);
            Assert.Equal(text.Length, to.Read(read, 0, read.Length));
        }
    }
}
