using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A certificate of either end. It is parsed once, by the platform, and RSA and ECDSA signatures are checked by the platform;
/// the library's own parsing, which tests an RSA modulus for primality each time, is kept for other kinds of keys and for SSL 3.0 to TLS
/// 1.1.
/// </summary>
#pragma warning disable CA1001 // The parsed certificate is handed out to whoever asks for the peer's chain, and is theirs.
internal sealed class PlatformCertificate : TlsCertificate
#pragma warning restore CA1001
{
    private const string TlsFeatures = "1.3.6.1.5.5.7.1.24";

    private const string OidRsa = "1.2.840.113549.1.1.1";
    private const string OidRsaPss = "1.2.840.113549.1.1.10";
    private const string OidEc = "1.2.840.10045.2.1";

    private static readonly BcTlsCrypto s_library = new();

    private readonly EngineCrypto? _connection;
    private readonly byte[] _encoded;
    private readonly Lazy<LenientCertificate> _managed;
    private X509Certificate2? _platform;

    /// <summary>Wraps a certificate.</summary>
    /// <param name="encoded">DER.</param>
    /// <param name="connection">The connection whose peer sent it; null for one of our own, which serves many connections.</param>
    internal PlatformCertificate(byte[] encoded, EngineCrypto? connection = null)
    {
        _connection = connection;
        _encoded = encoded;
        _managed = new Lazy<LenientCertificate>(() => new LenientCertificate((BcTlsCrypto?)_connection ?? s_library, _encoded));
    }

    /// <summary>The certificate as the platform reads it; a certificate that it can't read ends the handshake.</summary>
    internal X509Certificate2 Platform => PlatformAt(0);

    /// <summary>The same, by the place in the chain: above the first stand authorities.</summary>
    internal X509Certificate2 PlatformAt(int depth)
    {
        if (_platform is not null)
            return _platform;
        try
        {
            return _platform = KnownCertificates.Load(_encoded, depth);
        }
        catch (CryptographicException e)
        {
            // Without the platform's exception as its cause: those are our own keys' faults, and this is the peer's.
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "The certificate cannot be read: " + PeerFault.Words(e));
        }
    }

    public byte[] GetEncoded() => _encoded;

    public TlsVerifier CreateVerifier(short signatureAlgorithm)
    {
#if NET
        // SSL 3.0 to TLS 1.1 sign a hash pair that the platform has no name for; those are left to the library.
        if (_connection is { IsTls12OrLater: true })
        {
            if (IsEc && signatureAlgorithm == SignatureAlgorithm.ecdsa)
                return new PlatformVerifier(_connection, EcdsaKey());
            if (IsRsa && PlatformVerifier.IsRsa(signatureAlgorithm))
                return new PlatformVerifier(_connection, RsaKey());
        }
#endif
        return new NoticingVerifier(_connection, Fitting(() => _managed.Value.CreateVerifier(signatureAlgorithm)));
    }

    public Tls13Verifier CreateVerifier(int signatureScheme)
    {
        _connection?.Noticed(signatureScheme);
#if NET
        if (IsRsa && !PlatformScheme.IsPssAlone(signatureScheme)
            && PlatformScheme.TryGetRsa(signatureScheme, out HashAlgorithmName rsaHash, out RSASignaturePadding? padding))
            return new PlatformVerifier13(RsaKey(), rsaHash, padding);
        if (IsEc && PlatformScheme.TryGetEcdsa(signatureScheme, out HashAlgorithmName hash, out int bits))
        {
            ECDsa key = EcdsaKey();
            if (key.KeySize != bits)
                throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                    "The signature scheme does not fit the curve of the certificate's key.");
            return new PlatformVerifier13(key, hash);
        }
#endif
        return Fitting(() => _managed.Value.CreateVerifier(signatureScheme));
    }

    public TlsEncryptor CreateEncryptor(int tlsCertificateRole) => new DeferredEncryptor(() => MakeEncryptor(tlsCertificateRole));

    private TlsEncryptor MakeEncryptor(int role)
    {
        // RFC 4055, 1.2.
        if (Platform.PublicKey.Oid.Value == OidRsaPss)
            throw new TlsFatalAlert(AlertDescription.unsupported_certificate, "The certificate's key is for RSA-PSS signatures alone");
#if NET
        if (IsRsa && role == TlsCertificateRole.RsaEncryption)
            return new PlatformEncryptor(RsaKey());
#endif
        return PeerFault.Guard(AlertDescription.bad_certificate, "The certificate's key cannot decrypt",
            () => _managed.Value.CreateEncryptor(role));
    }

    public short GetLegacySignatureAlgorithm() =>
        IsRsa ? SignatureAlgorithm.rsa : IsEc ? SignatureAlgorithm.ecdsa : _managed.Value.GetLegacySignatureAlgorithm();

    public bool SupportsSignatureAlgorithm(short signatureAlgorithm) =>
        Supports(signatureAlgorithm) ?? _managed.Value.SupportsSignatureAlgorithm(signatureAlgorithm);

    public bool SupportsSignatureAlgorithmCA(short signatureAlgorithm) =>
        Supports(signatureAlgorithm) ?? _managed.Value.SupportsSignatureAlgorithmCA(signatureAlgorithm);

    private bool? Supports(short signatureAlgorithm)
    {
        if (!IsRsa && !IsEc)
            return null;
        return IsRsa
            ? signatureAlgorithm is SignatureAlgorithm.rsa or SignatureAlgorithm.rsa_pss_rsae_sha256
                or SignatureAlgorithm.rsa_pss_rsae_sha384 or SignatureAlgorithm.rsa_pss_rsae_sha512
            : signatureAlgorithm is SignatureAlgorithm.ecdsa or SignatureAlgorithm.ecdsa_brainpoolP256r1tls13_sha256
                or SignatureAlgorithm.ecdsa_brainpoolP384r1tls13_sha384 or SignatureAlgorithm.ecdsa_brainpoolP512r1tls13_sha512;
    }

    /// <summary>
    /// The library looks at one extension, the TLS features (RFC 7633), and in TLS 1.3 in the wrong place for what they demand. Whoever
    /// judges the chain looks at them, and at the staple itself.
    /// </summary>
    public byte[] GetExtension(DerObjectIdentifier extensionOid) =>
        extensionOid.Id == TlsFeatures ? null! : Platform.Extensions[extensionOid.Id]?.RawData!;

    public BigInteger SerialNumber => _managed.Value.SerialNumber;

    /// <summary>
    /// The library asks for the sake of a channel binding (RFC 5929, 4.1), which is defined for signatures with a hash alone; those that
    /// bring their own (ML-DSA, SM2) end its handshake.
    /// </summary>
    public string SigAlgOid => Platform.SignatureAlgorithm.Value is { } oid && HasHash(oid) ? oid : null!;

    private static bool HasHash(string oid) =>
        oid.StartsWith("1.2.840.113549.1.1.", StringComparison.Ordinal) || oid.StartsWith("1.2.840.10045.4.", StringComparison.Ordinal);

    public Asn1Encodable GetSigAlgParams() => _managed.Value.GetSigAlgParams();

    public TlsCertificate CheckUsageInRole(int tlsCertificateRole) => _managed.Value.CheckUsageInRole(tlsCertificateRole);

    private bool IsRsa => Platform.PublicKey.Oid.Value == OidRsa;

    private bool IsEc => Platform.PublicKey.Oid.Value == OidEc;

    /// <summary>A key that cannot be read is the certificate's fault; one that makes no such signatures is the signature's.</summary>
    private static T Fitting<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (TlsFatalAlert e) when (e.AlertDescription is AlertDescription.certificate_unknown or AlertDescription.internal_error)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                $"The signature's scheme does not go with the certificate's key: {PeerFault.Reason(e)}", e);
        }
        catch (Exception e) when (e is not (TlsFatalAlert or OutOfMemoryException))
        {
            string what = "The certificate's public key cannot be read: " + PeerFault.Words(e);
            throw new TlsFatalAlert(AlertDescription.bad_certificate, what, e);
        }
    }

    private RSA RsaKey() => ReadKey(Platform.GetRSAPublicKey);

#if NET
    /// <summary>
    /// The platform hands out no key that makes signatures where the key usage is keyAgreement alone. What a key may be used for is
    /// decided where the chain is judged; here the handshake's signature is to be checked.
    /// </summary>
    private ECDsa EcdsaKey() => ReadKey(() => Platform.GetECDsaPublicKey() ?? EcdsaKeyWhateverItsUsage());

    private ECDsa EcdsaKeyWhateverItsUsage()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Platform.PublicKey.ExportSubjectPublicKeyInfo(), out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
#endif

    private static T ReadKey<T>(Func<T?> read) where T : AsymmetricAlgorithm =>
        PeerFault.Guard(AlertDescription.bad_certificate, "The certificate's public key cannot be read",
            () => read() ?? throw new TlsFatalAlert(AlertDescription.bad_certificate, "The certificate contains no usable public key."));
}
