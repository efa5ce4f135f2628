using System;
using System.Collections.Generic;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;

namespace PSSsl.Sessions;

/// <summary>A server context's sessions: its ticket keys, and the cache for clients of TLS 1.2 that take no tickets.</summary>
internal sealed class ServerSessionStore
{
    private readonly SslSessionCache? _cache;

    /// <param name="cache">The cache; null keeps none.</param>
    /// <param name="keys">Keys for tickets; null for random ones, none for no tickets.</param>
    internal ServerSessionStore(SslSessionCache? cache, IReadOnlyList<byte[]>? keys)
    {
        _cache = cache;
        TicketKeys = keys is null ? new TlsTicketKeys() : keys.Count == 0 ? null : new TlsTicketKeys(keys);
    }

    internal TlsTicketKeys? TicketKeys { get; }

    internal Action<TlsResumableSession>? Add => _cache is null ? null : session => _cache.Add(new CachedSession(Key(session.Id), session));

    internal Func<byte[], TlsResumableSession?>? Find => _cache is null ? null : id => _cache.Take(Key(id), _ => true)?.Session;

    /// <summary>Apart from whatever key a client may have in the same cache.</summary>
    private static string Key(byte[] id) => "id " + BitConverter.ToString(id).Replace("-", string.Empty);
}
