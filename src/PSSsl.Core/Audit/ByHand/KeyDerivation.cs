using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace PSSsl.Audit.ByHand;

/// <summary>Keys of TLS 1.0 to 1.2 out of a premaster secret (RFC 2246, 5; RFC 5246, 5).</summary>
internal sealed class KeyDerivation
{
    private readonly int _version;
    private readonly bool _isSha384;

    internal KeyDerivation(int version, SslCipher suite)
    {
        _version = version;
        _isSha384 = suite.StandardName.EndsWith("SHA384", StringComparison.Ordinal);
    }

    internal byte[] MasterSecret(byte[] premaster, byte[] clientRandom, byte[] serverRandom) =>
        Expand(premaster, "master secret", Join(clientRandom, serverRandom), 48);

    /// <summary>The one that is bound to the handshake (RFC 7627, 4).</summary>
    /// <param name="premaster">What both know.</param>
    /// <param name="messages">All up to the client's key exchange.</param>
    internal byte[] ExtendedMasterSecret(byte[] premaster, byte[] messages) =>
        Expand(premaster, "extended master secret", Hash(messages), 48);

    internal byte[] KeyBlock(byte[] master, byte[] clientRandom, byte[] serverRandom, int count) =>
        Expand(master, "key expansion", Join(serverRandom, clientRandom), count);

    /// <summary>What a Finished holds: of the client's messages so far, or of the server's.</summary>
    internal byte[] VerifyData(byte[] master, byte[] messages, bool isClient) =>
        Expand(master, isClient ? "client finished" : "server finished", Hash(messages), 12);

    private byte[] Hash(byte[] messages)
    {
        if (_version < 0x0303)
            return Join(Hash(MD5.Create(), messages), Hash(SHA1.Create(), messages));
        return Hash(_isSha384 ? SHA384.Create() : SHA256.Create(), messages);
    }

    private static byte[] Hash(HashAlgorithm algorithm, byte[] messages)
    {
        using (algorithm)
            return algorithm.ComputeHash(messages);
    }

    private byte[] Expand(byte[] secret, string label, byte[] seed, int count)
    {
        byte[] whole = Join(Encoding.ASCII.GetBytes(label), seed);
        if (_version >= 0x0303)
        {
            using HMAC hmac = _isSha384 ? new HMACSHA384(secret) : new HMACSHA256(secret);
            return Expand(hmac, whole, count);
        }

        // Each half of the secret has a hash of its own; they share the middle byte of an odd one.
        int half = (secret.Length + 1) / 2;
        using var first = new HMACMD5(secret.Take(half).ToArray());
        using var second = new HMACSHA1(secret.Skip(secret.Length - half).ToArray());
        byte[] one = Expand(first, whole, count), other = Expand(second, whole, count);
        return one.Select((b, i) => (byte)(b ^ other[i])).ToArray();
    }

    private static byte[] Expand(HMAC hmac, byte[] seed, int count)
    {
        var bytes = new List<byte>();
        byte[] a = seed;
        while (bytes.Count < count)
        {
            a = hmac.ComputeHash(a);
            bytes.AddRange(hmac.ComputeHash(Join(a, seed)));
        }

        return bytes.Take(count).ToArray();
    }

    internal static byte[] Join(params byte[][] parts) => parts.SelectMany(p => p).ToArray();
}
