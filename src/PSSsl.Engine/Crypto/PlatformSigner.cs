#if NET
using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Crypto;

/// <summary>Signs with a key of the platform, which may live in a store, a smart card or an HSM and never leave it.</summary>
internal sealed class PlatformSigner : TlsSigner
{
    private readonly AsymmetricAlgorithm _key;

    internal PlatformSigner(AsymmetricAlgorithm key) => _key = key;

    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm? algorithm, byte[] hash)
    {
        if (_key is ECDsa ecdsa)
        {
            // Before TLS 1.2 the hash is MD5's and SHA-1's one after the other, and ECDSA signs the latter (RFC 8422, 5.4).
            byte[] signed = algorithm is null ? hash[16..] : hash;
            return ecdsa.SignHash(signed, DSASignatureFormat.Rfc3279DerSequence);
        }

        if (!PlatformScheme.TryGetRsa(SignatureScheme.From(algorithm), out HashAlgorithmName name, out RSASignaturePadding? padding))
            throw OwnFault.Key("it does not sign with this scheme");
        return ((RSA)_key).SignHash(hash, name, padding);
    }

    public TlsStreamSigner GetStreamSigner(SignatureAndHashAlgorithm algorithm) => null!;
}
#endif
