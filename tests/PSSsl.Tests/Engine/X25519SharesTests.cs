using System;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>Keys of x25519 in a client's hello (RFC 8446, 4.2.8; draft-ietf-tls-ecdhe-mlkem, 4).</summary>
public sealed class X25519SharesTests
{
    private const int Hybrid = 0x11EC, X25519 = 29, P256 = 23;

    // An ML-KEM-768 key of 1,184 bytes, then the key of x25519.
    private static readonly byte[] s_hybridShare = [0x11, 0xEC, 0x04, 0xC0], s_share = [0x00, 0x1D, 0x00, 0x20];
    private const int HybridLength = 1216, Length = 32;

    [Fact]
    public void OneConnectionHasOneKeyForBothShares()
    {
        using var one = new TlsEngine(EnginePair.ClientSettings(0x0304) with { EarlyKeyShares = [Hybrid, X25519] });
        using var other = new TlsEngine(EnginePair.ClientSettings(0x0304) with { EarlyKeyShares = [Hybrid, X25519] });
        byte[] first = KeyInBoth(one), second = KeyInBoth(other);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(0x0304, Hybrid)]
    [InlineData(0x0304, X25519)]
    [InlineData(0x0304, P256)]
    [InlineData(0x0303, X25519)]
    public void EachOfThemCanBeChosen(int version, int group)
    {
        using TlsIdentity identity = EnginePair.Ec();
        // More often than the library does the arithmetic for.
        for (int i = 0; i < 20; i++)
        {
            using var pair = new EnginePair(EnginePair.ClientSettings(0x0304, 0x0303) with { EarlyKeyShares = [Hybrid, X25519] },
                EnginePair.ServerSettings(identity, version) with { Groups = [group] });
            pair.Handshake();
            Assert.Equal(group, pair.Client.Negotiated!.Group);
            Assert.Equal(group, pair.Server.Negotiated!.Group);
        }
    }

    private static byte[] KeyInBoth(TlsEngine client)
    {
        client.Start();
        ReadOnlySpan<byte> hello = client.TakeOutput().AsSpan();
        int hybrid = hello.IndexOf(s_hybridShare) + s_hybridShare.Length;
        Assert.True(hybrid >= s_hybridShare.Length);
        ReadOnlySpan<byte> behind = hello[(hybrid + HybridLength)..];
        Assert.Equal(s_share, behind[..s_share.Length].ToArray());
        byte[] inHybrid = hello.Slice(hybrid + HybridLength - Length, Length).ToArray();
        Assert.Equal(inHybrid, behind.Slice(s_share.Length, Length).ToArray());
        return inHybrid;
    }
}
