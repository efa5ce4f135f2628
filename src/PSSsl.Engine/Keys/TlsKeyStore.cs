using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Security;
using PSSsl.Engine.Keys;
using ContentInfo = Org.BouncyCastle.Asn1.Pkcs.ContentInfo;

namespace PSSsl.Engine;

/// <summary>Writes keys under a password: PKCS#8, and PKCS#12 stores with certificates.</summary>
public static class TlsKeyStore
{
    /// <summary>
    /// Iterations of a store's each password. Fewer than for a key alone: .NET's loader refuses stores with more than 300,000 for one of them unless it is told otherwise (Pkcs12LoaderLimits).
    /// </summary>
    private const int StoreIterations = 250_000;

    private const int SaltBytes = 16;

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
        WritePkcs12(certificates, keys, password, StoreIterations);

    /// <param name="certificates">DER, in the order they are to have.</param>
    /// <param name="keys">Keys of some of them.</param>
    /// <param name="password">Null for a store without encryption and without integrity.</param>
    /// <param name="iterations">How often each password is hashed: what guessing it costs.</param>
    internal static byte[] WritePkcs12(IReadOnlyList<byte[]> certificates, IReadOnlyList<TlsPrivateKey> keys, char[]? password,
        int iterations)
    {
        byte[] certificateBags = new DerSequence(certificates.Select(c => (Asn1Encodable)Bag(c, keys)).ToArray()).GetDerEncoded();
        var parts = new List<ContentInfo> { Seal(certificateBags, password, iterations) };
        if (keys.Count > 0)
            parts.Add(Data(new DerSequence(keys.Select(k => (Asn1Encodable)Bag(k, password, iterations)).ToArray()).GetDerEncoded()));
        byte[] safe = new DerSequence(parts.ToArray<Asn1Encodable>()).GetDerEncoded();
        return new Pfx(Data(safe), password is null ? null : Mac(safe, password, iterations)).GetDerEncoded();
    }

    private static SafeBag Bag(byte[] certificate, IReadOnlyList<TlsPrivateKey> keys)
    {
        var bag = new CertBag(PkcsObjectIdentifiers.X509Certificate, new DerOctetString(certificate));
        return new SafeBag(PkcsObjectIdentifiers.CertBag, bag, keys.FirstOrDefault(k => k.Fits(certificate)) is { } key ? Marks(key, certificate) : null);
    }

    private static SafeBag Bag(TlsPrivateKey key, char[]? password, int iterations)
    {
        byte[] pkcs8 = key.ExportPkcs8();
        try
        {
            return password is null
                ? new SafeBag(PkcsObjectIdentifiers.KeyBag, PrivateKeyInfo.GetInstance(pkcs8.Clone()), Marks(key, null))
                : new SafeBag(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag, EncryptedPrivateKey.Encrypt(pkcs8, password, iterations),
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
        var marks = new Asn1EncodableVector { new DerSequence(PkcsObjectIdentifiers.Pkcs9AtLocalKeyID, new DerSet(new DerOctetString(id))) };
        if (certificate is not null && CommonName(certificate) is { } name)
            marks.Add(new DerSequence(PkcsObjectIdentifiers.Pkcs9AtFriendlyName, new DerSet(new DerBmpString(name))));
        return DerSet.FromVector(marks);
    }

    private static string? CommonName(byte[] certificate) =>
        X509CertificateStructure.GetInstance(certificate).Subject.GetValueList(X509Name.CN).Cast<string>().LastOrDefault(n => n.Length is > 0 and <= 255);

    private static ContentInfo Data(byte[] content) => new(PkcsObjectIdentifiers.Data, new DerOctetString(content));

    private static ContentInfo Seal(byte[] content, char[]? password, int iterations)
    {
        if (password is null)
            return Data(content);
        (AlgorithmIdentifier algorithm, byte[] encrypted) = Pbes2.Encrypt(content, password, iterations);
        // EncryptedData is written by hand: the library's has indefinite lengths, which not everybody reads within DER.
        var info = new DerSequence(PkcsObjectIdentifiers.Data, algorithm, new DerTaggedObject(false, 0, new DerOctetString(encrypted)));
        return new ContentInfo(PkcsObjectIdentifiers.EncryptedData, new DerSequence(DerInteger.Zero, info));
    }

    private static MacData Mac(byte[] content, char[] password, int iterations)
    {
        var salt = new byte[SaltBytes];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(salt);
        byte[] text = PbeParametersGenerator.Pkcs12PasswordToBytes(password);
        try
        {
            var generator = new Pkcs12ParametersGenerator(new Sha256Digest());
            generator.Init(text, salt, iterations);
            var mac = new HMac(new Sha256Digest());
            mac.Init(generator.GenerateDerivedMacParameters(256));
            var algorithm = new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256, DerNull.Instance);
            return new MacData(new DigestInfo(algorithm, MacUtilities.DoFinal(mac, content)), salt, iterations);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }
}
