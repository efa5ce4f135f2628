#if NET
using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PSSsl.Engine.Crypto;

/// <summary>ECDHE on the NIST curves by the platform (RFC 8422, 5.10; RFC 8446, 7.4.2).</summary>
internal sealed class PlatformEcdhDomain : TlsECDomain
{
    private readonly BcTlsCrypto _crypto;
    private readonly ECCurve _curve;
    private readonly int _fieldLength;

    private PlatformEcdhDomain(BcTlsCrypto crypto, ECCurve curve, int fieldLength)
    {
        _crypto = crypto;
        _curve = curve;
        _fieldLength = fieldLength;
    }

    private static readonly Lazy<bool> s_hasP256 = new(() => Has(ECCurve.NamedCurves.nistP256)),
        s_hasP384 = new(() => Has(ECCurve.NamedCurves.nistP384)), s_hasP521 = new(() => Has(ECCurve.NamedCurves.nistP521));

    /// <summary>Null for other groups, and for those that the platform lacks.</summary>
    internal static PlatformEcdhDomain? TryCreate(BcTlsCrypto crypto, int namedGroup) => namedGroup switch
    {
        NamedGroup.secp256r1 when s_hasP256.Value => new(crypto, ECCurve.NamedCurves.nistP256, 32),
        NamedGroup.secp384r1 when s_hasP384.Value => new(crypto, ECCurve.NamedCurves.nistP384, 48),
        NamedGroup.secp521r1 when s_hasP521.Value => new(crypto, ECCurve.NamedCurves.nistP521, 66),
        _ => null,
    };

    /// <summary>A platform's policy, or a part of it that is missing, may leave curves out: then the library does the arithmetic.</summary>
    private static bool Has(ECCurve curve)
    {
        try
        {
            using var key = ECDiffieHellman.Create(curve);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    public TlsAgreement CreateECDH() => new Agreement(this);

    private sealed class Agreement : TlsAgreement
    {
        private readonly PlatformEcdhDomain _domain;
        private ECDiffieHellman? _own;
        private ECParameters _peer;

        internal Agreement(PlatformEcdhDomain domain) => _domain = domain;

        public byte[] GenerateEphemeral()
        {
            _own = ECDiffieHellman.Create(_domain._curve);
            ECPoint q = _own.ExportParameters(includePrivateParameters: false).Q;
            int length = _domain._fieldLength;
            var point = new byte[1 + (2 * length)];
            point[0] = 4;
            q.X!.CopyTo(point, 1 + length - q.X!.Length);
            q.Y!.CopyTo(point, 1 + (2 * length) - q.Y!.Length);
            return point;
        }

        public void ReceivePeerValue(byte[] peerValue)
        {
            int length = _domain._fieldLength;
            if (peerValue.Length != 1 + (2 * length) || peerValue[0] != 4)
                throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                    "The peer's key share is not an uncompressed point of the group.");
            _peer = new ECParameters
            {
                Curve = _domain._curve,
                Q = new ECPoint { X = peerValue[1..(1 + length)], Y = peerValue[(1 + length)..] },
            };
        }

        public TlsSecret CalculateSecret()
        {
            if (_own is null)
                throw new InvalidOperationException("There is no key share of our own.");
            try
            {
                // The platform refuses points that are not on the curve.
                using ECDiffieHellman peer = ECDiffieHellman.Create(_peer);
                using ECDiffieHellmanPublicKey peerKey = peer.PublicKey;
                byte[] secret = _own.DeriveRawSecretAgreement(peerKey);
                try
                {
                    return _domain._crypto.CreateSecret(secret);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(secret);
                }
            }
            catch (CryptographicException e)
            {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
            }
            finally
            {
                _own.Dispose();
                _own = null;
            }
        }
    }
}
#endif
