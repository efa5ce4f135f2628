using System;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
#if NET
using System.Security.Cryptography;
#endif

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A secret of the key schedule. A handshake derives some fifty of them; the platform's HMAC takes a sixth of the library's time.
/// </summary>
internal class EngineSecret : BcTlsSecret
{
    internal EngineSecret(BcTlsCrypto crypto, byte[] data)
        : base(crypto, data)
    {
    }

    /// <summary>A secret of the library's as one of this kind; the library's is used up.</summary>
    internal static EngineSecret Of(BcTlsCrypto crypto, TlsSecret secret) =>
        secret as EngineSecret ?? new EngineSecret(crypto, secret.Extract());

#if NET
    private const int LongestInfo = 512;

    public override byte[] CalculateHmac(int cryptoHashAlgorithm, byte[] buf, int off, int len)
    {
        if (!PlatformHmac.Knows(cryptoHashAlgorithm))
            return base.CalculateHmac(cryptoHashAlgorithm, buf, off, len);
        lock (this)
        {
            CheckAlive();
            return PlatformHmac.Compute(cryptoHashAlgorithm, m_data, buf.AsSpan(off, len));
        }
    }

    /// <summary>RFC 5869, 2.2. The salt, this secret, is used up.</summary>
    public override TlsSecret HkdfExtract(int cryptoHashAlgorithm, TlsSecret ikm)
    {
        if (!PlatformHmac.Knows(cryptoHashAlgorithm) || ikm is not AbstractTlsSecret material)
            return base.HkdfExtract(cryptoHashAlgorithm, ikm);
        byte[] salt = Extract(), key = CopyData(material);
        try
        {
            return new EngineSecret(m_crypto, PlatformHmac.Compute(cryptoHashAlgorithm, salt, key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(salt);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>RFC 5869, 2.3. TLS 1.3 never asks for more than one block.</summary>
    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, ReadOnlySpan<byte> info, int length)
    {
        if (!PlatformHmac.Knows(cryptoHashAlgorithm) || length < 1 || length > TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)
            || info.Length >= LongestInfo)
            return Own(base.HkdfExpand(cryptoHashAlgorithm, info, length));
        Span<byte> block = stackalloc byte[info.Length + 1];
        info.CopyTo(block);
        block[info.Length] = 1;
        lock (this)
        {
            CheckAlive();
            byte[] expanded = PlatformHmac.Compute(cryptoHashAlgorithm, m_data, block);
            if (length == expanded.Length)
                return new EngineSecret(m_crypto, expanded);
            byte[] first = expanded[..length];
            CryptographicOperations.ZeroMemory(expanded);
            return new EngineSecret(m_crypto, first);
        }
    }

    public override TlsSecret DeriveUsingPrf(int prfAlgorithm, string label, byte[] seed, int length) =>
        Own(base.DeriveUsingPrf(prfAlgorithm, label, seed, length));

    public override TlsSecret DeriveUsingPrf(int prfAlgorithm, ReadOnlySpan<char> label, ReadOnlySpan<byte> seed, int length) =>
        Own(base.DeriveUsingPrf(prfAlgorithm, label, seed, length));

    /// <summary>P_hash of TLS 1.2 (RFC 5246, 5).</summary>
    protected override void HmacHash(int cryptoHashAlgorithm, byte[] secret, int secretOff, int secretLen, byte[] seed, byte[] output)
    {
        if (!PlatformHmac.Knows(cryptoHashAlgorithm))
        {
            base.HmacHash(cryptoHashAlgorithm, secret, secretOff, secretLen, seed, output);
            return;
        }

        ReadOnlySpan<byte> key = secret.AsSpan(secretOff, secretLen);
        byte[] a = seed;
        for (int at = 0; at < output.Length;)
        {
            a = PlatformHmac.Compute(cryptoHashAlgorithm, key, a);
            byte[] block = PlatformHmac.Compute(cryptoHashAlgorithm, key, [.. a, .. seed]);
            int taken = Math.Min(block.Length, output.Length - at);
            Buffer.BlockCopy(block, 0, output, at, taken);
            CryptographicOperations.ZeroMemory(block);
            at += taken;
        }
    }

    /// <summary>What the library derived, as a secret of this kind.</summary>
    private EngineSecret Own(TlsSecret derived) => Of(m_crypto, derived);
#endif
}
