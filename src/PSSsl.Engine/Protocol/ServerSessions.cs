using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>A server's sessions and pre-shared keys: which of a client's it takes, and what it gives out.</summary>
internal sealed class ServerSessions
{
    /// <summary>A client may offer thousands of identities; so many are looked at.</summary>
    private const int MostIdentities = 8;

    private readonly EngineHost _host;
    private readonly EngineCrypto _crypto;
    private byte[]? _ticket12;
    private bool _takesTickets13;
    private OfferedKey? _selected;

    internal ServerSessions(EngineHost host, EngineCrypto crypto)
    {
        _host = host;
        _crypto = crypto;
    }

    private TlsEngineSettings Settings => _host.Settings;

    /// <summary>The name the client asks for.</summary>
    internal string? ServerName { get; private set; }

    internal TlsResumableSession? Resumed { get; private set; }

    /// <summary>True if a session or a given key authenticates both ends, so that no certificate is shown.</summary>
    internal bool HasKey => _selected is not null;

    internal byte[]? PskIdentity => _selected is { IsResumption: false } ? _selected.Identity : null;

    /// <summary>How many tickets are worth giving: a fresh client may make two connections next (RFC 8446, C.4).</summary>
    internal int Tickets13 => !_takesTickets13 || Settings.TicketKeys is null ? 0 : Resumed is null ? 2 : 1;

    /// <summary>
    /// Reads of a hello what sessions depend on. The ages of tickets are of use for early data only, which is not offered; they are set to
    /// zero, because the library looks for the identity that was chosen with that.
    /// </summary>
    internal void HelloReceived(IDictionary<int, byte[]>? extensions)
    {
        if (extensions is null)
            return;
        ServerName = ServerNames.Of(extensions);
        _ticket12 = TlsUtilities.GetExtensionData(extensions, ExtensionType.session_ticket);
        _takesTickets13 = TlsExtensionsUtilities.GetPskKeyExchangeModesExtension(extensions) is { } modes
            && modes.Contains(PskKeyExchangeMode.psk_dhe_ke);
        if (extensions.TryGetValue(ExtensionType.pre_shared_key, out byte[]? offered))
            PreSharedKeyExtension.ClearAges(offered);
    }

    /// <summary>
    /// TLS 1.3: the first identity that is a session of ours, or whose key somebody knows, and for whose hash there is a suite in common:
    /// key and suite are chosen together (RFC 8446, 4.2.11).
    /// </summary>
    internal TlsPskExternal? Choose(IList<PskIdentity> identities, Func<int, bool> hasSuite)
    {
        _selected = null;
        Resumed = null;
        foreach (PskIdentity identity in identities.Take(MostIdentities))
        {
            _selected = Settings.TicketKeys?.Open(identity.Identity) is { } opened
                ? Session(Read(opened, identity.Identity, Array.Empty<byte>()), identity.Identity, hasSuite)
                : GivenKey(identity.Identity, hasSuite);
            if (_selected is not null)
                return _selected;
        }

        return null;
    }

    /// <summary>The hash of the key that was chosen.</summary>
    internal int ChosenHash => _selected?.PrfAlgorithm ?? -1;

    private OfferedKey? Session(TlsResumableSession? session, byte[] ticket, Func<int, bool> hasSuite)
    {
        if (session is not { Version: 0x0304 } || !hasSuite(Tls13Hash.Of(session.CipherSuite)) || !Accepts(session)
            || session.CopySecret() is not { } secret)
            return null;
        Resumed = session;
        return new OfferedKey(ticket, new ResumptionKey(_crypto, secret), Tls13Hash.Of(session.CipherSuite));
    }

    /// <summary>A key belongs to one hash; one that is looked up to SHA-256 (RFC 8446, 4.2.11).</summary>
    private OfferedKey? GivenKey(byte[] identity, Func<int, bool> hasSuite)
    {
        bool sha384 = Settings.PreSharedKeys.Any(k => k.UseSha384 && k.Identity.SequenceEqual(identity));
        int prf = sha384 ? PrfAlgorithm.tls13_hkdf_sha384 : PrfAlgorithm.tls13_hkdf_sha256;
        if (!hasSuite(prf) || FindKey(identity) is not { } key)
            return null;
        var found = new OfferedKey(identity, _crypto.CreateSecret(key), prf);
        Array.Clear(key, 0, key.Length);
        return found;
    }

    /// <summary>A given key says who the client is in its own way; where a certificate is demanded it does not do.</summary>
    internal byte[]? FindKey(byte[] identity) =>
        Settings.ClientCertificate == TlsClientCertificate.Require ? null : Settings.FindPreSharedKey?.Invoke(identity);

    /// <summary>Up to TLS 1.2: the session of the client's ticket, or of its id.</summary>
    internal TlsSession? Legacy(byte[] sessionId, ProtocolVersion version, IReadOnlyCollection<int> suites)
    {
        if (sessionId.Length == 0 && _ticket12 is not { Length: > 0 })
            return null;
        TlsResumableSession? session = _ticket12 is { Length: > 0 } && Settings.TicketKeys?.Open(_ticket12) is { } opened
            ? Read(opened, _ticket12, sessionId)
            : sessionId.Length > 0 ? Settings.FindSession?.Invoke(sessionId) : null;
        if (session is null || session.Version != version.FullVersion || !suites.Contains(session.CipherSuite) || !Accepts(session)
            || session.CopySecret() is not { } secret)
            return null;
        var extensions = new Dictionary<int, byte[]>();
        if (session.EncryptThenMac)
            TlsExtensionsUtilities.AddEncryptThenMacExtension(extensions);
        SessionParameters parameters = new SessionParameters.Builder()
            .SetCipherSuite(session.CipherSuite)
            .SetExtendedMasterSecret(true)
            .SetMasterSecret(_crypto.CreateSecret(secret))
            .SetNegotiatedVersion(version)
            .SetServerExtensions(extensions)
            .Build();
        Array.Clear(secret, 0, secret.Length);
        Resumed = session;
        return sessionId.Length == 0 ? new TicketSession(parameters) : TlsUtilities.ImportSession(sessionId, parameters);
    }

    /// <summary>
    /// True if the client wants a ticket of TLS 1.2, and it can be given a safe one: with the extended master secret (RFC 7627, 5.2).
    /// </summary>
    internal bool GivesTicket12(SecurityParameters parameters) =>
        Settings.TicketKeys is not null && _ticket12 is not null && parameters.IsExtendedMasterSecret;

    /// <summary>An id for clients that take no tickets, if sessions are kept at all.</summary>
    internal byte[]? NewId(SecurityParameters parameters) =>
        Settings.SessionEstablished is not null && parameters.IsExtendedMasterSecret && !GivesTicket12(parameters)
        ? _crypto.CreateNonceGenerator(Array.Empty<byte>()).GenerateNonce(32)
        : null;

    internal NewSessionTicket Ticket12(SecurityParameters parameters)
    {
        using TlsResumableSession session = Legacy(parameters, Array.Empty<byte>());
        return SessionFormat.Fits(session)
            ? new NewSessionTicket((long)session.Lifetime.TotalSeconds, Seal(session))
            : new NewSessionTicket(0, TlsUtilities.EmptyBytes);
    }

    /// <summary>Keeps a session of TLS 1.2 that has an id.</summary>
    internal void Completed(SecurityParameters parameters, byte[] sessionId)
    {
        if (Resumed is null && sessionId.Length > 0 && parameters.IsExtendedMasterSecret)
            Settings.SessionEstablished?.Invoke(Legacy(parameters, sessionId));
    }

    /// <summary>A message NewSessionTicket of TLS 1.3 (RFC 8446, 4.6.1); null if the session is too big for a ticket.</summary>
    internal byte[]? Ticket13(byte[] resumptionSecret, SecurityParameters parameters, byte number)
    {
        int hash = parameters.PrfCryptoHashAlgorithm;
        TlsSecret key = TlsCryptoUtilities.HkdfExpandLabel(_crypto.CreateSecret(resumptionSecret), hash, "resumption", new[] { number },
            resumptionSecret.Length);
        byte[] random = _crypto.CreateNonceGenerator(Array.Empty<byte>()).GenerateNonce(4);
        using TlsResumableSession session = New(key.Extract(), parameters, 0x0304,
            (uint)((random[0] << 24) | (random[1] << 16) | (random[2] << 8) | random[3]), Array.Empty<byte>());
        return SessionFormat.Fits(session) ? Message(session, number, Seal(session)) : null;
    }

    private static byte[] Message(TlsResumableSession session, byte number, byte[] ticket)
    {
        // type, length; lifetime, age_add, nonce<1>, ticket<2>, extensions<2>
        int length = 4 + 4 + 2 + 2 + ticket.Length + 2;
        var message = new byte[4 + length];
        message[0] = (byte)HandshakeType.new_session_ticket;
        TlsUtilities.WriteUint24(length, message, 1);
        TlsUtilities.WriteUint32((long)session.Lifetime.TotalSeconds, message, 4);
        TlsUtilities.WriteUint32(session.AgeAdd, message, 8);
        message[12] = 1;
        message[13] = number;
        TlsUtilities.WriteUint16(ticket.Length, message, 14);
        Buffer.BlockCopy(ticket, 0, message, 16, ticket.Length);
        return message;
    }

    private byte[] Seal(TlsResumableSession session)
    {
        byte[] plain = SessionFormat.Write(session);
        try
        {
            return Settings.TicketKeys!.Seal(plain);
        }
        finally
        {
            Array.Clear(plain, 0, plain.Length);
        }
    }

    private static TlsResumableSession? Read(byte[] opened, byte[] ticket, byte[] sessionId)
    {
        try
        {
            return SessionFormat.Read(opened, ticket, sessionId);
        }
        finally
        {
            Array.Clear(opened, 0, opened.Length);
        }
    }

    private TlsResumableSession Legacy(SecurityParameters parameters, byte[] sessionId) =>
        New(_crypto.AdoptSecret(parameters.MasterSecret).Extract(), parameters, parameters.NegotiatedVersion.FullVersion, 0, sessionId);

    private TlsResumableSession New(byte[] secret, SecurityParameters parameters, int version, uint ageAdd, byte[] sessionId)
    {
        var proof = new PeerProof(_host, Resumed);
        return new TlsResumableSession(secret)
        {
            Version = version,
            CipherSuite = parameters.CipherSuite,
            Authenticated = proof.Authenticated,
            Lifetime = proof.Shortest(Settings.SessionLifetime),
            ServerName = ServerName,
            PeerChain = proof.Chain,
            PeerNotAfter = proof.NotAfter,
            AgeAdd = ageAdd,
            Id = sessionId,
            EncryptThenMac = parameters.IsEncryptThenMac,
            ClientCertificate = Settings.ClientCertificate,
            IdContext = Settings.SessionIdContext,
        };
    }

    /// <summary>
    /// Whether a session may go on here: under the same name (RFC 6066, 3), with the same mark, where the same was asked of clients, and
    /// with a client that would still be let in.
    /// </summary>
    private bool Accepts(TlsResumableSession session) => !session.Expired
        && session.IdContext.SequenceEqual(Settings.SessionIdContext)
        && session.ClientCertificate == Settings.ClientCertificate
        && string.Equals(session.ServerName, ServerName, StringComparison.OrdinalIgnoreCase)
        && (Settings.ClientCertificate != TlsClientCertificate.Require || session.PeerChain.Count > 0)
        && (session.PeerChain.Count == 0 || _host.WouldAccept(session.PeerChain));
}
