using System;
using PSSsl.Engine;
using PSSsl.Engine.Sessions;
using PSSsl.Trust;

namespace PSSsl.Sessions;

/// <summary>A session with what it is bound to: where it leads, whom it was verified for, and what came of that.</summary>
internal sealed class CachedSession
{
    internal CachedSession(string key, TlsResumableSession session)
    {
        Key = key;
        Session = session;
    }

    internal string Key { get; }

    internal TlsResumableSession Session { get; }

    /// <summary>
    /// What the context trusted, checked and showed; empty on a server, whose sessions say themselves what they are bound to.
    /// </summary>
    internal string Trust { get; init; } = string.Empty;

    /// <summary>The name that the peer's certificate was compared with.</summary>
    internal string? VerifyName { get; init; }

    /// <summary>What came of that; null on a server, and where nothing was asked.</summary>
    internal PeerVerdict? Verdict { get; init; }

    internal bool HasSameOwner(CachedSession other) => Trust == other.Trust
        && string.Equals(VerifyName, other.VerifyName, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Session.ServerName, other.Session.ServerName, StringComparison.OrdinalIgnoreCase);
}
