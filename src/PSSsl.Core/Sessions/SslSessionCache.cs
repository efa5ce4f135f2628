using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Sessions;

namespace PSSsl;

/// <summary>
/// Sessions that can be resumed, of clients by host and port or by a key, of servers by id. When it is full the least recently used goes
/// first. Any number of sockets and threads may share one.
/// </summary>
/// <remarks>
/// A session is only ever taken for the name it was verified for, and only by a context that trusts, verifies and shows what the one it was
/// made with did. That is checked beside the key, so that a key given twice mixes up nothing.
/// </remarks>
public sealed class SslSessionCache
{
    /// <summary>How many sessions are kept unless told otherwise.</summary>
    public const int DefaultSize = 1024;

    /// <summary>Tickets of TLS 1.3 that are kept for one place: servers send two at a time, each is used once.</summary>
    private const int MostPerKey = 4;

    private readonly object _lock = new();
    private readonly LinkedList<CachedSession> _used = new();
    private readonly Dictionary<string, List<LinkedListNode<CachedSession>>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Makes an empty cache.</summary>
    /// <param name="size">How many sessions it keeps at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below one.</exception>
    public SslSessionCache(int size = DefaultSize)
    {
        if (size < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A session cache must have room for at least one session.");
        Size = size;
    }

    /// <summary>How many sessions it keeps at most.</summary>
    public int Size { get; }

    /// <summary>How many it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _used.Count;
        }
    }

    /// <summary>What it holds, most recently used first; their secrets are not shown.</summary>
    public SslList<SslSessionInfo> Sessions
    {
        get
        {
            lock (_lock)
                return new SslList<SslSessionInfo>(_used.Select(s => new SslSessionInfo(s)));
        }
    }

    /// <summary>Forgets all sessions and clears their secrets.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (CachedSession session in _used)
                session.Session.Dispose();
            _used.Clear();
            _byKey.Clear();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} of {Size} sessions";

    internal void Add(CachedSession session)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(session.Key, out List<LinkedListNode<CachedSession>>? same))
                _byKey.Add(session.Key, same = new List<LinkedListNode<CachedSession>>(2));
            // A session that is used again and again replaces the one before it.
            if (!session.Session.IsSingleUse)
                Drop(same.Where(n => !n.Value.Session.IsSingleUse && n.Value.HasSameOwner(session)).ToArray());
            else if (same.Count >= MostPerKey)
                Drop(new[] { same[0] });
            if (_used.Count >= Size)
                Drop(new[] { _used.Last! });
            // Dropping may have emptied the key.
            _byKey[session.Key] = same;
            same.Add(_used.AddFirst(session));
        }
    }

    /// <summary>The newest session under a key that fits; a ticket of TLS 1.3 is handed out once.</summary>
    internal CachedSession? Take(string key, Func<CachedSession, bool> fits)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out List<LinkedListNode<CachedSession>>? same))
                return null;
            Drop(same.Where(n => n.Value.Session.Expired).ToArray());
            LinkedListNode<CachedSession>? node = same.LastOrDefault(n => fits(n.Value));
            if (node is null)
                return null;
            if (node.Value.Session.IsSingleUse)
            {
                Unlink(node);
            }
            else
            {
                _used.Remove(node);
                _used.AddFirst(node);
            }

            return node.Value;
        }
    }

    /// <summary>Forgets a session, for example because the connection that resumed it failed.</summary>
    internal void Remove(CachedSession session)
    {
        lock (_lock)
        {
            LinkedListNode<CachedSession>? node = _used.Find(session);
            if (node is not null)
                Drop(new[] { node });
        }
    }

    private void Drop(IEnumerable<LinkedListNode<CachedSession>> nodes)
    {
        foreach (LinkedListNode<CachedSession> node in nodes)
        {
            Unlink(node);
            node.Value.Session.Dispose();
        }
    }

    private void Unlink(LinkedListNode<CachedSession> node)
    {
        _used.Remove(node);
        List<LinkedListNode<CachedSession>> same = _byKey[node.Value.Key];
        same.Remove(node);
        if (same.Count == 0)
            _byKey.Remove(node.Value.Key);
    }
}
