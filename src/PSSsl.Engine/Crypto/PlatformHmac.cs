#if NET
using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>HMAC by the platform, for the hashes of TLS 1.2 and 1.3.</summary>
internal static class PlatformHmac
{
    internal static bool Knows(int cryptoHashAlgorithm) =>
        cryptoHashAlgorithm is CryptoHashAlgorithm.sha256 or CryptoHashAlgorithm.sha384 or CryptoHashAlgorithm.sha512;

    internal static byte[] Compute(int cryptoHashAlgorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => cryptoHashAlgorithm switch
    {
        CryptoHashAlgorithm.sha256 => HMACSHA256.HashData(key, data),
        CryptoHashAlgorithm.sha384 => HMACSHA384.HashData(key, data),
        _ => HMACSHA512.HashData(key, data),
    };
}
#endif
