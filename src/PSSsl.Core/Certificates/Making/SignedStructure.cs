using System;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Making;

/// <summary>
/// What is to be signed, the algorithm, the signature: the frame of certificates and revocation lists (RFC 5280, 4.1.1 and 5.1.1).
/// </summary>
internal static class SignedStructure
{
    /// <param name="key">Who signs.</param>
    /// <param name="hash">Null for the one that goes with the key.</param>
    /// <param name="content">Makes what is signed, in which the algorithm stands too.</param>
    /// <exception cref="SslException">The key cannot sign so.</exception>
    internal static byte[] Make(TlsPrivateKey key, string? hash, Func<byte[], byte[]> content)
    {
        if (hash is not null && !TlsKeySigner.TakesHash(key))
            throw SslException.Option($"{key.Algorithm} signs with a hash of its own, none can be chosen.", "Leave -HashAlgorithm out.");
        TlsKeySigner signer = TlsKeySigner.For(key, hash ?? TlsKeySigner.DefaultHash(key))
            ?? throw SslException.Option($"A {key.Algorithm} key cannot sign certificates here.",
                "Use RSA, ECDSA, Ed25519, Ed448 or ML-DSA.");
        byte[] signed = content(signer.AlgorithmIdentifier);
        try
        {
            return DerWriter.Sequence(signed, signer.AlgorithmIdentifier, DerWriter.BitString(signer.Sign(signed)));
        }
        catch (KeyMaterialException e)
        {
            throw SslException.Configuration(SslErrorCode.KeyUnusable,
                $"The issuer's private key cannot be used: {e.Message.TrimEnd('.')}.",
                "Check that this process may use it.", e);
        }
    }
}
