using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using ContentInfo = Org.BouncyCastle.Asn1.Pkcs.ContentInfo;

namespace PSSsl.Engine.Keys;

/// <summary>Writes keys under a password: PKCS#8, and PKCS#12 stores with certificates.</summary>
public static class TlsKeyStore
{
    /// <summary>
    /// Iterations of a store's each password. Fewer than for a key alone: .NET's loader refuses stores with more than 300,000 for one of
    /// them unless it is told otherwise (Pkcs12LoaderLimits).
    /// </summary>
    private const int StoreIterations = 250_000;

    /// <summary>A key in PKCS#8 by PBES2: AES-256-CBC, PBKDF2 with HMAC-SHA-256 and 600,000 iterations.</summary>
    /// <exception cref="KeyMaterialException">The key does not leave its provider.</exception>
    public static byte[] EncryptKey(TlsPrivateKey key, char[] password)
    {
        byte[] pkcs8 = key.ExportPkcs8();
        try
        {
            return EncryptedPrivateKey.Encrypt(pkcs8, password, EncryptedPrivateKey.Iterations).GetDerEncoded();
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>A PKCS#12 store (RFC 7292): everything by PBES2 as keys are, integrity by HMAC-SHA-256.</summary>
    /// <param name="certificates">DER, in the order they are to have.</param>
    /// <param name="keys">Keys of some of them.</param>
    /// <param name="password">Null for a store without encryption and without integrity.</param>
    /// <exception cref="KeyMaterialException">A key does not leave its provider.</exception>
    public static byte[] WritePkcs12(IReadOnlyList<byte[]> certificates, IReadOnlyList<TlsPrivateKey> keys, char[]? password) =>
        WritePkcs12(certificates, keys, password is null ? null : new StoreProtection(password, StoreIterations, isOld: false));

    /// <summary>One by triple DES and SHA-1, for programs that read no other.</summary>
    /// <param name="certificates">DER, in the order they are to have.</param>
    /// <param name="keys">Keys of some of them.</param>
    /// <param name="password">Under which everything is.</param>
    /// <exception cref="KeyMaterialException">A key does not leave its provider.</exception>
    public static byte[] WriteOldPkcs12(IReadOnlyList<byte[]> certificates, IReadOnlyList<TlsPrivateKey> keys, char[] password) =>
        WritePkcs12(certificates, keys, new StoreProtection(password, StoreIterations, isOld: true));

    /// <summary>One that is opened at once and thrown away: its password protects nothing, so that one iteration is enough.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="key">Its key.</param>
    /// <param name="password">Any.</param>
    public static byte[] WritePassingPkcs12(byte[] certificate, TlsPrivateKey key, char[] password) =>
        WritePkcs12(new[] { certificate }, new[] { key }, new StoreProtection(password, iterations: 1, isOld: false));

    private static byte[] WritePkcs12(IReadOnlyList<byte[]> certificates, IReadOnlyList<TlsPrivateKey> keys, StoreProtection? protection)
    {
        byte[] certificateBags = new DerSequence(certificates.Select(c => (Asn1Encodable)Bag(c, keys)).ToArray()).GetDerEncoded();
        var parts = new List<ContentInfo> { Seal(certificateBags, protection) };
        if (keys.Count > 0)
            parts.Add(Data(new DerSequence(keys.Select(k => (Asn1Encodable)Bag(k, protection)).ToArray()).GetDerEncoded()));
        byte[] safe = new DerSequence(parts.ToArray<Asn1Encodable>()).GetDerEncoded();
        return new Pfx(Data(safe), protection?.Mac(safe)).GetDerEncoded();
    }

    private static SafeBag Bag(byte[] certificate, IReadOnlyList<TlsPrivateKey> keys)
    {
        var bag = new CertBag(PkcsObjectIdentifiers.X509Certificate, new DerOctetString(certificate));
        return new SafeBag(PkcsObjectIdentifiers.CertBag, bag, keys.FirstOrDefault(k => k.Fits(certificate)) is { } key
            ? Marks(key, certificate) : null);
    }

    private static SafeBag Bag(TlsPrivateKey key, StoreProtection? protection)
    {
        byte[] pkcs8 = key.ExportPkcs8();
        try
        {
            if (protection is null)
                return new SafeBag(PkcsObjectIdentifiers.KeyBag, PrivateKeyInfo.GetInstance(pkcs8.Clone()), Marks(key, null));
            (AlgorithmIdentifier algorithm, byte[] encrypted) = protection.Encrypt(pkcs8);
            return new SafeBag(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag, new EncryptedPrivateKeyInfo(algorithm, encrypted),
                Marks(key, null));
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>What tells which key and certificate belong together: the same localKeyID at both, a digest of the public key.</summary>
    private static DerSet Marks(TlsPrivateKey key, byte[]? certificate)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(key.PublicKeyInfo!, 0, key.PublicKeyInfo!.Length);
        var id = new byte[digest.GetDigestSize()];
        digest.DoFinal(id, 0);
        var marks = new Asn1EncodableVector
            { new DerSequence(PkcsObjectIdentifiers.Pkcs9AtLocalKeyID, new DerSet(new DerOctetString(id))) };
        if (certificate is not null && CommonName(certificate) is { } name)
            marks.Add(new DerSequence(PkcsObjectIdentifiers.Pkcs9AtFriendlyName, new DerSet(new DerBmpString(name))));
        return DerSet.FromVector(marks);
    }

    private static string? CommonName(byte[] certificate) =>
        CertificateParts.SubjectOf(certificate)?.GetValueList(X509Name.CN).Cast<string>()
            .LastOrDefault(n => n.Length is > 0 and <= 255);

    private static ContentInfo Data(byte[] content) => new(PkcsObjectIdentifiers.Data, new DerOctetString(content));

    private static ContentInfo Seal(byte[] content, StoreProtection? protection)
    {
        if (protection is null)
            return Data(content);
        (AlgorithmIdentifier algorithm, byte[] encrypted) = protection.Encrypt(content);
        // EncryptedData is written by hand: the library's has indefinite lengths, which not everybody reads within DER.
        var info = new DerSequence(PkcsObjectIdentifiers.Data, algorithm, new DerTaggedObject(false, 0, new DerOctetString(encrypted)));
        return new ContentInfo(PkcsObjectIdentifiers.EncryptedData, new DerSequence(DerInteger.Zero, info));
    }
}
