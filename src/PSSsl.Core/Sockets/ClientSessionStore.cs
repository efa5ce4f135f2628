using System;
using System.Linq;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;
using PSSsl.Sessions;

namespace PSSsl.Sockets;

/// <summary>
/// One client connection's way to the cache: it takes a session before the handshake, and leaves those that the server gives.
/// </summary>
internal sealed class ClientSessionStore
{
    private readonly SslSessionCache _cache;
    private readonly SslContext _context;
    private readonly string _key;
    private readonly string? _serverName;
    private readonly PeerVerification _judge;

    internal ClientSessionStore(SslSessionCache cache, SslContext context, string key, string? serverName, PeerVerification judge)
    {
        _cache = cache;
        _context = context;
        _key = key;
        _serverName = string.IsNullOrEmpty(serverName) ? null : serverName;
        _judge = judge;
        Offered = cache.Take(key, Fits);
    }

    /// <summary>The session that the handshake offers; null if there is none that fits.</summary>
    internal CachedSession? Offered { get; }

    /// <summary>
    /// A session of the server's. It is bound to the verdict on the peer, which a resumed session inherits from the one it began with.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="resumed">True if the connection that it comes from was itself resumed.</param>
    internal void Add(TlsResumableSession session, bool resumed) => _cache.Add(new CachedSession(_key, session)
    {
        Trust = _context.TrustKey,
        VerifyName = _judge.VerifyName,
        Verdict = resumed ? Offered!.Verdict : _judge.Verdict,
    });

    /// <summary>RFC 5246, 7.2.2: what came to a bad end is not resumed again.</summary>
    internal void Failed()
    {
        if (Offered is not null)
            _cache.Remove(Offered);
    }

    private bool Fits(CachedSession cached) => cached.Trust == _context.TrustKey
        && string.Equals(cached.VerifyName, _judge.VerifyName, StringComparison.OrdinalIgnoreCase)
        && string.Equals(cached.Session.ServerName, _serverName, StringComparison.OrdinalIgnoreCase)
        && _context.Versions.Contains((SslVersion)cached.Session.Version)
        && _context.Ciphers.Any(c => c.Id == cached.Session.CipherSuite);
}
