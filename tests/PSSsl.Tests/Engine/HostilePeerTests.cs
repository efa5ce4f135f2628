using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Names;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>A server whose answer is changed on its way: what was not offered is refused with the alert that the RFC names.</summary>
public sealed class HostilePeerTests : IDisposable
{
    private const int Illegal = 47, Unsupported = 110, Version = 70, Decode = 50;

    // record header 5, handshake header 4, legacy_version 2, random 32, session id 1 + 32 in TLS 1.3 compatibility mode
    private const int VersionAt = 9, SessionIdAt = 43;

    private readonly TlsIdentity _identity = EnginePair.Ec();

    public void Dispose() => _identity.Dispose();

    [Fact]
    public void ASuiteThatWasNotOffered()
    {
        foreach (int version in new[] { 0x0304, 0x0303 })
        {
            Assert.Equal(Illegal, AlertFor(version, hello => SetSuite(hello, 0x00, 0x2F)));
            Assert.Equal(Illegal, AlertFor(version, hello => SetSuite(hello, 0x13, 0x04)));
        }
    }

    [Fact]
    public void AVersionThatWasNotOffered()
    {
        Assert.Contains(AlertFor(0x0303, hello => hello[VersionAt + 1] = 1), new[] { Version, Illegal });
        Assert.Contains(AlertFor(0x0303, hello => hello[VersionAt + 1] = 4), new[] { Version, Illegal });
        // supported_versions (43): length 2, then the version.
        Assert.Contains(AlertFor(0x0304, hello => Change(hello, [0, 43, 0, 2, 3, 4], [0, 43, 0, 2, 3, 3])), new[] { Version, Illegal });
    }

    [Fact]
    public void AGroupThatWasNotOffered()
    {
        // key_share (51) of x25519 (29) turned into one of x448 (30), and into one that was named but without a share (24).
        Assert.Equal(Illegal, AlertFor(0x0304, hello => Change(hello, [0, 29, 0, 32], [0, 30, 0, 32])));
        Assert.Equal(Illegal, AlertFor(0x0304, hello => Change(hello, [0, 29, 0, 32], [0, 24, 0, 32])));
    }

    [Fact]
    public void AnExtensionThatWasNotOffered()
    {
        // extended_master_secret (23) turned into one of no meaning; supported_versions into max_fragment_length.
        Assert.Equal(Unsupported, AlertFor(0x0303, hello => Change(hello, [0, 23, 0, 0], [0xAB, 0xCD, 0, 0])));
        Assert.Contains(AlertFor(0x0304, hello => Change(hello, [0, 51, 0, 36], [0, 1, 0, 36])), new[] { Unsupported, Illegal });
    }

    [Fact]
    public void AnotherSessionId() => Assert.Equal(Illegal, AlertFor(0x0304, hello => hello[SessionIdAt + 5] ^= 1));

    [Fact]
    public void AHelloThatIsCutShort()
    {
        foreach (int version in new[] { 0x0304, 0x0303 })
        {
            // The lengths of record and message are made to fit, so that it is the content which ends too early.
            for (int cut = 6; cut < 40; cut += 3)
                Assert.Contains(AlertFor(version, hello => Shorten(hello, cut)),
                    new[] { Decode, Illegal, 109, Unsupported, Version, 10, 40 });
        }
    }

    /// <summary>A reader is not kept waiting for as many bytes as a header says that cannot be one.</summary>
    [Fact]
    public void AHeaderThatIsNone()
    {
        foreach (int version in new[] { 0x0304, 0x0303 })
        {
            Assert.Equal(10, AlertForHeader(version, opened: true, [(byte)'p', (byte)'l', (byte)'a', (byte)'i', (byte)'n']));
            Assert.Equal(22, AlertForHeader(version, opened: true, [23, 3, 3, 0xFF, 0xFF]));
            Assert.Equal(22, AlertForHeader(version, opened: false, [22, 3, 3, 0xFF, 0xFF]));
            Assert.Equal(-1, AlertForHeader(version, opened: true, [23, 3, 3, 0x40, 0x00]));
            Assert.Equal(-1, AlertForHeader(version, opened: false, [22, 3, 1, 0x02, 0x00]));
        }
    }

    private int AlertForHeader(int version, bool opened, byte[] header)
    {
        using var pair = new EnginePair(EnginePair.ClientSettings(version), EnginePair.ServerSettings(_identity, version));
        if (opened)
            pair.Handshake();
        else
            pair.Server.Start();
        try
        {
            Wire.Give(pair.Server, header);
        }
        catch (TlsEngineException e)
        {
            return e.Alert;
        }

        return -1;
    }

    /// <summary>
    /// Randomly changed bytes end in a typed error or in a handshake whose Finished tells the change; never in anything else.
    /// </summary>
    [Fact]
    public void AnyChangeIsNoticed()
    {
        var random = new Random(4);
        foreach (int version in new[] { 0x0304, 0x0303 })
        {
            for (int i = 0; i < 400; i++)
                Assert.InRange(
                    AlertFor(version, hello => hello[random.Next(9, Math.Min(hello.Length, 130))] ^= (byte)(1 << random.Next(8))), 0, 255);
        }
    }

    private int AlertFor(int version, Action<byte[]> change) => AlertFor(version, hello =>
    {
        change(hello);
        return hello;
    });

    /// <returns>The alert that our client sends at an answer that was changed.</returns>
    private int AlertFor(int version, Func<byte[], byte[]> change)
    {
        using var pair = new EnginePair(EnginePair.ClientSettings(version) with { Groups = [29, 23, 24] },
            EnginePair.ServerSettings(_identity, version) with { Groups = [29] });
        pair.Server.Start();
        pair.Client.Start();
        Wire.Give(pair.Server, Wire.Take(pair.Client));
        byte[] flight = Wire.Take(pair.Server);
        int first = 5 + ((flight[3] << 8) | flight[4]);
        byte[] answer = [.. change(flight[..first]), .. flight[first..]];
        TlsEngineException failure = Assert.ThrowsAny<TlsEngineException>(() =>
        {
            Wire.Give(pair.Client, answer);
            Wire.Give(pair.Server, Wire.Take(pair.Client));
            Wire.Give(pair.Client, Wire.Take(pair.Server));
        });
        Assert.Null(pair.Client.Negotiated);
        return failure.Alert;
    }

    private static void SetSuite(byte[] hello, byte high, byte low)
    {
        int at = SessionIdAt + 1 + hello[SessionIdAt];
        hello[at] = high;
        hello[at + 1] = low;
    }

    private static void Change(byte[] hello, byte[] old, byte[] with)
    {
        int at = hello.AsSpan().IndexOf(old);
        Assert.True(at >= 0);
        with.CopyTo(hello, at);
    }

    private static byte[] Shorten(byte[] hello, int cut)
    {
        byte[] cutShort = hello[..^cut];
        int record = cutShort.Length - 5, message = record - 4;
        (cutShort[3], cutShort[4]) = ((byte)(record >> 8), (byte)record);
        (cutShort[7], cutShort[8]) = ((byte)(message >> 8), (byte)message);
        return cutShort;
    }
}
