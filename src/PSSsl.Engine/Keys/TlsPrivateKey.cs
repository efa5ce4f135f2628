using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>
/// A private key: one that was read or made, kept as PKCS#8 until it is disposed, or one that the platform holds with a certificate and
/// perhaps never lets out.
/// </summary>
public sealed class TlsPrivateKey : IDisposable
{
    private readonly X509Certificate2? _holder;
    private byte[]? _pkcs8;
    private byte[]? _publicKeyBits;

    internal TlsPrivateKey(AsymmetricKeyParameter key)
        : this(Encode(key), PublicKeys.Of(key))
    {
    }

    internal TlsPrivateKey(byte[] pkcs8, byte[]? publicKeyInfo)
    {
        _pkcs8 = pkcs8;
        PublicKeyInfo = publicKeyInfo;
        Algorithm = PublicKeys.NameOf(PrivateKeyInfo.GetInstance(pkcs8).PrivateKeyAlgorithm);
    }

    private TlsPrivateKey(X509Certificate2 holder)
    {
        _holder = holder;
        SubjectPublicKeyInfo? key = CertificateParts.KeyOf(holder.RawData);
        PublicKeyInfo = key?.GetDerEncoded();
        Algorithm = key is null ? "unknown" : PublicKeys.NameOf(key.Algorithm);
    }

    /// <summary>RSA, EC, Ed25519, Ed448, ML-DSA-65 and so on, or the algorithm's object identifier.</summary>
    public string Algorithm { get; }

    /// <summary>
    /// The public key that belongs to it (SubjectPublicKeyInfo, RFC 5280, 4.1.2.7); null for kinds that nothing here can use.
    /// </summary>
    public byte[]? PublicKeyInfo { get; }

    /// <summary>The key itself out of that.</summary>
    internal byte[]? PublicKeyBits =>
        _publicKeyBits ??= PublicKeyInfo is null ? null : SubjectPublicKeyInfo.GetInstance(PublicKeyInfo).PublicKey.GetBytes();

    /// <summary>True if the platform holds it, with its certificate.</summary>
    public bool IsHeldByPlatform => _holder is not null;

    /// <summary>The certificate whose key the platform holds; null for a key that is kept here.</summary>
    internal X509Certificate2? Holder => _holder;

    /// <summary>The key of a certificate of the platform's. The certificate keeps its owner, and must live as long as this.</summary>
    /// <returns>Null if it has none.</returns>
    public static TlsPrivateKey? Of(X509Certificate2 certificate) => certificate.HasPrivateKey ? new TlsPrivateKey(certificate) : null;

    /// <summary>A copy of a key of the platform's.</summary>
    /// <exception cref="KeyMaterialException">Its provider does not let it out.</exception>
    public static TlsPrivateKey CopyOf(AsymmetricAlgorithm key) => PlatformKeys.Copy(key);

    /// <summary>A copy that lives by itself.</summary>
    /// <exception cref="KeyMaterialException">Its provider does not let it out.</exception>
    public TlsPrivateKey Copy() => new(ExportPkcs8(), PublicKeyInfo);

    /// <summary>Whether it belongs to this certificate.</summary>
    /// <param name="certificate">DER.</param>
    public bool Fits(byte[] certificate) => CertificateChains.Fits(certificate, this);

    /// <summary>The key in PKCS#8 (RFC 5958), a copy that the caller clears.</summary>
    /// <exception cref="KeyMaterialException">Its provider does not let it out.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public byte[] ExportPkcs8()
    {
        if (_holder is not null)
        {
            using AsymmetricAlgorithm key = PlatformKeys.Open(_holder);
            using TlsPrivateKey copy = CopyOf(key);
            return copy.ExportPkcs8();
        }

        byte[] pkcs8 = _pkcs8 ?? throw new ObjectDisposedException(nameof(TlsPrivateKey));
        return (byte[])pkcs8.Clone();
    }

    /// <summary>Version 1, without the public key beside it (RFC 5958, 2), which OpenSSL 3.0 does not read.</summary>
    private static byte[] Encode(AsymmetricKeyParameter key)
    {
        PrivateKeyInfo info = PrivateKeyInfoFactory.CreatePrivateKeyInfo(key);
        return new PrivateKeyInfo(info.PrivateKeyAlgorithm, info.ParsePrivateKey()).GetDerEncoded();
    }

    /// <summary>The library's form of it.</summary>
    internal AsymmetricKeyParameter ToManaged()
    {
        byte[] pkcs8 = ExportPkcs8();
        try
        {
            return PrivateKeyFactory.CreateKey(pkcs8);
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>Clears it. Identities that were made of it go on.</summary>
    public void Dispose()
    {
        if (_pkcs8 is { } pkcs8)
            Array.Clear(pkcs8, 0, pkcs8.Length);
        _pkcs8 = null;
    }
}
