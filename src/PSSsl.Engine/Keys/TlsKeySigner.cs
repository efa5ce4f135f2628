using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>Signs as certificates and revocation lists are signed (RFC 5280, 4.1.1.3; RFC 8410; RFC 9881).</summary>
public sealed class TlsKeySigner
{
    private static readonly SecureRandom s_random = new(new CryptoApiRandomGenerator());

    private static readonly Dictionary<string, DerObjectIdentifier> s_algorithms = new()
    {
        ["RSA SHA256"] = PkcsObjectIdentifiers.Sha256WithRsaEncryption,
        ["RSA SHA384"] = PkcsObjectIdentifiers.Sha384WithRsaEncryption,
        ["RSA SHA512"] = PkcsObjectIdentifiers.Sha512WithRsaEncryption,
        ["EC SHA256"] = X9ObjectIdentifiers.ECDsaWithSha256,
        ["EC SHA384"] = X9ObjectIdentifiers.ECDsaWithSha384,
        ["EC SHA512"] = X9ObjectIdentifiers.ECDsaWithSha512,
        ["Ed25519"] = EdECObjectIdentifiers.id_Ed25519,
        ["Ed448"] = EdECObjectIdentifiers.id_Ed448,
        ["ML-DSA-44"] = NistObjectIdentifiers.id_ml_dsa_44,
        ["ML-DSA-65"] = NistObjectIdentifiers.id_ml_dsa_65,
        ["ML-DSA-87"] = NistObjectIdentifiers.id_ml_dsa_87,
    };

    private readonly TlsPrivateKey _key;
    private readonly string? _hash;
    private readonly DerObjectIdentifier _algorithm;

    private TlsKeySigner(TlsPrivateKey key, string? hash, DerObjectIdentifier algorithm)
    {
        _key = key;
        _hash = hash;
        _algorithm = algorithm;
        AlgorithmIdentifier = (key.Algorithm == "RSA" ? new AlgorithmIdentifier(algorithm, DerNull.Instance)
            : new AlgorithmIdentifier(algorithm)).GetDerEncoded();
    }

    /// <summary>The signature's AlgorithmIdentifier (DER).</summary>
    public byte[] AlgorithmIdentifier { get; }

    /// <summary>Whether keys of this kind are used with a hash that is chosen; the others bring their own.</summary>
    public static bool TakesHash(TlsPrivateKey key) => key.Algorithm is "RSA" or "EC";

    /// <summary>Makes a signer.</summary>
    /// <param name="key">The key, which must live as long as this.</param>
    /// <param name="hash">SHA256, SHA384 or SHA512 for RSA and EC, null for others.</param>
    /// <returns>Null if keys of this kind do not sign so.</returns>
    public static TlsKeySigner? For(TlsPrivateKey key, string? hash) =>
        s_algorithms.TryGetValue(hash is null ? key.Algorithm : $"{key.Algorithm} {hash}", out DerObjectIdentifier? algorithm)
            ? new TlsKeySigner(key, hash, algorithm) : null;

    /// <summary>
    /// The hash that goes with a key if none is given: as strong as its curve, SHA256 for RSA, null where there is no choice.
    /// </summary>
    public static string? DefaultHash(TlsPrivateKey key)
    {
        if (key.Algorithm != "EC")
            return key.Algorithm == "RSA" ? "SHA256" : null;
        Asn1Encodable parameters = SubjectPublicKeyInfo.GetInstance(key.PublicKeyInfo).Algorithm.Parameters;
        int bits = parameters is DerObjectIdentifier curve && ECNamedCurveTable.GetByOid(curve) is { } known ? known.Curve.FieldSize : 256;
        return bits > 384 ? "SHA512" : bits > 256 ? "SHA384" : "SHA256";
    }

    /// <summary>Signs.</summary>
    /// <exception cref="KeyMaterialException">The key's holder refuses.</exception>
    public byte[] Sign(byte[] content)
    {
        if (_key.Holder is not { } holder)
            return SignHere(content);
        using AsymmetricAlgorithm key = PlatformKeys.Open(holder);
        try
        {
            return SignThere(key, content);
        }
        catch (CryptographicException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.Unusable, e.Message, e);
        }
    }

    private byte[] SignHere(byte[] content)
    {
#if NET
        if (_hash is not null && TlsIdentity.TryImport(_key) is { } imported)
        {
            using (imported)
                return SignThere(imported, content);
        }
#endif
        ISigner signer = SignerUtilities.InitSigner(_algorithm, true, _key.ToManaged(), s_random);
        signer.BlockUpdate(content, 0, content.Length);
        return signer.GenerateSignature();
    }

    private byte[] SignThere(AsymmetricAlgorithm key, byte[] content)
    {
        var hash = new HashAlgorithmName(_hash);
        if (key is RSA rsa)
            return rsa.SignData(content, hash, RSASignaturePadding.Pkcs1);
#if NET
        return ((ECDsa)key).SignData(content, hash, DSASignatureFormat.Rfc3279DerSequence);
#else
        byte[] plain = ((ECDsa)key).SignData(content, hash);
        var r = new Org.BouncyCastle.Math.BigInteger(1, plain, 0, plain.Length / 2);
        var s = new Org.BouncyCastle.Math.BigInteger(1, plain, plain.Length / 2, plain.Length / 2);
        return new DerSequence(new DerInteger(r), new DerInteger(s)).GetDerEncoded();
#endif
    }
}
