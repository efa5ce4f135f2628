using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Keys;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace PSSsl.Engine.Protocol;

/// <summary>The client's choices in a handshake.</summary>
internal sealed class ClientPeer : AbstractTlsClient, TlsAuthentication
{
    private readonly EngineHost _host;
    private readonly EngineCrypto _crypto;
    private readonly PeerSettings _settings;
    private TlsIdentity? _shown;
    private GivenKeyIdentity? _pskIdentity;

    internal ClientPeer(EngineHost host, EngineCrypto crypto)
        : base(crypto)
    {
        _host = host;
        _crypto = crypto;
        _settings = new PeerSettings(host.Settings);
        Sessions = new ClientSessions(host, crypto);
    }

    internal ClientSessions Sessions { get; }

    /// <summary>The latest version that is offered.</summary>
    internal ProtocolVersion LatestVersion => ProtocolVersion.GetLatestTls(_settings.Versions);

    internal bool Offers(ProtocolVersion version) => ProtocolVersion.Contains(_settings.Versions, version);

    /// <summary>Names (DER) of the authorities that the server takes certificates of; null if it asked for none.</summary>
    internal IReadOnlyList<byte[]>? RequestedAuthorities { get; private set; }

    /// <summary>True if the server wanted a certificate and none was chosen for it.</summary>
    internal bool NoCertificateGiven => RequestedAuthorities is not null && _shown is null;

    /// <summary>Notes a request as soon as it is there: a server may hang up before it is answered.</summary>
    internal void CertificateRequested(CertificateRequest request) =>
        RequestedAuthorities = request.CertificateAuthorities?.Select(name => name.GetEncoded()).ToArray() ?? System.Array.Empty<byte[]>();

    protected override ProtocolVersion[] GetSupportedVersions() => _settings.Versions;

    protected override int[] GetSupportedCipherSuites() => _settings.Suites;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => _settings.Groups;

    public override IList<int> GetEarlyKeyShareGroups() => _settings.Groups.Contains(Sessions.OnlyGroup)
        ? new List<int> { Sessions.OnlyGroup }
        : _host.Settings.EarlyKeyShares.Where(_settings.Groups.Contains).ToList();

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => _settings.Schemes;

    protected override IList<ProtocolName>? GetProtocolNames() => _settings.Protocols;

    protected override CertificateStatusRequest? GetCertificateStatusRequest() =>
        _host.Settings.AsksForStatus ? base.GetCertificateStatusRequest() : null;

    protected override IList<ServerName>? GetSniServerNames()
    {
        string? name = _host.Settings.ServerName;
        return string.IsNullOrEmpty(name) ? null : new List<ServerName> { new(NameType.host_name, Encoding.ASCII.GetBytes(name)) };
    }

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetClientExtensions();
        if (_host.Settings.Versions.Any(v => v < 0x0304))
            Sessions.AddTicketExtension(extensions);
        // It concerns CBC alone (RFC 7366, 3); some servers answer it for a suite without encryption too, which the library then refuses.
        if (!_settings.Suites.Any(TlsUtilities.IsBlockCipherSuite))
            extensions.Remove(ExtensionType.encrypt_then_mac);
        // Without it a server gives no tickets (RFC 8446, 4.2.9); the library adds it only beside a key.
        if (Sessions.Wanted && _host.Settings.Versions.Contains(0x0304))
            TlsExtensionsUtilities.AddPskKeyExchangeModesExtension(extensions, GetPskKeyExchangeModes());
        return extensions;
    }

    public override TlsSession? GetSessionToResume() => Sessions.Legacy();

    public override IList<TlsPskExternal>? GetExternalPsks() => Sessions.Keys(_settings.Suites);

    public override void NotifySelectedPsk(TlsPsk? selectedPsk) => Sessions.Selected(selectedPsk);

    public override void NotifyNewSessionTicket(NewSessionTicket newSessionTicket) => Sessions.TicketReceived(newSessionTicket);

    public override TlsPskIdentity? GetPskIdentity() =>
        _host.Settings.PreSharedKeys.Count == 0 ? null : _pskIdentity ??= new GivenKeyIdentity(_host.Settings.PreSharedKeys[0]);

    public override TlsDHGroupVerifier GetDHGroupVerifier() => new ServersDhGroup(_host.Settings.LeastDhBits);

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        ExtensionRules.CheckServers(serverExtensions);
        base.ProcessServerExtensions(serverExtensions);
        CheckApplicationProtocol();
    }

    /// <summary>RFC 7301, 3.1: a server picks among those that were offered; the library takes any.</summary>
    private void CheckApplicationProtocol()
    {
        if (m_context.SecurityParameters.ApplicationProtocol is { } chosen && _settings.Protocols?.Contains(chosen) != true)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The server chose an application protocol that was not offered.");
    }

    public override int GetMaxCertificateChainLength() => SizeLimits.LongestChain;

    public override int GetMaxHandshakeMessageSize() => SizeLimits.LargestMessage;

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        // Without RFC 5746 a man in the middle can put bytes before ours; only peers as old as that may lack it.
        if (!secureRenegotiation && !_settings.AllowsLegacy)
            throw NamedAlert.UnsafeRenegotiation();
    }

    public override void NotifyServerVersion(ProtocolVersion serverVersion)
    {
        _crypto.IsTls12OrLater = TlsUtilities.IsTlsV12(serverVersion);
        if (!TlsUtilities.IsTlsV13(serverVersion))
            _crypto.ForgetGroup();
    }

    /// <summary>An anonymous suite shows no certificate, so that is what is judged: nothing.</summary>
    public override void NotifySelectedCipherSuite(int selectedCipherSuite)
    {
        base.NotifySelectedCipherSuite(selectedCipherSuite);
        if (TlsUtilities.GetKeyExchangeAlgorithm(selectedCipherSuite) is KeyExchangeAlgorithm.DH_anon or KeyExchangeAlgorithm.ECDH_anon)
            JudgeNothing();
    }

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        Certificate chain = serverCertificate.Certificate;
        bool decrypts = m_context.SecurityParameters.KeyExchangeAlgorithm is KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK;
        _host.JudgePeer(PeerSettings.Platform(chain), PeerSettings.OcspOf(chain, serverCertificate.CertificateStatus),
            decrypts ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature);
    }

    /// <summary>A server that shows no certificate is judged for that.</summary>
    private void JudgeNothing() => _host.JudgePeer(System.Array.Empty<X509Certificate2>(), ocspResponse: null, X509KeyUsageFlags.None);

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        bool tls13 = TlsUtilities.IsTlsV13(m_context);
        bool tls12 = TlsUtilities.IsTlsV12(m_context);
        IList<X509Name>? authorities = certificateRequest.CertificateAuthorities;
        foreach (TlsIdentity identity in _host.Settings.Identities.OrderByDescending(i => IssuedBy(i, authorities)))
        {
            LocalCredentials credentials = LocalCredentials.Of(identity);
            SignatureAndHashAlgorithm? algorithm = null;
            if (!tls13 && !credentials.FitsTypes(certificateRequest.CertificateTypes, tls12))
                continue;
            if (tls12)
            {
                algorithm = credentials.Choose(certificateRequest.SupportedSignatureAlgorithms, tls13);
                if (algorithm is null)
                    continue;
            }

            _shown = identity;
            return credentials.Signer(_crypto, new TlsCryptoParameters(m_context), algorithm, tls13);
        }

        return null;
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        // A resumed session of TLS 1.2 goes past the other check.
        CheckApplicationProtocol();
        SecurityParameters parameters = m_context.SecurityParameters;
        Sessions.Completed(parameters);
        byte[]? pskIdentity = Sessions.PskIdentity ?? parameters.PskIdentity;
        // Whatever way the handshake took: a server that proved nothing is judged for that.
        if (Sessions.Resumed is null && pskIdentity is null && parameters.PeerCertificate is not { IsEmpty: false })
            JudgeNothing();
        _host.HandshakeComplete(parameters, new CompletedHandshake
        {
            Identity = _shown,
            SignatureScheme = _crypto.PeerSignatureScheme,
            ServerName = _host.Settings.ServerName,
            Resumed = Sessions.Resumed,
            PskIdentity = pskIdentity,
        });
        Sessions.KeepSession(m_context);
    }

    /// <summary>Whether a certificate of the chain is from one of the authorities that the server named.</summary>
    private static bool IssuedBy(TlsIdentity identity, IList<X509Name>? authorities)
    {
        if (authorities is null || authorities.Count == 0)
            return true;
        return identity.ChainDer.Select(CertificateParts.IssuerOf).OfType<X509Name>()
            .Any(issuer => authorities.Any(a => a.Equivalent(issuer)));
    }
}
