using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>A client's sessions and pre-shared keys: what it offers, and what it keeps for later.</summary>
internal sealed class ClientSessions : IDisposable
{
    /// <summary>A server's ticket may be long, but a client does not hoard it.</summary>
    private const int LongestTicket = 16 * 1024;

    private static readonly TimeSpan s_longest12 = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_longest13 = TimeSpan.FromDays(7);

    private readonly EngineHost _host;
    private readonly EngineCrypto _crypto;
    private readonly byte[] _ticketSessionId;
    private readonly List<TlsPskExternal> _keys = new();
    private OfferedKey? _selected;
    private NewSessionTicket? _ticket12;
    private byte[]? _resumptionSecret;
    private int _resumptionHash;
    private int _suite;
    private int _group;
    private bool _resumed12;

    internal ClientSessions(EngineHost host, EngineCrypto crypto)
    {
        _host = host;
        _crypto = crypto;
        // RFC 5077, 3.4: an id goes along with a ticket, so that a server's acceptance is seen at once.
        _ticketSessionId = Offered is { Ticket: not null, Version: < 0x0304 }
            ? crypto.CreateNonceGenerator(Array.Empty<byte>()).GenerateNonce(32) : Array.Empty<byte>();
    }

    private TlsResumableSession? Offered => _host.Settings.Session is { Expired: false } session ? session : null;

    internal bool Wanted => _host.Settings.SessionEstablished is not null;

    /// <summary>The session that the server agreed to resume.</summary>
    internal TlsResumableSession? Resumed => _resumed12 || _selected is { IsResumption: true } ? _host.Settings.Session : null;

    /// <summary>The group whose share is enough, since the server chose it before; 0 if none is known.</summary>
    internal int OnlyGroup => Offered?.Group ?? 0;

    internal byte[]? PskIdentity => _selected is { IsResumption: false } ? _selected.Identity : null;

    public void Dispose()
    {
        if (_resumptionSecret is not null)
            Array.Clear(_resumptionSecret, 0, _resumptionSecret.Length);
        _resumptionSecret = null;
    }

    /// <summary>The session of TLS 1.2 as the library takes it.</summary>
    internal TlsSession? Legacy()
    {
        if (Offered is not { Version: < 0x0304 } session || session.CopySecret() is not { } secret)
            return null;
        var extensions = new Dictionary<int, byte[]>();
        if (session.EncryptThenMac)
            TlsExtensionsUtilities.AddEncryptThenMacExtension(extensions);
        SessionParameters parameters = new SessionParameters.Builder()
            .SetCipherSuite(session.CipherSuite)
            .SetExtendedMasterSecret(true)
            .SetMasterSecret(_crypto.CreateSecret(secret))
            .SetNegotiatedVersion(ProtocolVersion.Get(session.Version >> 8, session.Version & 0xFF))
            .SetServerExtensions(extensions)
            .Build();
        Array.Clear(secret, 0, secret.Length);
        return TlsUtilities.ImportSession(session.Ticket is null ? session.Id : _ticketSessionId, parameters);
    }

    /// <summary>Asks for a ticket, or shows one (RFC 5077, 3.2).</summary>
    internal void AddTicketExtension(IDictionary<int, byte[]> extensions)
    {
        if (Wanted || Offered is not null)
            extensions[ExtensionType.session_ticket] = Offered is { Version: < 0x0304, Ticket: { } ticket } ? ticket
                : TlsUtilities.EmptyBytes;
    }

    /// <summary>What a hello of TLS 1.3 offers: the session, then given keys, each only with a suite of its hash.</summary>
    internal IList<TlsPskExternal>? Keys(IReadOnlyList<int> suites)
    {
        _keys.Clear();
        if (Offered is { Version: >= 0x0304, Ticket: { } ticket } session && HasHash(suites, Tls13Hash.Of(session.CipherSuite))
            && session.CopySecret() is { } secret)
            _keys.Add(new OfferedKey(ticket, new ResumptionKey(_crypto, secret), Tls13Hash.Of(session.CipherSuite)));
        foreach (TlsPreSharedKey key in _host.Settings.PreSharedKeys)
        {
            int prf = key.UseSha384 ? PrfAlgorithm.tls13_hkdf_sha384 : PrfAlgorithm.tls13_hkdf_sha256;
            // Without an identity it is one of older versions alone (RFC 8446, 4.2.11).
            if (key.Identity.Length > 0 && HasHash(suites, prf))
                _keys.Add(new OfferedKey(key.Identity, _crypto.CreateSecret(key.Key), prf));
        }

        return _keys.Count == 0 ? null : _keys;
    }

    /// <summary>
    /// What the binders take, with their length (RFC 8446, 4.2.11). When a server's retry excludes a key for its hash the library leaves
    /// that key out, but goes on with the size of the first hello.
    /// </summary>
    internal int BindersSize(IDictionary<int, byte[]>? extensions)
    {
        if (extensions is null || !extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? offered))
            return 0;
        int size = 2;
        foreach (byte[] identity in PreSharedKeyExtension.Identities(offered))
        {
            TlsPskExternal key = _keys.First(k => k.Identity.SequenceEqual(identity));
            size += 1 + TlsCryptoUtilities.GetHashOutputSize(TlsCryptoUtilities.GetHashForPrf(key.PrfAlgorithm));
        }

        return size;
    }

    /// <summary>
    /// Writes the ticket's age into the hello; the library leaves it at zero, which is right for given keys (RFC 8446, 4.2.11).
    /// </summary>
    internal void SetAge(IDictionary<int, byte[]>? extensions)
    {
        if (Offered is { Version: >= 0x0304, Ticket: { } ticket } session && extensions is not null
            && extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? offered))
            PreSharedKeyExtension.SetAge(offered, ticket, session.ObfuscatedAge);
    }

    internal void Selected(TlsPsk? key) => _selected = (OfferedKey?)key;

    internal void TicketReceived(NewSessionTicket ticket) => _ticket12 = ticket;

    /// <summary>TLS 1.3: keeps what tickets that come later are the keys of. The master secret is gone afterwards.</summary>
    internal void KeepResumptionSecret(SecurityParameters parameters, Transcript transcript)
    {
        _resumptionHash = parameters.PrfCryptoHashAlgorithm;
        _suite = parameters.CipherSuite;
        _group = parameters.NegotiatedGroup;
        _resumptionSecret = Tls13Hash.ResumptionSecret(parameters, transcript);
    }

    internal void Completed(SecurityParameters parameters) => _resumed12 = parameters.IsResumedSession;

    /// <summary>
    /// Up to TLS 1.2: the session is there with the handshake's end. Without the extended master secret it is not kept (RFC 7627, 5.2).
    /// </summary>
    internal void KeepSession(TlsClientContext context)
    {
        SecurityParameters parameters = context.SecurityParameters;
        if (TlsUtilities.IsTlsV13(context))
            return;
        if (!Wanted || !parameters.IsExtendedMasterSecret)
            return;
        bool hasTicket = _ticket12 is { Ticket.Length: > 0 and <= LongestTicket };
        byte[] id = parameters.SessionID;
        // A resumed session stays good, unless the server renewed its ticket.
        if (!hasTicket && (_resumed12 || id.Length == 0))
            return;
        TimeSpan hint = hasTicket && _ticket12!.TicketLifetimeHint > 0 ? TimeSpan.FromSeconds(_ticket12.TicketLifetimeHint)
            : _host.Settings.SessionLifetime;
        byte[] secret = _crypto.AdoptSecret(parameters.MasterSecret).Extract();
        var proof = new PeerProof(_host, Resumed);
        _host.Settings.SessionEstablished!(new TlsResumableSession(secret)
        {
            Version = parameters.NegotiatedVersion.FullVersion,
            CipherSuite = parameters.CipherSuite,
            Authenticated = proof.Authenticated,
            Lifetime = proof.Shortest(hint < s_longest12 ? hint : s_longest12),
            ServerName = ServerName,
            PeerChain = proof.Chain,
            PeerNotAfter = proof.NotAfter,
            Ticket = hasTicket ? _ticket12!.Ticket : null,
            Id = id,
            EncryptThenMac = parameters.IsEncryptThenMac,
        });
    }

    /// <summary>A ticket of TLS 1.3 (RFC 8446, 4.6.1); one server may send several.</summary>
    internal void TicketReceived13(long lifetime, uint ageAdd, byte[] nonce, byte[] ticket)
    {
        if (!Wanted || _resumptionSecret is null || lifetime == 0 || ticket.Length is 0 or > LongestTicket)
            return;
        int length = TlsCryptoUtilities.GetHashOutputSize(_resumptionHash);
        TimeSpan hint = TimeSpan.FromSeconds(lifetime);
        var proof = new PeerProof(_host, Resumed);
        TlsSecret key =
            TlsCryptoUtilities.HkdfExpandLabel(_crypto.CreateSecret(_resumptionSecret), _resumptionHash, "resumption", nonce, length);
        _host.Settings.SessionEstablished!(new TlsResumableSession(key.Extract())
        {
            Version = 0x0304,
            CipherSuite = _suite,
            Authenticated = proof.Authenticated,
            Lifetime = proof.Shortest(hint < s_longest13 ? hint : s_longest13),
            ServerName = ServerName,
            PeerChain = proof.Chain,
            PeerNotAfter = proof.NotAfter,
            Ticket = ticket,
            AgeAdd = ageAdd,
            Group = _group,
        });
    }

    private string? ServerName => string.IsNullOrEmpty(_host.Settings.ServerName) ? null : _host.Settings.ServerName;

    private static bool HasHash(IReadOnlyList<int> suites, int prf) => prf >= 0 && suites.Any(s => Tls13Hash.Of(s) == prf);
}
