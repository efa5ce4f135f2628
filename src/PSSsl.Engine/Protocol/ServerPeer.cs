using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Sessions;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace PSSsl.Engine.Protocol;

/// <summary>The server's choices in a handshake.</summary>
internal sealed class ServerPeer : AbstractTlsServer
{
    private readonly EngineHost _host;
    private readonly EngineCrypto _crypto;
    private readonly HostChoice _choice;
    private readonly ServerCredentials _credentials;
    private readonly ClientCertificateDemand _demand;
    private PeerSettings _settings;
    private int[]? _ordered;

    internal ServerPeer(EngineHost host, EngineCrypto crypto)
        : base(crypto)
    {
        _host = host;
        _crypto = crypto;
        _settings = new PeerSettings(host.Settings);
        _choice = new HostChoice(host);
        _credentials = new ServerCredentials(host, crypto);
        _demand = new ClientCertificateDemand(host);
        Sessions = new ServerSessions(host, crypto);
    }

    internal ServerSessions Sessions { get; }

    /// <summary>The versions that are served, under the name that the client asks for.</summary>
    internal IReadOnlyList<ProtocolVersion> Versions => _settings.Versions;

    /// <summary>The version at the head of the client's hello, as it was sent.</summary>
    internal int HelloVersion { get; set; }

    /// <summary>See <see cref="HostChoice.IsNotServed"/>.</summary>
    internal bool NameNotServed => _choice.IsNotServed;

    /// <summary>See <see cref="ClientCertificateDemand.IsUnmet"/>.</summary>
    internal bool NoCertificateCame => _demand.IsUnmet;

    /// <summary>Reads of a hello what is needed before anything else is chosen.</summary>
    internal void HelloReceived(IDictionary<int, byte[]>? extensions)
    {
        Sessions.HelloReceived(extensions);
        if (!_choice.Named(Sessions.ServerName))
            return;
        _settings = new PeerSettings(_host.Settings);
        m_protocolVersions = _settings.Versions;
        m_cipherSuites = _settings.Suites;
    }

    /// <summary>The first call at which the protocol can send an alert.</summary>
    public override void NotifyClientVersion(ProtocolVersion clientVersion)
    {
        _choice.CheckServed(clientVersion);
        base.NotifyClientVersion(clientVersion);
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
        if (_choice.IsByName && Sessions.Resumed is null)
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
        if (!_credentials.ChooseBySchemes(m_context.SecurityParameters.ClientSigAlgs))
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
        return base.IsSelectableCipherSuite(cipherSuite, availCurveBits, availFiniteFieldBits, sigAlgs)
            && Groups.IsThereFor(keyExchange, m_selectedCipherSuite)
            && (!needsKey || _host.Settings.FindPreSharedKey is not null)
            && (!asksNobody || !_demand.IsMade);
    }

    protected override bool SelectCipherSuite(int cipherSuite)
    {
        if (!TlsUtilities.IsTlsV13(m_context) && !_credentials.ChooseFor(TlsUtilities.GetKeyExchangeAlgorithm(cipherSuite), m_context))
            return false;
        return base.SelectCipherSuite(cipherSuite);
    }

    public override TlsCredentials? GetCredentials() => _credentials.ForUse(m_context, HelloVersion, m_certificateStatusRequest);

    protected override bool AllowCertificateStatus() => _credentials.Status(m_certificateStatusRequest) is not null;

    public override CertificateStatus? GetCertificateStatus() => _credentials.Status(m_certificateStatusRequest) is { } response
        ? new CertificateStatus(CertificateStatusType.ocsp, Org.BouncyCastle.Asn1.Ocsp.OcspResponse.GetInstance(response))
        : null;

    private GroupChoice Groups => new(_settings.Groups, m_context.SecurityParameters.ClientSupportedGroups, _host.Settings);

    public override TlsECConfig GetECDHConfig() => Groups.Ecdh();

    public override TlsDHConfig GetDHConfig() => Groups.Dh(m_context);

    public override CertificateRequest? GetCertificateRequest() => _demand.Request(m_context, _settings);

    public override void NotifyClientCertificate(Certificate clientCertificate) => _demand.Answered(clientCertificate, m_context);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        SecurityParameters parameters = m_context.SecurityParameters;
        _demand.CheckMet(m_context, isResumed: Sessions.Resumed is not null);
        if (!TlsUtilities.IsTlsV13(m_context))
            Sessions.Completed(parameters, parameters.SessionID);
        bool isShown = _credentials.Identity is not null && Sessions.Resumed is null && !Sessions.HasKey;
        _host.HandshakeComplete(parameters, new CompletedHandshake
        {
            Identity = isShown ? _credentials.Identity : null,
            SignatureScheme = isShown ? _credentials.Scheme : 0,
            ServerName = Sessions.ServerName,
            Resumed = Sessions.Resumed,
            PskIdentity = Sessions.PskIdentity ?? parameters.PskIdentity,
        });
    }
}
