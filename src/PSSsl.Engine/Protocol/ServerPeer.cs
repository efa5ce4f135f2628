using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace PSSsl.Engine.Protocol;

/// <summary>The server's choices in a handshake.</summary>
internal sealed class ServerPeer : AbstractTlsServer
{
    private readonly IEngineHost _host;
    private readonly EngineCrypto _crypto;
    private PeerSettings _settings;
    private bool _sawHello;
    private bool _choseByName;
    private LocalCredentials? _credentials;
    private SignatureAndHashAlgorithm? _algorithm;
    private int[]? _ordered;
    private byte[]? _status;

    internal ServerPeer(IEngineHost host, EngineCrypto crypto)
        : base(crypto)
    {
        _host = host;
        _crypto = crypto;
        _settings = new PeerSettings(host.Settings);
        Sessions = new ServerSessions(host, crypto);
    }

    internal ServerSessions Sessions { get; }

    /// <summary>The versions that are served, under the name that the client asks for.</summary>
    internal IReadOnlyList<ProtocolVersion> Versions => _settings.Versions;

    /// <summary>The version at the head of the client's hello, as it was sent.</summary>
    internal int HelloVersion { get; set; }

    /// <summary>True if the client asked for a name that is not served, or for none where one is needed.</summary>
    internal bool NameNotServed { get; private set; }

    /// <summary>True if a certificate was demanded and none came.</summary>
    internal bool NoCertificateCame { get; private set; }

    /// <summary>
    /// Reads of a hello what is needed before anything else is chosen. The host is chosen by the first one; a second one, after a
    /// HelloRetryRequest, that names another (RFC 8446, 4.1.2 forbids it) would have one host's rules taken for another's.
    /// </summary>
    internal void HelloReceived(IDictionary<int, byte[]>? extensions)
    {
        string? before = Sessions.ServerName;
        Sessions.HelloReceived(extensions);
        if (_sawHello)
        {
            if (!string.Equals(before, Sessions.ServerName, StringComparison.Ordinal))
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The client's second hello names another host than its first.");
            return;
        }

        _sawHello = true;
        if (_host.Settings.SelectHost is not { } select)
            return;
        TlsEngineSettings? settings = select(Sessions.ServerName);
        if (settings is null)
        {
            NameNotServed = true;
            return;
        }

        _choseByName = Sessions.ServerName is not null;
        _host.ServeWith(settings);
        _settings = new PeerSettings(settings);
        m_protocolVersions = _settings.Versions;
        m_cipherSuites = _settings.Suites;
    }

    /// <summary>The first call at which the protocol can send an alert.</summary>
    public override void NotifyClientVersion(ProtocolVersion clientVersion)
    {
        if (NameNotServed)
            throw Unserved(clientVersion);
        base.NotifyClientVersion(clientVersion);
    }

    /// <summary>RFC 6066, 3; RFC 8446, 9.2 for a client that sends no name.</summary>
    private TlsFatalAlert Unserved(ProtocolVersion clientVersion)
    {
        if (Sessions.ServerName is { } name)
            return new TlsFatalAlert(AlertDescription.unrecognized_name, $"The client asks for {name}, which is not served here.");
        return new TlsFatalAlert(TlsUtilities.IsTlsV13(clientVersion) ? AlertDescription.missing_extension
            : AlertDescription.handshake_failure,
            "The client sent no server name (SNI), and there is no default.");
    }

    protected override ProtocolVersion[] GetSupportedVersions() => _settings.Versions;

    protected override int[] GetSupportedCipherSuites() => _settings.Suites;

    public override int[] GetSupportedGroups() => _settings.Groups.ToArray();

    /// <summary>
    /// A client that puts ChaCha20 first has no hardware for AES: it gets its wish also where our order counts (OpenSSL's
    /// SSL_OP_PRIORITIZE_CHACHA).
    /// </summary>
    public override void NotifyOfferedCipherSuites(int[] offeredCipherSuites)
    {
        base.NotifyOfferedCipherSuites(offeredCipherSuites);
        int first = offeredCipherSuites.FirstOrDefault(s => !IsSignal(s));
        if (_host.Settings.HonorCipherOrder && IsChaCha20(first))
            _ordered = _settings.Suites.OrderByDescending(IsChaCha20).ToArray();
    }

    public override int[] GetCipherSuites() => _ordered ?? base.GetCipherSuites();

    private static bool IsChaCha20(int suite) => suite == CipherSuite.TLS_CHACHA20_POLY1305_SHA256 || suite is >= 0xCCA8 and <= 0xCCAE;

    /// <summary>Values that are not suites: RFC 5746, RFC 7507, and those of RFC 8701 that keep servers from choking on new ones.</summary>
    private static bool IsSignal(int suite) => suite is 0x00FF or 0x5600 || ((suite & 0x0F0F) == 0x0A0A && suite >> 8 == (suite & 0xFF));

    protected override bool PreferLocalCipherSuites() => _host.Settings.HonorCipherOrder;

    public override bool PreferLocalSupportedGroups() => _host.Settings.HonorCipherOrder;

    protected override IList<ProtocolName>? GetProtocolNames() => _settings.Protocols;

    public override int GetMaxCertificateChainLength() => SizeLimits.LongestChain;

    public override int GetMaxHandshakeMessageSize() => SizeLimits.LargestMessage;

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        // A client without RFC 5746 is safe while the server never renegotiates (RFC 5746, 4.4), and this one never does.
    }

    public override ProtocolVersion GetServerVersion()
    {
        // The latest in common, whatever order the client names them in: its preference is not a reason for a downgrade.
        ProtocolVersion version = _settings.Versions.Where(v => ProtocolVersion.Contains(m_context.ClientSupportedVersions, v))
            .OrderByDescending(v => v.FullVersion).FirstOrDefault()
            ?? throw new TlsFatalAlert(AlertDescription.protocol_version);
        _crypto.IsTls12OrLater = TlsUtilities.IsTlsV12(version);
        return version;
    }

    public override TlsPskExternal? GetExternalPsk(IList<PskIdentity> identities) =>
        Sessions.Choose(identities, hash => SuiteOfTls13(hash) >= 0);

    public override TlsSession? GetSessionToResume(byte[] sessionID) =>
        Sessions.Legacy(sessionID, m_context.ServerVersion, _settings.Suites.Intersect(m_offeredCipherSuites).ToArray());

    public override byte[]? GetNewSessionID() => Sessions.NewId(m_context.SecurityParameters);

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetServerExtensions();
        // RFC 6066, 3: a server that chose by the name says so, unless it resumes.
        if (_choseByName && Sessions.Resumed is null)
            TlsExtensionsUtilities.AddEmptyExtensionData(extensions, ExtensionType.server_name);
        if (!TlsUtilities.IsTlsV13(m_context) && Sessions.GivesTicket12(m_context.SecurityParameters))
            TlsExtensionsUtilities.AddEmptyExtensionData(extensions, ExtensionType.session_ticket);
        return extensions;
    }

    public override NewSessionTicket GetNewSessionTicket() => Sessions.Ticket12(m_context.SecurityParameters);

    public override TlsPskIdentityManager? GetPskIdentityManager() =>
        _host.Settings.FindPreSharedKey is null ? null : new GivenKeyManager(Sessions);

    /// <returns>The suite in common that goes with a hash; -1 if there is none.</returns>
    private int SuiteOfTls13(int hash) =>
        TlsUtilities.GetCommonCipherSuite13(m_context.SecurityParameters.NegotiatedVersion, m_offeredCipherSuites,
        GetCipherSuites().Where(s => Tls13Hash.Of(s) == hash).ToArray(), PreferLocalCipherSuites());

    public override int GetSelectedCipherSuite()
    {
        if (!TlsUtilities.IsTlsV13(m_context))
            return CommonSuite();
        if (Sessions.HasKey)
        {
            int suite = SuiteOfTls13(Sessions.ChosenHash);
            SelectCipherSuite(suite);
            return suite;
        }

        if (_host.Settings.Identities.Count == 0 && _host.Settings.FindPreSharedKey is not null)
            throw new TlsFatalAlert(AlertDescription.unknown_psk_identity, "The client offers no pre-shared key that is known here.");
        // TLS 1.3: the certificate is chosen by the client's signature schemes alone.
        if (!ChooseBySchemes(m_context.SecurityParameters.ClientSigAlgs))
            throw NamedAlert.NothingInCommon("The client verifies no signature that our certificates can make.");
        return CommonSuite();
    }

    /// <summary>The library looks for a suite, and has one reason not to give any.</summary>
    private int CommonSuite()
    {
        try
        {
            return base.GetSelectedCipherSuite();
        }
        catch (TlsFatalAlert e) when (e is not NamedAlert && e.AlertDescription == AlertDescription.handshake_failure)
        {
            throw NamedAlert.NothingInCommon("There is no cipher suite that both can use", e);
        }
    }

    protected override bool IsSelectableCipherSuite(int cipherSuite, int availCurveBits, int availFiniteFieldBits, IList<short> sigAlgs)
    {
        int keyExchange = TlsUtilities.GetKeyExchangeAlgorithm(cipherSuite);
        bool needsKey = keyExchange is KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.ECDHE_PSK
            or KeyExchangeAlgorithm.RSA_PSK;
        // A server that shows no certificate cannot ask for one (RFC 5246, 7.4.4): who demands it must not be talked into such a suite.
        bool asksNobody = needsKey || keyExchange is KeyExchangeAlgorithm.DH_anon or KeyExchangeAlgorithm.ECDH_anon;
        return base.IsSelectableCipherSuite(cipherSuite, availCurveBits, availFiniteFieldBits, sigAlgs) && HasGroupFor(keyExchange)
            && (!needsKey || _host.Settings.FindPreSharedKey is not null)
            && (!asksNobody || _host.Settings.ClientCertificate != TlsClientCertificate.Require);
    }

    protected override bool SelectCipherSuite(int cipherSuite)
    {
        if (!TlsUtilities.IsTlsV13(m_context) && !ChooseCredentials(TlsUtilities.GetKeyExchangeAlgorithm(cipherSuite)))
            return false;
        return base.SelectCipherSuite(cipherSuite);
    }

    private bool ChooseCredentials(int keyExchange)
    {
        if (keyExchange is KeyExchangeAlgorithm.DH_anon or KeyExchangeAlgorithm.ECDH_anon
            or KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.ECDHE_PSK)
        {
            _credentials = null;
            _algorithm = null;
            return true;
        }

        bool signs = keyExchange is not (KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK);
        bool named = TlsUtilities.IsTlsV12(m_context);
        // RFC 5246, 7.4.1.4.1: a client that names no algorithms takes SHA-1 with the key exchange's own.
        IList<SignatureAndHashAlgorithm>? offered = m_context.SecurityParameters.ClientSigAlgs;
        foreach (TlsIdentity identity in _host.Settings.Identities)
        {
            LocalCredentials credentials = LocalCredentials.Of(identity);
            if (!credentials.Fits(keyExchange, named, m_context.SecurityParameters.ClientSupportedGroups))
                continue;
            _algorithm = null;
            if (signs && named)
            {
                _algorithm = credentials.Choose(offered ?? Sha1With(keyExchange), tls13: false);
                if (_algorithm is null)
                    continue;
            }

            _credentials = credentials;
            return true;
        }

        return false;
    }

    private static SignatureAndHashAlgorithm[] Sha1With(int keyExchange) => new[]
    {
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha1, keyExchange == KeyExchangeAlgorithm.ECDHE_ECDSA ? SignatureAlgorithm.ecdsa
            : SignatureAlgorithm.rsa),
    };

    /// <summary>The client's order of schemes decides between several certificates, unless ours is to win.</summary>
    private bool ChooseBySchemes(IList<SignatureAndHashAlgorithm> offered)
    {
        var fitting = _host.Settings.Identities.Select(LocalCredentials.Of)
            .Select(credentials => (Credentials: credentials, Algorithm: credentials.Choose(offered, tls13: true)))
            .Where(f => f.Algorithm is not null).ToList();
        if (fitting.Count == 0)
            return false;
        (_credentials, _algorithm) = _host.Settings.HonorCipherOrder ? fitting[0]
            : fitting.OrderBy(f => SignatureKinds.IsSha1(SignatureScheme.From(f.Algorithm)) ? int.MaxValue : offered.IndexOf(f.Algorithm!))
                .First();
        return true;
    }

    public override TlsCredentials? GetCredentials()
    {
        if (_credentials is null)
            return null;
        int keyExchange = m_context.SecurityParameters.KeyExchangeAlgorithm;
        if (keyExchange is KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK)
            return _credentials.Decryptor(_crypto, HelloVersion);
        bool tls13 = TlsUtilities.IsTlsV13(m_context);
        return _credentials.Signer(_crypto, new TlsCryptoParameters(m_context), _algorithm, tls13, tls13 ? Status() : null);
    }

    protected override bool AllowCertificateStatus() => Status() is not null;

    public override CertificateStatus? GetCertificateStatus() => Status() is { } response
        ? new CertificateStatus(CertificateStatusType.ocsp, Org.BouncyCastle.Asn1.Ocsp.OcspResponse.GetInstance(response))
        : null;

    /// <summary>What is stapled to the certificate that is shown, if the client asks for it; found once.</summary>
    private byte[]? Status()
    {
        if (m_certificateStatusRequest is not { StatusType: CertificateStatusType.ocsp } || _credentials is null
            || _host.Settings.FindStatus is not { } find)
            return null;
        if (_status is null)
        {
            _status = find(_credentials.Identity.ChainDer[0]) ?? System.Array.Empty<byte>();
            if (_status.Length > 0)
                StapleRules.CheckOwn(_status);
        }

        return _status.Length == 0 ? null : _status;
    }

    public override TlsECConfig GetECDHConfig() => new(CommonGroup(g => NamedGroup.RefersToASpecificCurve(g) && !IsHybrid(g)));

    public override TlsDHConfig GetDHConfig()
    {
        if (OwnDhGroup is { } own)
            return new TlsDHConfig(own);
        int group = CommonGroup(NamedGroup.RefersToASpecificFiniteField);
        return TlsDHUtilities.CreateNamedDHConfig(m_context, group);
    }

    /// <summary>A group of our own is for clients that name none; one that names some must not be given another (RFC 7919, 4).</summary>
    private DHGroup? OwnDhGroup =>
        m_context.SecurityParameters.ClientSupportedGroups?.Any(NamedGroup.RefersToASpecificFiniteField) == true ? null
            : _host.Settings.DhGroup?.Group;

    private bool HasGroupFor(int keyExchange)
    {
        if (TlsEccUtilities.IsEccCipherSuite(m_selectedCipherSuite) || keyExchange is KeyExchangeAlgorithm.ECDHE_RSA
            or KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.ECDH_anon)
        {
            return FindGroup(g => NamedGroup.RefersToASpecificCurve(g) && !IsHybrid(g)) >= 0;
        }

        return keyExchange is not (KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.DH_anon)
            || OwnDhGroup is not null || FindGroup(NamedGroup.RefersToASpecificFiniteField) >= 0;
    }

    private int CommonGroup(Func<int, bool> kind)
    {
        int group = FindGroup(kind);
        return group >= 0 ? group : throw NamedAlert.NothingInCommon("There is no group in common.");
    }

    /// <summary>
    /// A group for TLS 1.2. A client that names none of the kind leaves the choice to us (RFC 8422, 4; RFC 7919, 4); it is older than
    /// x25519, and secp256r1 is what such clients know.
    /// </summary>
    private int FindGroup(Func<int, bool> kind)
    {
        int[] own = _settings.Groups.Where(kind).ToArray();
        int[]? offered = m_context.SecurityParameters.ClientSupportedGroups;
        if (offered is null
            || (own.Length > 0 && NamedGroup.RefersToASpecificFiniteField(own[0]) && !offered.Any(NamedGroup.RefersToASpecificFiniteField)))
            return own.Contains(NamedGroup.secp256r1) ? NamedGroup.secp256r1 : own.DefaultIfEmpty(-1).First();
        IEnumerable<int> common = _host.Settings.HonorCipherOrder ? own.Where(offered.Contains) : offered.Where(own.Contains);
        return common.DefaultIfEmpty(-1).First();
    }

    private static bool IsHybrid(int group) => NamedGroup.RefersToASpecificHybrid(group);

    public override CertificateRequest? GetCertificateRequest()
    {
        if (_host.Settings.ClientCertificate == TlsClientCertificate.None)
            return null;
        IList<X509Name>? authorities = _host.Settings.ClientAuthorities.Count == 0 ? null
            : _host.Settings.ClientAuthorities.Select(der => X509Name.GetInstance(der)).ToList();
        if (TlsUtilities.IsTlsV13(m_context))
            return new CertificateRequest(TlsUtilities.EmptyBytes, _settings.Schemes, null, authorities);
        short[] types = { ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign };
        return new CertificateRequest(types, TlsUtilities.IsTlsV12(m_context) ? _settings.Schemes12 : null, authorities);
    }

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (!clientCertificate.IsEmpty)
        {
            _host.JudgePeer(PeerSettings.Platform(clientCertificate), ocspResponse: null, X509KeyUsageFlags.DigitalSignature);
        }
        else if (_host.Settings.ClientCertificate == TlsClientCertificate.Require)
        {
            throw NoCertificate();
        }
    }

    /// <summary>RFC 8446, 4.4.2.4; RFC 5246, 7.4.6.</summary>
    private TlsFatalAlert NoCertificate()
    {
        NoCertificateCame = true;
        return new TlsFatalAlert(TlsUtilities.IsTlsV13(m_context) ? AlertDescription.certificate_required
            : AlertDescription.handshake_failure, "The client sent no certificate.");
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        SecurityParameters parameters = m_context.SecurityParameters;
        // Whatever way the handshake took: nobody is in without what is demanded. Sessions were asked for it when they were accepted.
        if (_host.Settings.ClientCertificate == TlsClientCertificate.Require && Sessions.Resumed is null
            && parameters.PeerCertificate is not { IsEmpty: false })
            throw NoCertificate();
        if (!TlsUtilities.IsTlsV13(m_context))
            Sessions.Completed(parameters, parameters.SessionID);
        bool shown = _credentials is not null && Sessions.Resumed is null && !Sessions.HasKey;
        _host.HandshakeComplete(parameters, new CompletedHandshake
        {
            Identity = shown ? _credentials!.Identity : null,
            SignatureScheme = shown && _algorithm is not null ? SignatureScheme.From(_algorithm) : 0,
            ServerName = Sessions.ServerName,
            Resumed = Sessions.Resumed,
            PskIdentity = Sessions.PskIdentity ?? parameters.PskIdentity,
        });
    }
}
