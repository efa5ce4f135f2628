using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using RsaKeyTransport = Org.BouncyCastle.Crypto.Tls.TlsRsaKeyExchange;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// Decrypts the secret of RSA key transport, which begins with the version at the head of the client's hello (RFC 5246, 7.4.7.1): with the
/// one that was sent, also where that is later than any and is read as another.
/// </summary>
internal sealed class PremasterDecryptor : BcDefaultTlsCredentialedDecryptor
{
    private readonly int _helloVersion;

    internal PremasterDecryptor(BcTlsCrypto crypto, Certificate certificate, AsymmetricKeyParameter key, int helloVersion)
        : base(crypto, certificate, key) => _helloVersion = helloVersion;

    protected override TlsSecret SafeDecryptPreMasterSecret(TlsCryptoParameters cryptoParams, RsaKeyParameters rsaServerPrivateKey,
        byte[] encryptedPreMasterSecret) => m_crypto.CreateSecret(RsaKeyTransport.DecryptPreMasterSecret(encryptedPreMasterSecret, 0,
            encryptedPreMasterSecret.Length, rsaServerPrivateKey, _helloVersion, m_crypto.SecureRandom));
}
