using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Sessions;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;

namespace PSSsl;

/// <summary>
/// Everything that handshakes have in common: versions, suites, certificate and key, trust. Files are read and keys parsed once, when
/// it is made; after that it never changes, and any number of sockets and threads may use it.
/// </summary>
public sealed class SslContext
{
    private const int LegacyDhBits = 1024;

    private readonly bool _isGroupGiven;
    private TlsEngineSettings _client;
    private readonly TlsEngineSettings _server;
    private readonly Lazy<ServerSessionStore> _serverSessions;
    private readonly Lazy<string> _trustKey;
    private readonly Lazy<SslContext> _forProxies;
    private readonly IReadOnlyList<string> _clientChecks;

    /// <summary>Makes a context.</summary>
    /// <param name="options">What from; null for the defaults.</param>
    /// <exception cref="SslException">An option is wrong, or a file cannot be used.</exception>
    public SslContext(SslContextOptions? options = null)
    {
        options ??= new SslContextOptions();
        Versions = options.Version is null ? SslVersions.Default : SslVersions.Parse(options.Version);
        VerifyMode = options.VerifyMode;
        ClientCertificate = options.ClientCertificate ?? ClientCertificateBy(options.VerifyMode);
        _clientChecks = ClientChecks.In(options);
        Trust = options.Trust ?? TrustPolicy.Of(options);
        VerifyName = string.IsNullOrEmpty(options.VerifyName) ? null : options.VerifyName;
        OcspResponse = options.OcspResponse;
        KeyLog = KeyLogFile.For(options.KeyLogFile);
        MessageCallback = options.MessageCallback;

        SessionOptions.Check(options);
        SessionCache = options.SessionCache
            ?? (options.SessionCacheSize is > 0 ? new SslSessionCache(options.SessionCacheSize.Value) : null);
        _serverSessions = new Lazy<ServerSessionStore>(() => SessionOptions.ForServer(options, SessionCache));
        _trustKey = new Lazy<string>(() => Trust.Key + "|" + string.Join(",", Identities!.Select(i => Sha256Digest.Of(i.ChainDer[0]))));
        _forProxies = new Lazy<SslContext>(() => new SslContext(new SslContextOptions { Trust = Trust.ForProxies }) { KeyLog = KeyLog });
        Psk = options.Psk;
        PskLookup = options.PskLookup;
        PskTable = options.PskTable;

        Ciphers = new SslList<SslCipher>(SuiteSelection.For(options, Versions));
        IReadOnlyList<int> groups = GroupSelection.For(options.Group);
        _isGroupGiven = options.Group is { Length: > 0 };
        Identities = options.Identities ?? CertificateLoader.Load(options.OwnCertificates);
        Hosts = ServedHosts.For(options, Identities);
        AlpnCheck.Check(options.Alpn);
        _client = OfBothEnds(options, groups);
        _server = _client with
        {
            IsServer = true,
            HonorCipherOrder = options.HonorCipherOrder,
            ClientCertificate = (TlsClientCertificate)Math.Min((int)ClientCertificate, (int)TlsClientCertificate.Require),
            ClientAuthorities = ClientAuthorities(options),
            DhGroup = DhSelection.For(options),
            SessionIdContext = SessionOptions.IdContext(options),
        };
    }

    /// <summary>What a verify mode of OpenSSL's says to a server.</summary>
    private static SslClientCertificate ClientCertificateBy(SslVerifyMode? mode) => mode switch
    {
        null => SslClientCertificate.None,
        { } given when (given & SslVerifyMode.Peer) == 0 => SslClientCertificate.None,
        { } given when (given & SslVerifyMode.FailIfNoPeerCert) != 0 => SslClientCertificate.Require,
        _ => SslClientCertificate.Request,
    };

    /// <summary>What the engine may negotiate, as client and as server.</summary>
    private TlsEngineSettings OfBothEnds(SslContextOptions options, IReadOnlyList<int> groups) => new()
    {
        Versions = Versions.Select(v => (int)v).ToArray(),
        CipherSuites = Ciphers.Select(c => c.Id).ToArray(),
        Groups = groups,
        EarlyKeyShares = GroupSelection.Early(groups),
        SignatureSchemes = SignatureSelection.For(options.SignatureScheme, Versions),
        ApplicationProtocols = options.Alpn?.ToArray() ?? Array.Empty<string>(),
        Identities = Identities,
        // Who asks for versions as old as that wants to reach servers as old.
        LeastDhBits = Versions.Any(v => v < SslVersion.TLSv1_2) ? LegacyDhBits : TlsDhGroup.LeastBits,
        AsksForStatus = Trust.Revocation.WantsStaple,
        PreSharedKeys = Psk is null ? Array.Empty<TlsPreSharedKey>() : new[] { Psk.Engine },
    };

    /// <summary>Protocol versions, newest first.</summary>
    internal IReadOnlyList<SslVersion> Versions { get; }

    /// <summary>Cipher suites, in order.</summary>
    public SslList<SslCipher> Ciphers { get; }

    /// <summary>How the peer is verified; null for the role's default: clients verify servers, servers do not ask clients.</summary>
    internal SslVerifyMode? VerifyMode { get; }

    /// <summary>Whether a server asks its clients for a certificate.</summary>
    internal SslClientCertificate ClientCertificate { get; }

    /// <summary>How names are compared.</summary>
    internal HostnameScheme VerifyScheme => Trust.Scheme;

    /// <summary>The name the peer's certificate must have; null for the host that is connected to.</summary>
    public string? VerifyName { get; }

    /// <summary>A chain may end at any given certificate.</summary>
    public bool AllowPartialChain => Trust.AllowPartialChain;

    /// <summary>What servers are verified by.</summary>
    internal TrustPolicy Trust { get; }

    /// <summary>Gives what a server staples.</summary>
    internal Func<X509Certificate2, byte[]?>? OcspResponse { get; }

    internal IReadOnlyList<TlsIdentity> Identities { get; }

    /// <summary>What it serves by name; null if all names are served alike.</summary>
    internal ServedHosts? Hosts { get; }

    /// <summary>True if a server has something to show, or may do without.</summary>
    internal bool CanServe => Identities.Count > 0 || Hosts is not null || KnowsKeys || Ciphers.Any(c => c.Authentication == "None");

    /// <summary>Sessions that its sockets resume; null on a client that keeps none, and on a server with a cache of its own.</summary>
    internal SslSessionCache? SessionCache { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{string.Join(", ", Versions)}; {Ciphers.Count} suites; {VerifyMode?.ToString() ?? "verified as its role is"}; {VerifyScheme}");

    /// <summary>The pre-shared key it offers, or takes, or null.</summary>
    public SslPreSharedKey? Psk { get; }

    /// <summary>True if a server can be without a certificate, because clients may have keys it knows.</summary>
    internal bool KnowsKeys => Psk is not null || PskLookup is not null || PskTable is not null;

    internal Func<string, byte[]?>? PskLookup { get; }

    /// <summary>Keys that can be looked up on any thread.</summary>
    internal IReadOnlyDictionary<string, byte[]>? PskTable { get; }

    internal ServerSessionStore ServerSessions => _serverSessions.Value;

    /// <summary>What sessions of clients are bound to: all that a verdict on a server depends on, and what the server was shown.</summary>
    internal string TrustKey => _trustKey.Value;

    internal KeyLogFile? KeyLog { get; private init; }

    /// <summary>
    /// For TLS with a proxy on the way: the authorities are the same, and its keys are logged too, for nothing inside could be read without
    /// them. All else, pins, names, certificates, versions, is meant for the host, and nothing that makes this context lax for it makes it
    /// so for a proxy that may be told a password.
    /// </summary>
    internal SslContext ForProxies => _forProxies.Value;

    /// <summary>
    /// The same with a first message that fits into one packet; null if the user chose the groups, or it is small anyway.
    /// </summary>
    internal SslContext? WithSmallHello()
    {
        if (_isGroupGiven || Versions[0] < SslVersion.TLSv1_3 || !_client.EarlyKeyShares.Except(NamedGroups.Small).Any())
            return null;
        var small = (SslContext)MemberwiseClone();
        small._client = _client with { Groups = NamedGroups.Small, EarlyKeyShares = GroupSelection.Early(NamedGroups.Small) };
        return small;
    }

    /// <summary>
    /// One that only finds out whether a server answers: with the versions and groups of this one, without certificates, verdict or the
    /// user's code.
    /// </summary>
    internal SslContext ForLooking() => new(new SslContextOptions
    {
        Version = Versions.Cast<object>().ToArray(),
        Group = _client.Groups.Select(NamedGroups.NameOf).ToArray(),
        VerifyMode = SslVerifyMode.None,
        KeyLogFile = string.Empty,
    });

    internal Action<SslMessage>? MessageCallback { get; }

    /// <summary>True if handshakes of a server call what the user wrote, which waits for the thread that may run it.</summary>
    internal bool RunsUsersCode =>
        PskLookup is not null || MessageCallback is not null || (OcspResponse is not null && OcspResponse.Target is not GivenStatus)
        || Trust.Callback is not null || Hosts?.RunsUsersCode == true;

    internal bool Verifies(bool asServer) => TrustOf(asServer).VerifiesChain;

    /// <summary>What the peers of one role are verified by: clients only if they are asked for a certificate.</summary>
    internal TrustPolicy TrustOf(bool asServer) =>
        asServer && ClientCertificate == SslClientCertificate.None ? Trust with { Mode = SslVerifyMode.None } : Trust;

    /// <summary>Refuses to serve with options that a server could not keep.</summary>
    /// <exception cref="SslException">There are some.</exception>
    internal void CheckAsServer()
    {
        if (ClientChecks.Broken(this, _clientChecks) is { } broken)
            throw broken;
        if (Hosts is null && !KnowsKeys)
            ServerKeys.Check(Identities);
    }

    /// <exception cref="SslException">A server cannot keep what the context demands.</exception>
    internal TlsEngineSettings EngineSettings(bool asServer, string? serverName)
    {
        if (!asServer)
            return _client with { ServerName = serverName };
        CheckAsServer();
        return _server;
    }

    /// <summary>
    /// The names a server sends, so that clients can choose among their certificates; the platform's hundreds do not help.
    /// </summary>
    private static IReadOnlyList<byte[]> ClientAuthorities(SslContextOptions options)
    {
        string option = options.ClientCAFiles is null ? nameof(options.CAFile) : nameof(options.ClientCAFile);
        if ((options.ClientCAFiles ?? options.CAFiles) is not { } files)
            return options.Authorities?.Select(c => c.SubjectName.RawData).ToArray() ?? Array.Empty<byte[]>();
        string forClients = ChainFaults.PurposeOid(ChainPurpose.ClientAuth);
        return files.SelectMany(f => CertificateFile.ReadAuthorities(f, option))
            .Where(c => c.Uses?.Allows(forClients) ?? true).Select(c => c.Certificate.SubjectName.RawData).ToArray();
    }
}
