using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Keys;

namespace PSSsl.Engine.Protocol;

/// <summary>An identity as the protocol wants it: its chain as messages, and what its key can sign. Made once per identity.</summary>
internal sealed class LocalCredentials
{
    private static readonly ConditionalWeakTable<TlsIdentity, LocalCredentials> s_made = new();

    private readonly TlsIdentity _identity;
    private readonly Certificate _chain;
    private readonly Certificate _chain13;
    private readonly int[] _schemes12;
    private readonly int[] _schemes13;
    private readonly int? _curve;
    private readonly bool _pssAlone;
    private readonly System.Lazy<RsaKeyParameters?> _rsaKey;

    private LocalCredentials(TlsIdentity identity)
    {
        _identity = identity;
        TlsCertificate[] certificates = identity.ChainDer.Select(der => (TlsCertificate)new PlatformCertificate(der)).ToArray();
        _chain = new Certificate(certificates);
        _chain13 = new Certificate(TlsUtilities.EmptyBytes, certificates.Select(c => new CertificateEntry(c, null)).ToArray());
        _schemes12 = SignatureKinds.Of(identity, tls13: false);
        _schemes13 = SignatureKinds.Of(identity, tls13: true);
        _curve = SignatureKinds.CurveOf(identity);
        _pssAlone = SignatureKinds.IsPssAlone(identity);
        _rsaKey = new System.Lazy<RsaKeyParameters?>(ReadRsaKey);
    }

    internal TlsIdentity Identity => _identity;

    internal static LocalCredentials Of(TlsIdentity identity)
    {
        try
        {
            return s_made.GetValue(identity, i => new LocalCredentials(i));
        }
#pragma warning disable CA1031 // Whatever is wrong with our own certificate is not the peer's.
        catch (System.Exception e) when (e is not OwnFault)
#pragma warning restore CA1031
        {
            throw OwnFault.Key($"its certificate cannot be read: {PeerFault.Reason(e)}", e);
        }
    }

    /// <summary>The first scheme of the peer's that this key can sign with, or null.</summary>
    internal SignatureAndHashAlgorithm? Choose(IEnumerable<SignatureAndHashAlgorithm>? offered, bool tls13)
    {
        if (offered is null)
            return null;
        int[] schemes = tls13 ? _schemes13 : _schemes12;
        SignatureAndHashAlgorithm? weak = null;
        foreach (SignatureAndHashAlgorithm algorithm in offered)
        {
            int scheme = SignatureScheme.From(algorithm);
            if (!schemes.Contains(scheme))
                continue;
            if (!SignatureKinds.IsSha1(scheme))
                return algorithm;
            weak ??= algorithm;
        }

        return weak;
    }

    /// <summary>True if this key can authenticate the key exchange of a suite of TLS 1.2 or earlier.</summary>
    /// <param name="keyExchange">The suite's key exchange.</param>
    /// <param name="tls12">False before TLS 1.2, where RSA signs what the platform has no name for, so that it needs the key
    /// itself.</param>
    /// <param name="clientGroups">The client's groups, which a certificate's curve must be among (RFC 8422, 5.1); null if it names
    /// none.</param>
    internal bool Fits(int keyExchange, bool tls12, int[]? clientGroups) => keyExchange switch
    {
        KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.DHE_RSA =>
            SignatureKinds.IsRsa(_identity) && (tls12 || (RsaKey() is not null && !_pssAlone)),
        KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK => RsaKey() is not null && !_pssAlone,
        KeyExchangeAlgorithm.ECDHE_ECDSA =>
            SignatureKinds.IsEcOrEdwards(_identity, tls12)
                && (clientGroups is null || _curve is null || clientGroups.Contains(_curve.Value)),
        _ => false,
    };

    /// <summary>True if a server up to TLS 1.2 takes this kind of certificate from a client (RFC 5246, 7.4.4; RFC 8422, 5.5).</summary>
    internal bool FitsTypes(short[]? types, bool tls12)
    {
        if (types is null || types.Length == 0)
            return true;
        return SignatureKinds.IsRsa(_identity)
            ? types.Contains(ClientCertificateType.rsa_sign) && (tls12 || (RsaKey() is not null && !_pssAlone))
            : SignatureKinds.IsEcOrEdwards(_identity, tls12) && types.Contains(ClientCertificateType.ecdsa_sign);
    }

    /// <summary>The chain of TLS 1.3 with the status of its first certificate beside that (RFC 8446, 4.4.2.1).</summary>
    private Certificate WithStatus(byte[] response)
    {
        byte[] length =
            { (byte)CertificateStatusType.ocsp, (byte)(response.Length >> 16), (byte)(response.Length >> 8), (byte)response.Length };
        var extensions = new Dictionary<int, byte[]> { [ExtensionType.status_request] = length.Concat(response).ToArray() };
        return new Certificate(TlsUtilities.EmptyBytes, _chain13.GetCertificateEntryList()
            .Select((e, i) => i == 0 ? new CertificateEntry(e.Certificate, extensions) : e).ToArray());
    }

    internal TlsCredentialedSigner Signer(EngineCrypto crypto, TlsCryptoParameters parameters, SignatureAndHashAlgorithm? algorithm,
        bool tls13,
        byte[]? status = null) => new OwnSigner(OwnFault.WithKey(() => MakeSigner(crypto, parameters, algorithm, tls13, status)));

    private TlsCredentialedSigner MakeSigner(EngineCrypto crypto, TlsCryptoParameters parameters, SignatureAndHashAlgorithm? algorithm,
        bool tls13,
        byte[]? status)
    {
        Certificate chain = !tls13 ? _chain : status is null ? _chain13 : WithStatus(status);
#if NET
        if (algorithm is not null && (System.Security.Cryptography.AsymmetricAlgorithm?)_identity.PlatformRsa is { } rsa)
            return new DefaultTlsCredentialedSigner(parameters, new PlatformSigner(rsa), chain, algorithm);
        if (_identity.PlatformEcdsa is { } ecdsa)
            return new DefaultTlsCredentialedSigner(parameters, new PlatformSigner(ecdsa), chain, algorithm);
#endif
        AsymmetricKeyParameter key = _identity.ManagedKey ?? RsaKey()
            ?? throw OwnFault.Key("it cannot sign for this version of TLS, since it cannot leave its provider");
        return new BcDefaultTlsCredentialedSigner(parameters, crypto, key, chain, algorithm);
    }

    /// <summary>For RSA key transport, whose decryption must not tell good padding from bad: it needs the key itself.</summary>
    internal TlsCredentialedDecryptor Decryptor(EngineCrypto crypto, int helloVersion)
    {
        RsaKeyParameters key = RsaKey()
            ?? throw OwnFault.Key("it cannot decrypt for this version of TLS, since it cannot leave its provider");
        return new PremasterDecryptor(crypto, _chain, key, helloVersion);
    }

    private RsaKeyParameters? RsaKey() => _rsaKey.Value;

    private RsaKeyParameters? ReadRsaKey()
    {
        if (_identity.ManagedKey is RsaKeyParameters managed)
            return managed;
        return _identity.PlatformRsa is { } rsa ? SignatureKinds.TryExport(rsa) : null;
    }
}
