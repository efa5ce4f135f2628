using System;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using PSSsl.Engine.Crypto;

namespace PSSsl.Engine.Sessions;

/*
 * The library offers and accepts pre-shared keys of TLS 1.3, but takes each for an external one. A key that comes from a session differs in
 * a single place of the protocol: its binder's label is "res binder" instead of "ext binder" (RFC 8446, 7.1). The early secret that the
 * library derives the binder from is made by the crypto layer, which knows whose key it is made of; so that secret puts the right label in.
 */

/// <summary>The key of a session of TLS 1.3.</summary>
internal sealed class ResumptionKey : EngineSecret
{
    internal ResumptionKey(BcTlsCrypto crypto, byte[] key)
        : base(crypto, key)
    {
    }
}

/// <summary>Where HKDF begins: an early secret that is made of a session's key knows it.</summary>
internal sealed class HkdfStart : EngineSecret
{
    internal HkdfStart(BcTlsCrypto crypto, int cryptoHashAlgorithm)
        : base(crypto, new byte[TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)])
    {
    }

    public override TlsSecret HkdfExtract(int cryptoHashAlgorithm, TlsSecret ikm)
    {
        TlsSecret extracted = base.HkdfExtract(cryptoHashAlgorithm, ikm);
        return ikm is ResumptionKey ? new ResumptionEarlySecret(m_crypto, extracted.Extract()) : extracted;
    }
}

/// <summary>The early secret of a resumed session.</summary>
internal sealed class ResumptionEarlySecret : EngineSecret
{
    private static readonly byte[] s_external = Encoding.ASCII.GetBytes("tls13 ext binder");
    private static readonly byte[] s_resumption = Encoding.ASCII.GetBytes("tls13 res binder");

    internal ResumptionEarlySecret(BcTlsCrypto crypto, byte[] data)
        : base(crypto, data)
    {
    }

#if NET
    // The library's other overload ends here too.
    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, ReadOnlySpan<byte> info, int length) =>
        base.HkdfExpand(cryptoHashAlgorithm, Relabel(info.ToArray()).AsSpan(), length);
#else
    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, byte[] info, int length) =>
        base.HkdfExpand(cryptoHashAlgorithm, Relabel(info), length);
#endif

    /// <summary>HkdfLabel (RFC 8446, 7.1): length of two bytes, then the label with a length of one.</summary>
    private static byte[] Relabel(byte[] info)
    {
        const int labelAt = 3;
        if (info.Length < labelAt + s_external.Length || info[2] != s_external.Length)
            return info;
        for (int i = 0; i < s_external.Length; i++)
        {
            if (info[labelAt + i] != s_external[i])
                return info;
        }

        var relabelled = (byte[])info.Clone();
        Buffer.BlockCopy(s_resumption, 0, relabelled, labelAt, s_resumption.Length);
        return relabelled;
    }
}

/// <summary>A session, or a key both ends were given, as the library takes pre-shared keys.</summary>
internal sealed class OfferedKey : TlsPskExternal
{
    internal OfferedKey(byte[] identity, TlsSecret key, int prfAlgorithm)
    {
        Identity = identity;
        Key = key;
        PrfAlgorithm = prfAlgorithm;
    }

    public byte[] Identity { get; }

    public TlsSecret Key { get; }

    public int PrfAlgorithm { get; }

    internal bool IsResumption => Key is ResumptionKey;
}
