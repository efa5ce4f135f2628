using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>Whatever a peer shows that cannot be read or used is the peer's fault, in both roles, with the alert that was sent.</summary>
public sealed class BlameTests
{
    private const int Illegal = 47, BadCertificate = 42, Unsupported = 43, BadRecord = 20;

    private static readonly RSA s_key = RSA.Create(2048);

    [Theory]
    [InlineData("garbage behind a good one", 0x0304)]
    [InlineData("garbage behind a good one", 0x0303)]
    [InlineData("exponent one", 0x0304)]
    [InlineData("exponent one", 0x0303)]
    [InlineData("off the curve", 0x0304)]
    [InlineData("off the curve", 0x0303)]
    [InlineData("too short a key", 0x0304)]
    [InlineData("too short a key", 0x0303)]
    public void ACertificateThatCannotBeUsed(string what, int version)
    {
        byte[][] chain = Chain(what);
        // It does not own the key, which the other cases use too.
#pragma warning disable CA2000
        var shown = new TlsIdentity(chain, s_key, null, null);
#pragma warning restore CA2000
        TlsEngineException client = Fails(EnginePair.ClientSettings(version), EnginePair.ServerSettings(shown, version), byClient: true);
        Assert.Equal(TlsFailure.AlertSent, client.Failure);
        Assert.Contains(client.Alert, new[] { BadCertificate, Unsupported, Illegal });
        // Only a programmer can use those.
        Assert.DoesNotContain("arameter", client.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("error:", client.Detail, StringComparison.Ordinal);
        using TlsIdentity server = EnginePair.Rsa();
        TlsEngineSettings asking = EnginePair.ServerSettings(server, version) with { ClientCertificate = TlsClientCertificate.Require };
        TlsEngineException other = Fails(EnginePair.ClientSettings(version) with { Identities = [shown] }, asking, byClient: false);
        Assert.Equal(TlsFailure.AlertSent, other.Failure);
        Assert.Contains(other.Alert, new[] { BadCertificate, Unsupported, Illegal });
    }

    [Fact]
    public void AShareOfLowOrder()
    {
        using TlsIdentity identity = EnginePair.Ec();
        TlsEngineException failure =
            Fails(EnginePair.ClientSettings(0x0304) with { Groups = [29] }, EnginePair.ServerSettings(identity, 0x0304), byClient: true,
            hello => Array.Clear(hello, Find(hello, [0, 29, 0, 32]) + 4, 32));
        Assert.Equal(TlsFailure.AlertSent, failure.Failure);
        Assert.Equal(Illegal, failure.Alert);
    }

    [Fact]
    public void ARecordThatWasChanged()
    {
        using TlsIdentity identity = EnginePair.Ec();
        foreach (int suite in new[] { 0x1301, 0x1303 })
        {
            TlsEngineSettings client = EnginePair.ClientSettings(0x0304) with { CipherSuites = [suite] };
            using var pair = new EnginePair(client, EnginePair.ServerSettings(identity, 0x0304));
            pair.Handshake();
            pair.Server.Write([1, 2, 3], 0, 3);
            TlsEngineException failure =
                Assert.Throws<TlsEngineException>(() => Carry(pair.Server, pair.Client, flight => flight[^1] ^= 1));
            Assert.Equal(TlsFailure.AlertSent, failure.Failure);
            Assert.True(failure.Alert == BadRecord, $"{suite:X4}: {failure.Message}");
        }
    }

    [Fact]
    public void WhoeverJudgesIsNotThePeer()
    {
        using TlsIdentity identity = EnginePair.Ec();
        TlsEngineSettings client =
            EnginePair.ClientSettings(0x0304) with { Judge = _ => throw new CryptographicException("the judge's own") };
        TlsEngineException failure = Fails(client, EnginePair.ServerSettings(identity, 0x0304), byClient: true);
        Assert.Equal(TlsFailure.HostFailed, failure.Failure);
        Assert.IsType<CryptographicException>(failure.InnerException);
    }

    [Theory]
    [InlineData(0x0304)]
    [InlineData(0x0303)]
    public void WhoGivesAStapleThatIsNoneIsNotThePeer(int version)
    {
        using TlsIdentity identity = EnginePair.Ec();
        TlsEngineSettings server = EnginePair.ServerSettings(identity, version) with { FindStatus = _ => [1, 2, 3] };
        using var pair = new EnginePair(EnginePair.ClientSettings(version), server);
        TlsEngineException failure = Assert.Throws<TlsEngineException>(pair.Handshake);
        Assert.Equal((TlsFailure.HostFailed, 80), (failure.Failure, failure.Alert));
        Assert.Same(failure, pair.Server.Failure);
    }

    [Theory]
    [InlineData(0x0304)]
    [InlineData(0x0303)]
    [InlineData(0x0302)]
    public void AKeyThatIsGoneIsNotThePeers(int version)
    {
        TlsIdentity identity = EnginePair.Ec();
        identity.Dispose();
        using var pair = new EnginePair(EnginePair.ClientSettings(version), EnginePair.ServerSettings(identity, version));
        TlsEngineException failure = Assert.Throws<TlsEngineException>(pair.Handshake);
        Assert.Same(failure, pair.Server.Failure);
        Assert.Equal((TlsFailure.KeyFailed, 80), (failure.Failure, failure.Alert));
    }

    [Fact]
    public void WhatWeDoByOurselvesIsNotThePeers()
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var pair =
            new EnginePair(EnginePair.ClientSettings(0x0303) with { Versions = [] }, EnginePair.ServerSettings(identity, 0x0303));
        TlsEngineException failure = Assert.Throws<TlsEngineException>(pair.Client.Start);
        Assert.Equal(TlsFailure.EngineFailed, failure.Failure);
        using var open = new EnginePair(EnginePair.ClientSettings(0x0303), EnginePair.ServerSettings(identity, 0x0303));
        open.Handshake();
        open.Client.Close();
        failure = Assert.Throws<TlsEngineException>(() => open.Client.Write([1], 0, 1));
        Assert.Equal(TlsFailure.EngineFailed, failure.Failure);
    }

    [Theory]
    [InlineData(0x0304, 0x1301)]
    [InlineData(0x0303, 0xC035)]
    [InlineData(0x0303, 0xC0A4)]
    public void AnotherKeyUnderTheSameIdentityIsNamed(int version, int suite)
    {
        byte[] identity = [1, 2, 3];
        TlsEngineSettings client = EnginePair.ClientSettings(version) with
        {
            CipherSuites = [suite], PreSharedKeys = [new TlsPreSharedKey(identity, new byte[32])],
        };
        using TlsIdentity shown = EnginePair.Ec();
        TlsEngineSettings server = EnginePair.ServerSettings(shown, version) with
        {
            Identities = [], CipherSuites = [suite], FindPreSharedKey = _ => [.. new byte[31], 1],
        };
        using var pair = new EnginePair(client, server);
        TlsEngineException failure = Assert.Throws<TlsEngineException>(pair.Handshake);
        Assert.Equal(TlsFailure.WrongPreSharedKey, failure.Failure);
    }

    [Theory]
    [InlineData(0x0304)]
    [InlineData(0x0303)]
    public void NothingInCommonIsNamed(int version)
    {
        using TlsIdentity identity = EnginePair.Ec();
        (TlsEngineSettings Client, TlsEngineSettings Server)[] unlike =
        [
            (new() { CipherSuites = [0x1303, 0xCCA9] }, new() { CipherSuites = [0x1301, 0xC02B] }),
            (new() { Groups = [29] }, new() { Groups = [24] }),
            (new() { SignatureSchemes = [0x0807] }, new()),
        ];
        foreach ((TlsEngineSettings client, TlsEngineSettings server) in unlike)
        {
            TlsEngineSettings own = EnginePair.ClientSettings(version), other = EnginePair.ServerSettings(identity, version);
            using var pair = new EnginePair(
                own with
                {
                    CipherSuites = client.CipherSuites.Count > 0 ? client.CipherSuites : own.CipherSuites,
                    Groups = client.Groups.Count > 0 ? client.Groups : own.Groups,
                    SignatureSchemes = client.SignatureSchemes.Count > 0 ? client.SignatureSchemes : own.SignatureSchemes,
                },
                other with
                {
                    CipherSuites = server.CipherSuites.Count > 0 ? server.CipherSuites : other.CipherSuites,
                    Groups = server.Groups.Count > 0 ? server.Groups : other.Groups,
                });
            TlsEngineException failure = Assert.Throws<TlsEngineException>(pair.Handshake);
            Assert.Equal((TlsFailure.NothingInCommon, 40), (failure.Failure, failure.Alert));
        }
    }

    private static TlsEngineException Fails(TlsEngineSettings clientSettings, TlsEngineSettings serverSettings, bool byClient,
        Action<byte[]>? change = null)
    {
        using var pair = new EnginePair(clientSettings, serverSettings);
        pair.Server.Start();
        pair.Client.Start();
        EnginePair.Move(pair.Client, pair.Server);
        try
        {
            Carry(pair.Server, pair.Client, change);
            for (int i = 0; i < 6; i++)
            {
                EnginePair.Move(pair.Client, pair.Server);
                EnginePair.Move(pair.Server, pair.Client);
            }
        }
        catch (TlsEngineException e)
        {
            Assert.Same(e, byClient ? pair.Client.Failure : pair.Server.Failure);
            return e;
        }

        throw new InvalidOperationException("Nothing failed.");
    }

    private static void Carry(TlsEngine from, TlsEngine to, Action<byte[]>? change)
    {
        ArraySegment<byte> output = from.TakeOutput();
        byte[] flight = output.ToArray();
        change?.Invoke(flight);
        for (int sent = 0; sent < flight.Length;)
        {
            ArraySegment<byte> room = to.ReceiveRoom();
            int count = Math.Min(room.Count, flight.Length - sent);
            Buffer.BlockCopy(flight, sent, room.Array!, room.Offset, count);
            to.Received(count);
            to.Process();
            sent += count;
        }
    }

    private static int Find(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part);

    private static byte[][] Chain(string what)
    {
        byte[] good = Certificate(new PublicKey(s_key));
        byte[] garbage = [0x30, 0x03, 0x02, 0x01, 0x05];
        return what switch
        {
            "garbage behind a good one" => [good, garbage],
            "too short a key" =>
                [Certificate(PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromHexString("300C300506032B65700303000102"), out _))],
            "exponent one" => [Certificate(PublicKey.CreateFromSubjectPublicKeyInfo(ExponentOne(), out _))],
            _ => [Certificate(OffTheCurve())],
        };
    }

    /// <summary>
    /// The key's own SPKI with exponent 65537 (02 03 01 00 01) put as one of the same length is not DER; so it is written anew.
    /// </summary>
    private static byte[] ExponentOne()
    {
        RSAParameters parameters = s_key.ExportParameters(includePrivateParameters: false);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            var inner = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
            using (inner.PushSequence())
            {
                inner.WriteIntegerUnsigned(parameters.Modulus);
                inner.WriteInteger(1);
            }

            writer.WriteBitString(inner.Encode());
        }

        return writer.Encode();
    }

    private static PublicKey OffTheCurve()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PublicKey own = new(key);
        byte[] point = own.EncodedKeyValue.RawData.ToArray();
        point[^1] ^= 1;
        return new PublicKey(own.Oid, own.EncodedParameters, new AsnEncodedData(point));
    }

    private static byte[] Certificate(PublicKey key)
    {
        var name = new X500DistinguishedName("CN=blame");
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(name, key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.Create(name, X509SignatureGenerator.CreateForRSA(s_key, RSASignaturePadding.Pkcs1),
            now.AddDays(-1), now.AddDays(5), [1, 2, 3]);
        return made.RawData;
    }
}
