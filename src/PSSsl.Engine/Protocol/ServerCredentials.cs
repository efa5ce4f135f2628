using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Keys;

namespace PSSsl.Engine.Protocol;

/// <summary>Which of a server's certificates a client is shown, what is signed with its key, and what is stapled to it.</summary>
internal sealed class ServerCredentials
{
    private readonly EngineHost _host;
    private readonly EngineCrypto _crypto;
    private LocalCredentials? _chosen;
    private SignatureAndHashAlgorithm? _algorithm;
    private byte[]? _status;

    internal ServerCredentials(EngineHost host, EngineCrypto crypto)
    {
        _host = host;
        _crypto = crypto;
    }

    /// <summary>The one that was chosen; null if none is shown.</summary>
    internal TlsIdentity? Identity => _chosen?.Identity;

    /// <summary>The scheme of its signature; 0 if it signs nothing, or the version has no schemes.</summary>
    internal int Scheme => _algorithm is null ? 0 : SignatureScheme.From(_algorithm);

    /// <summary>Up to TLS 1.2 the suite's key exchange says what kind of key it takes.</summary>
    /// <returns>False if there is none for it.</returns>
    internal bool ChooseFor(int keyExchange, TlsContext context)
    {
        if (keyExchange is KeyExchangeAlgorithm.DH_anon or KeyExchangeAlgorithm.ECDH_anon
            or KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.ECDHE_PSK)
        {
            _chosen = null;
            _algorithm = null;
            return true;
        }

        bool signs = keyExchange is not (KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK);
        bool named = TlsUtilities.IsTlsV12(context);
        // RFC 5246, 7.4.1.4.1: a client that names no algorithms takes SHA-1 with the key exchange's own.
        IList<SignatureAndHashAlgorithm>? offered = context.SecurityParameters.ClientSigAlgs;
        foreach (TlsIdentity identity in _host.Settings.Identities)
        {
            LocalCredentials credentials = LocalCredentials.Of(identity);
            if (!credentials.Fits(keyExchange, named, context.SecurityParameters.ClientSupportedGroups))
                continue;
            _algorithm = null;
            if (signs && named)
            {
                _algorithm = credentials.Choose(offered ?? Sha1With(keyExchange), tls13: false);
                if (_algorithm is null)
                    continue;
            }

            _chosen = credentials;
            return true;
        }

        return false;
    }

    private static SignatureAndHashAlgorithm[] Sha1With(int keyExchange) => new[]
    {
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha1, keyExchange == KeyExchangeAlgorithm.ECDHE_ECDSA ? SignatureAlgorithm.ecdsa
            : SignatureAlgorithm.rsa),
    };

    /// <summary>
    /// In TLS 1.3 it is the client's signature schemes alone. Their order decides between several certificates, unless ours is to win.
    /// </summary>
    /// <returns>False if the client takes none.</returns>
    internal bool ChooseBySchemes(IList<SignatureAndHashAlgorithm> offered)
    {
        var fitting = _host.Settings.Identities.Select(LocalCredentials.Of)
            .Select(credentials => (Credentials: credentials, Algorithm: credentials.Choose(offered, tls13: true)))
            .Where(f => f.Algorithm is not null).ToList();
        if (fitting.Count == 0)
            return false;
        (_chosen, _algorithm) = _host.Settings.HonorCipherOrder ? fitting[0]
            : fitting.OrderBy(f => SignatureKinds.IsSha1(SignatureScheme.From(f.Algorithm)) ? int.MaxValue : offered.IndexOf(f.Algorithm!))
                .First();
        return true;
    }

    /// <summary>The key and the chain for the library; null if none is shown.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="helloVersion">The version at the head of the client's hello.</param>
    /// <param name="asked">The status that the client asks for, if it does.</param>
    internal TlsCredentials? ForUse(TlsContext context, int helloVersion, CertificateStatusRequest? asked)
    {
        if (_chosen is null)
            return null;
        int keyExchange = context.SecurityParameters.KeyExchangeAlgorithm;
        if (keyExchange is KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK)
            return _chosen.Decryptor(_crypto, helloVersion);
        bool tls13 = TlsUtilities.IsTlsV13(context);
        return _chosen.Signer(_crypto, new TlsCryptoParameters(context), _algorithm, tls13, tls13 ? Status(asked) : null);
    }

    /// <summary>What is stapled to the certificate that is shown, if the client asks for it; found once.</summary>
    internal byte[]? Status(CertificateStatusRequest? asked)
    {
        if (asked is not { StatusType: CertificateStatusType.ocsp } || _chosen is null || _host.Settings.FindStatus is not { } find)
            return null;
        if (_status is null)
        {
            _status = find(_chosen.Identity.ChainDer[0]) ?? Array.Empty<byte>();
            if (_status.Length > 0)
                StapleRules.CheckOwn(_status);
        }

        return _status.Length == 0 ? null : _status;
    }
}
