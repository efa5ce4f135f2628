#if NET
using System;
using System.IO;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Crypto;

/// <summary>Checks signatures of TLS 1.2 by the platform.</summary>
internal sealed class PlatformVerifier : TlsVerifier
{
    private readonly EngineCrypto _crypto;
    private readonly AsymmetricAlgorithm _key;

    internal PlatformVerifier(EngineCrypto crypto, AsymmetricAlgorithm key)
    {
        _crypto = crypto;
        _key = key;
    }

    internal static bool IsRsa(short signatureAlgorithm) => signatureAlgorithm is SignatureAlgorithm.rsa
        or SignatureAlgorithm.rsa_pss_rsae_sha256 or SignatureAlgorithm.rsa_pss_rsae_sha384 or SignatureAlgorithm.rsa_pss_rsae_sha512;

    public TlsStreamVerifier GetStreamVerifier(DigitallySigned digitallySigned) => null!;

    public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
    {
        int scheme = SignatureScheme.From(digitallySigned.Algorithm);
        _crypto.Noticed(scheme);
        if (_key is ECDsa ecdsa)
            return Checked(() => ecdsa.VerifyHash(hash, digitallySigned.Signature, DSASignatureFormat.Rfc3279DerSequence));
        if (!PlatformScheme.TryGetRsa(scheme, out HashAlgorithmName name, out RSASignaturePadding? padding))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        return Checked(() => ((RSA)_key).VerifyHash(hash, digitallySigned.Signature, name, padding));
    }

    /// <summary>A wrong signature is not accepted; what throws is a key that the platform does no arithmetic with.</summary>
    internal static bool Checked(Func<bool> verify) =>
        PeerFault.Guard(AlertDescription.bad_certificate, "The certificate's key verifies nothing", verify);
}

/// <summary>Checks signatures of TLS 1.3 by the platform.</summary>
#pragma warning disable CA1001 // A MemoryStream holds nothing that must be let go; the protocol closes it.
internal sealed class PlatformVerifier13 : Tls13Verifier
#pragma warning restore CA1001
{
    private readonly AsymmetricAlgorithm _key;
    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding? _padding;
    private readonly MemoryStream _message = new(256);

    internal PlatformVerifier13(RSA key, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        _key = key;
        _hash = hash;
        _padding = padding;
    }

    internal PlatformVerifier13(ECDsa key, HashAlgorithmName hash)
    {
        _key = key;
        _hash = hash;
    }

    public Stream Stream => _message;

    public bool VerifySignature(byte[] signature)
    {
        byte[] message = _message.ToArray();
        return PlatformVerifier.Checked(() => _key is RSA rsa
            ? rsa.VerifyData(message, signature, _hash, _padding!)
            : ((ECDsa)_key).VerifyData(message, signature, _hash, DSASignatureFormat.Rfc3279DerSequence));
    }
}

/// <summary>RSA key transport (RFC 5246, 7.4.7.1) by the platform.</summary>
internal sealed class PlatformEncryptor : TlsEncryptor
{
    private readonly RSA _key;

    internal PlatformEncryptor(RSA key) => _key = key;

    public byte[] Encrypt(byte[] input, int inOff, int length) =>
        PeerFault.Guard(AlertDescription.bad_certificate, "The certificate's key encrypts nothing",
            () => _key.Encrypt(input.AsSpan(inOff, length), RSAEncryptionPadding.Pkcs1));
}
#endif
