using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;

namespace PSSsl.Engine.Keys;

/// <summary>
/// A certificate with its chain, as it is sent, and the private key. An RSA or EC key is the platform's, which may be one that
/// never leaves a store, a smart card or an HSM; other kinds are the library's.
/// </summary>
public sealed class TlsIdentity : IDisposable
{
    internal TlsIdentity(IReadOnlyList<byte[]> chain, RSA? rsa, ECDsa? ecdsa, AsymmetricKeyParameter? managed)
    {
        ChainDer = chain;
        PlatformRsa = rsa;
        PlatformEcdsa = ecdsa;
        ManagedKey = managed;
    }

    /// <summary>The certificates (DER), our own first, each followed by its issuer's as far as they are known.</summary>
    public IReadOnlyList<byte[]> ChainDer { get; }

    /// <summary>
    /// The object identifier of the curve of an EC key, if it is one that clients take from no server unless they are told to: neither
    /// P-256 nor P-384 nor P-521. Empty for a curve without a name; null for the others, and for other keys.
    /// </summary>
    public string? RareCurve => Protocol.SignatureKinds.RareCurve(this);

    internal RSA? PlatformRsa { get; }

    internal ECDsa? PlatformEcdsa { get; }

    internal AsymmetricKeyParameter? ManagedKey { get; }

    /// <summary>Pairs a key with the one of the certificates that it belongs to.</summary>
    /// <returns>Null if it belongs to none of them. It keeps a copy of the key.</returns>
    public static TlsIdentity? Pair(IReadOnlyList<byte[]> certificates, TlsPrivateKey key)
    {
        IReadOnlyList<byte[]>? chain = CertificateChains.Order(certificates, key);
        if (chain is null)
            return null;
#if NET
        AsymmetricAlgorithm? imported = TryImport(key);
        if (imported is not null)
            return new TlsIdentity(chain, imported as RSA, imported as ECDsa, null);
#endif
        return new TlsIdentity(chain, null, null, key.ToManaged());
    }

    /// <summary>Takes a certificate whose key the platform holds.</summary>
    /// <param name="certificate">The certificate with its key.</param>
    /// <param name="others">Certificates to send along: issuers.</param>
    /// <returns>Null if it has no key, or one that the platform cannot use for signing.</returns>
    public static TlsIdentity? FromPlatform(X509Certificate2 certificate, IEnumerable<X509Certificate2> others)
    {
        if (!certificate.HasPrivateKey)
            return null;
        IReadOnlyList<byte[]> chain = CertificateChains.Order(certificate.RawData, others.Select(c => c.RawData));
        RSA? rsa = certificate.GetRSAPrivateKey();
        ECDsa? ecdsa = rsa is null ? certificate.GetECDsaPrivateKey() : null;
#if NET
        return rsa is null && ecdsa is null ? null : new TlsIdentity(chain, rsa, ecdsa, null);
#else
        // There the library signs, so the key must be one that can be exported.
        AsymmetricKeyParameter? key = PlatformKeys.TryExport(rsa, ecdsa);
        rsa?.Dispose();
        ecdsa?.Dispose();
        return key is null ? null : new TlsIdentity(chain, null, null, key);
#endif
    }

    /// <summary>Lets go of the key.</summary>
    public void Dispose()
    {
        PlatformRsa?.Dispose();
        PlatformEcdsa?.Dispose();
    }

#if NET
    /// <summary>The platform's form of a key; null for kinds that it does not have.</summary>
    internal static AsymmetricAlgorithm? TryImport(TlsPrivateKey key)
    {
        AsymmetricAlgorithm? target = key.Algorithm switch
        {
            "RSA" => RSA.Create(),
            "EC" => ECDsa.Create(),
            _ => null,
        };
        if (target is null)
            return null;
        byte[] pkcs8 = key.ExportPkcs8();
        try
        {
            target.ImportPkcs8PrivateKey(pkcs8, out _);
            return target;
        }
        catch (CryptographicException)
        {
            // A curve that this platform does not know: the library signs.
            target.Dispose();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
#endif
}
