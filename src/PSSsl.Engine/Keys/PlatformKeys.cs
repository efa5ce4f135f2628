using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
#if !NET
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
#endif

namespace PSSsl.Engine.Keys;

/// <summary>Keys of the platform as ours.</summary>
internal static class PlatformKeys
{
    /// <summary>The key of a certificate, to be disposed.</summary>
    /// <exception cref="KeyMaterialException">It cannot be used for signing.</exception>
    internal static AsymmetricAlgorithm Open(X509Certificate2 holder)
    {
        try
        {
            return (AsymmetricAlgorithm?)holder.GetRSAPrivateKey() ?? holder.GetECDsaPrivateKey()
                ?? throw new KeyMaterialException(KeyMaterialFault.Unusable, "the key is neither RSA nor EC");
        }
        catch (CryptographicException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.Unusable, e.Message, e);
        }
    }

    /// <exception cref="KeyMaterialException">It does not leave its provider, or is of no kind that can be used.</exception>
    internal static TlsPrivateKey Copy(AsymmetricAlgorithm key)
    {
        try
        {
            return TryCopy(key)
                ?? throw new KeyMaterialException(KeyMaterialFault.Unusable, $"it is of type {key.GetType().Name}, neither RSA nor ECDSA");
        }
        catch (CryptographicException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.NotExportable, e.Message, e);
        }
    }

#if NET
    private static TlsPrivateKey? TryCopy(AsymmetricAlgorithm key) =>
        key is RSA or ECDsa ? new TlsPrivateKey(Export(key), key.ExportSubjectPublicKeyInfo()) : null;

    private static byte[] Export(AsymmetricAlgorithm key)
    {
        try
        {
            return key.ExportPkcs8PrivateKey();
        }
        catch (CryptographicException) when (OperatingSystem.IsWindows())
        {
            // Keys of its stores that may be exported leave them only encrypted, unless they were made to do otherwise.
            char[] password = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToCharArray();
            byte[] sealedKey = key.ExportEncryptedPkcs8PrivateKey(password,
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
            return EncryptedPrivateKey.DecryptInfo(sealedKey, password);
        }
    }
#else
    private static TlsPrivateKey? TryCopy(AsymmetricAlgorithm key) =>
        TryRead(key as RSA, key as ECDsa) is { } read ? new TlsPrivateKey(read) : null;

    internal static AsymmetricKeyParameter? TryExport(RSA? rsa, ECDsa? ecdsa)
    {
        try
        {
            return TryRead(rsa, ecdsa);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static AsymmetricKeyParameter? TryRead(RSA? rsa, ECDsa? ecdsa)
    {
        if (rsa is not null)
            return DotNetUtilities.GetRsaKeyPair(rsa.ExportParameters(true)).Private;
        if (ecdsa is null)
            return null;
        ECParameters parameters = ecdsa.ExportParameters(true);
        // A curve that is given by its numbers has no name: such keys are not used.
        return parameters.Curve.IsNamed && CurveOf(parameters.Curve.Oid) is { } curve
            ? new ECPrivateKeyParameters("ECDSA", new BigInteger(1, parameters.D), curve) : null;
    }

    /// <summary>By number, or by the name that Windows has for it: there the number may be missing (CNG's nistP256, ECDSA_P256).</summary>
    private static ECNamedDomainParameters? CurveOf(Oid oid)
    {
        DerObjectIdentifier? id = oid.Value is { Length: > 0 } value ? new DerObjectIdentifier(value) : oid.FriendlyName is { } name
            ? ByName(name) : null;
        return id is not null && ECNamedCurveTable.GetByOid(id) is { } known ? new ECNamedDomainParameters(id, known) : null;
    }

    private static DerObjectIdentifier? ByName(string name)
    {
        string plain = name.StartsWith("nist", StringComparison.OrdinalIgnoreCase) ? name.Substring(4)
            : name.StartsWith("EC", StringComparison.OrdinalIgnoreCase) ? name.Substring(name.IndexOf('_') + 1) : name;
        return ECNamedCurveTable.GetOid(plain.Length > 1 && (plain[0] is 'P' or 'p') && char.IsDigit(plain[1]) ? "P-" + plain.Substring(1)
            : plain);
    }
#endif
}
