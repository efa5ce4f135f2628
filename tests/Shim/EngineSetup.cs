using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;

namespace PSSsl.Shim;

/// <summary>The engine's settings for a connection, and what is noted of it on the way.</summary>
internal sealed class EngineSetup
{
    private const int ClientHello = 1, ServerHello = 2, IllegalParameter = 47;

    private static readonly int[] s_groups = [29, 23, 24];
    private static readonly int[] s_schemes = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201];
    private static readonly HashSet<int> s_knownGroups = [0x11EC, 29, 30, 23, 24, 25, 256, 257, 258];

    private static readonly HashSet<int> s_knownSchemes = [.. s_schemes, 0x0203, 0x0603, 0x0807, 0x0808, 0x0809, 0x080A, 0x080B];

    private readonly ShimOptions _options;
    private readonly Credentials _credentials;
    private readonly SessionStore _sessions;
    private readonly bool _isResumption;
    private int _hellos;

    internal EngineSetup(ShimOptions options, Credentials credentials, SessionStore sessions, bool isResumption)
    {
        _options = options;
        _credentials = credentials;
        _sessions = sessions;
        _isResumption = isResumption;
        TlsEngineSettings common = Common();
        Settings = options.IsServer ? Server(common) : Client(common);
    }

    internal TlsEngineSettings Settings { get; }

    /// <summary>The last session that came of it.</summary>
    internal TlsResumableSession? Session { get; private set; }

    /// <summary>True if the server wanted another hello.</summary>
    internal bool Retried => _hellos > 1;

    private TlsEngineSettings Common() => new()
    {
        IsServer = _options.IsServer,
        Versions = Enumerable.Range(0x0301, 4).Reverse()
            .Where(v => v >= _options.LeastVersion && v <= _options.MostVersion && !_options.ExcludedVersions.Contains(v)).ToArray(),
        CipherSuites = SuiteList.Read(_options.Suites, _options.PskKey is not null),
        Groups = Groups(),
        SignatureSchemes = Schemes(),
        HonorCipherOrder = _options.PrefersOwnOrder,
        Identities = _credentials.Identities,
        ApplicationProtocols = _options.RefusesProtocols ? ["none of those"] : _options.Protocols,
        Judge = Judge,
        Message = (sent, type, detail, _) =>
            _hellos += sent && type == 22 && detail == (_options.IsServer ? ServerHello : ClientHello) ? 1 : 0,
        SessionEstablished = SessionEstablished,
    };

    private IReadOnlyList<int> Groups()
    {
        if (_options.Groups.Find(g => !s_knownGroups.Contains(g)) is not 0 and var unknown)
            throw new NoCounterpartException($"group {unknown:X4}");
        return _options.Groups.Count > 0 ? _options.Groups : s_groups;
    }

    private IReadOnlyList<int> Schemes()
    {
        if (_options.Schemes.Find(s => !s_knownSchemes.Contains(s)) is not 0 and var unknown)
            throw new NoCounterpartException($"scheme {unknown:X4}");
        return _options.Schemes.Count > 0 ? _options.Schemes : s_schemes;
    }

    private TlsEngineSettings Client(TlsEngineSettings common) => common with
    {
        ServerName = _options.HostName,
        AsksForStatus = _options.AsksForStatus,
        EarlyKeyShares = _options.KeyShares ?? EarlyShares(common.Groups),
        PreSharedKeys = _options.PskKey is { } key
            ? [new TlsPreSharedKey(OptionReader.Ascii(_options.PskIdentity), OptionReader.Ascii(key))] : [],
        Session = _isResumption ? _sessions.Latest ?? throw new ShimFailureException("There is no session to offer.") : null,
    };

    /// <summary>The first group, and the first of the other kind: one with key encapsulation, one without.</summary>
    private static List<int> EarlyShares(IReadOnlyList<int> groups)
    {
        List<int> shares = [groups[0]];
        shares.AddRange(groups.Where(g => IsHybrid(g) != IsHybrid(groups[0])).Take(1));
        return shares;
    }

    private static bool IsHybrid(int group) => group == 0x11EC;

    private TlsEngineSettings Server(TlsEngineSettings common) => common with
    {
        ClientCertificate = _options.DemandsCertificate ? TlsClientCertificate.Require
            : _options.AsksForCertificate ? TlsClientCertificate.Request : TlsClientCertificate.None,
        ClientAuthorities = _options.Authorities ?? [],
        FindStatus = _credentials.StapleOf,
        TicketKeys = _options.GivesTickets ? _sessions.TicketKeys : null,
        FindSession = _sessions.Find,
        FindPreSharedKey = _options.PskKey is null ? null : FindKey,
        SelectHost = _ => Settings,
    };

    private byte[]? FindKey(byte[] identity) =>
        identity.SequenceEqual(OptionReader.Ascii(_options.PskIdentity)) ? OptionReader.Ascii(_options.PskKey!) : null;

    private void SessionEstablished(TlsResumableSession session)
    {
        Session = session;
        if (_options.IsServer)
            _sessions.Keep(session);
    }

    /// <summary>Who judges in the product asks for more; what a key may be used for belongs to the handshake.</summary>
    private TlsRefusal? Judge(TlsPeerChain chain)
    {
        if (_options.RefusesChain && !_isResumption && (_options.AsksForCertificate || _options.DemandsCertificate))
            return new TlsRefusal(_options.RefusalAlert, new ShimFailureException("The chain is refused."));
        bool isFree = chain.Certificates.Count == 0
            || chain.Certificates[0].Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage
            || usage.KeyUsages.HasFlag(chain.NeededUsage);
        return isFree ? null : new TlsRefusal(IllegalParameter, new ShimFailureException("The key may not be used for that."));
    }
}
