using System;
using System.Collections.Generic;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Protocol;
using PSSsl.Engine.Sessions;
#if NET
using PSSsl.Engine.Crypto.Curve25519;
#endif

namespace PSSsl.Engine.Crypto;

/// <summary>
/// The arithmetic of one connection: the library's, save where the platform's is faster or holds the key. It also notes what was
/// negotiated and is told nowhere else: the group and the scheme of the peer's signature.
/// </summary>
internal sealed class EngineCrypto : BcTlsCrypto, IDisposable
{
    // The generator asks the platform's for every byte, so one for all connections has no state to share.
    private static readonly SecureRandom s_random = new(new CryptoApiRandomGenerator());

    private readonly IPlaintextTap _tap;
    private readonly OutputBuffer _output;
    private readonly RecordGuard _guard;
    private readonly KeyLog? _keyLog;
    private readonly List<IDisposable> _recordCiphers = new(2);
#if NET
    private X25519Domain? _x25519;
#endif

    internal EngineCrypto(IPlaintextTap tap, OutputBuffer output, RecordGuard guard, KeyLog? keyLog)
        : base(s_random)
    {
        _tap = tap;
        _output = output;
        _guard = guard;
        _keyLog = keyLog;
    }

    internal bool HasRecordCipher { get; private set; }

    internal bool IsTls12OrLater { get; set; } = true;

    /// <summary>Group of the key exchange; 0 if there was none.</summary>
    internal int Group { get; private set; }

    /// <summary>Scheme of the peer's signature; 0 if it signed nothing.</summary>
    internal int PeerSignatureScheme { get; private set; }

    /// <summary>
    /// The group of shares that went out before the version was known is none of older versions, which choose anew or use none.
    /// </summary>
    internal void ForgetGroup()
    {
        Group = 0;
#if NET
        _x25519?.ForgetKey();
#endif
    }

    internal void Noticed(int signatureScheme) => PeerSignatureScheme = signatureScheme;

    internal void LogExporter(SecurityParameters parameters) => _keyLog?.LogExporter(parameters);

    public void Dispose()
    {
        foreach (IDisposable cipher in _recordCiphers)
            cipher.Dispose();
#if NET
        _x25519?.ForgetKey();
#endif
    }

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new PlatformCertificate(encoding, this) : base.CreateCertificate(type, encoding);

    public override TlsSecret CreateSecret(byte[] data) => new EngineSecret(this, (byte[])data.Clone());

#if NET
    public override TlsHash CreateHash(int cryptoHashAlgorithm) =>
        OwnFault.OfEngine(() => PlatformHmac.Knows(cryptoHashAlgorithm) ? new PlatformHash(cryptoHashAlgorithm)
            : base.CreateHash(cryptoHashAlgorithm));
#endif

    public override TlsSecret HkdfInit(int cryptoHashAlgorithm) => new HkdfStart(this, cryptoHashAlgorithm);

    public override TlsNonceGenerator CreateNonceGenerator(byte[] additionalSeedMaterial) => new NonceGenerator();

#if NET
    public override TlsNonceGenerator CreateNonceGenerator(ReadOnlySpan<byte> additionalSeedMaterial) => new NonceGenerator();

#endif

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig)
    {
        Group = ecConfig.NamedGroup;
#if NET
        TlsECDomain domain = ecConfig.NamedGroup == NamedGroup.x25519 ? _x25519 ??= new X25519Domain(this)
            : (TlsECDomain?)PlatformEcdhDomain.TryCreate(this, ecConfig.NamedGroup) ?? base.CreateECDomain(ecConfig);
#else
        TlsECDomain domain = base.CreateECDomain(ecConfig);
#endif
        return new GuardedAgreement(this, domain.CreateECDH);
    }

    public override TlsKemDomain CreateKemDomain(TlsKemConfig kemConfig) =>
        new GuardedAgreement(this, base.CreateKemDomain(kemConfig).CreateKem);

    public override TlsDHDomain CreateDHDomain(TlsDHConfig dhConfig)
    {
        Group = Math.Max(0, dhConfig.NamedGroup);
        return new GuardedAgreement(this, base.CreateDHDomain(ShortExponents.For(dhConfig)).CreateDH);
    }

    public override TlsCipher CreateCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm)
    {
        _keyLog?.Log(cryptoParams.SecurityParameters);
        TlsCipher cipher = OwnFault.OfEngine(() => CreateRecordCipher(cryptoParams, encryptionAlgorithm, macAlgorithm));
        if (cipher is IDisposable disposable)
            _recordCiphers.Add(disposable);
        HasRecordCipher = true;
        if (_guard.IsTls13)
            _guard.HasKeys();
        return new TappedCipher(cipher, _tap, _guard);
    }

    private TlsCipher CreateRecordCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm)
    {
#if NET
        if (System.Security.Cryptography.AesGcm.IsSupported)
        {
            switch (encryptionAlgorithm)
            {
                case EncryptionAlgorithm.AES_128_GCM:
                    return new GcmRecordCipher(cryptoParams, 16, _output);
                case EncryptionAlgorithm.AES_256_GCM:
                    return new GcmRecordCipher(cryptoParams, 32, _output);
            }
        }
#endif
        return base.CreateCipher(cryptoParams, encryptionAlgorithm, macAlgorithm);
    }

    private sealed class NonceGenerator : TlsNonceGenerator
    {
        public byte[] GenerateNonce(int size) => SecureRandom.GetNextBytes(s_random, size);
    }
}
