using System;
using System.Security.Cryptography;
using System.Text;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.ByHand;

/// <summary>The key schedule of TLS 1.3 (RFC 8446, 7.1), as far as a handshake without a pre-shared key needs it.</summary>
internal sealed class Tls13Keys
{
    private readonly bool _isSha384;
    private readonly byte[] _client, _server, _master;

    /// <param name="suite">What was agreed on.</param>
    /// <param name="shared">The secret of the key exchange.</param>
    /// <param name="hellos">Both hellos.</param>
    internal Tls13Keys(SslCipher suite, byte[] shared, byte[] hellos)
    {
        _isSha384 = suite.StandardName.EndsWith("SHA384", StringComparison.Ordinal);
        KeyLength = suite.Bits / 8;
        byte[] nothing = new byte[HashLength];
        byte[] handshake = Extract(Derive(Extract(nothing, nothing), "derived", Array.Empty<byte>()), shared);
        _client = Derive(handshake, "c hs traffic", hellos);
        _server = Derive(handshake, "s hs traffic", hellos);
        _master = Extract(Derive(handshake, "derived", Array.Empty<byte>()), nothing);
    }

    private int HashLength => _isSha384 ? 48 : 32;

    private int KeyLength { get; }

    /// <summary>What the server's first flight is sealed with.</summary>
    internal Tls13Seal OfServer() => Seal(_server);

    /// <summary>What the end of the client's handshake is sealed with.</summary>
    internal Tls13Seal OfClient() => Seal(_client);

    /// <summary>What the server says once the handshake is over.</summary>
    /// <param name="messages">All up to the server's Finished.</param>
    internal Tls13Seal OfServerLater(byte[] messages) => Seal(Derive(_master, "s ap traffic", messages));

    /// <summary>What the client's Finished holds (RFC 8446, 4.4.4).</summary>
    internal byte[] VerifyData(byte[] messages)
    {
        using HMAC hmac = Hmac(Expand(_client, "finished", Array.Empty<byte>(), HashLength));
        return hmac.ComputeHash(Hash(messages));
    }

    private Tls13Seal Seal(byte[] secret) => new(Expand(secret, "key", Array.Empty<byte>(), KeyLength),
        Expand(secret, "iv", Array.Empty<byte>(), Tls13Seal.NonceLength));

    private byte[] Derive(byte[] secret, string label, byte[] messages) => Expand(secret, label, Hash(messages), HashLength);

    private byte[] Extract(byte[] salt, byte[] secret)
    {
        using HMAC hmac = Hmac(salt);
        return hmac.ComputeHash(secret);
    }

    /// <summary>One block of HKDF (RFC 5869, 2.3) is enough: nothing here is longer than a hash.</summary>
    private byte[] Expand(byte[] secret, string label, byte[] context, int count)
    {
        byte[] info = WireWriter.Of(w => w.U16(count).Vector8(Encoding.ASCII.GetBytes("tls13 " + label)).Vector8(context).U8(1));
        using HMAC hmac = Hmac(secret);
        byte[] block = hmac.ComputeHash(info);
        Array.Resize(ref block, count);
        return block;
    }

    private byte[] Hash(byte[] messages)
    {
        using HashAlgorithm hash = _isSha384 ? SHA384.Create() : SHA256.Create();
        return hash.ComputeHash(messages);
    }

    private HMAC Hmac(byte[] key) => _isSha384 ? new HMACSHA384(key) : new HMACSHA256(key);
}
