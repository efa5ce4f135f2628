using System;
using PSSsl.Ciphers;
using PSSsl.Sessions;

namespace PSSsl;

/// <summary>A session in a cache, without its secret.</summary>
public sealed class SslSessionInfo
{
    internal SslSessionInfo(CachedSession session)
    {
        Key = session.Key;
        ServerName = session.Session.ServerName;
        Version = (SslVersion)session.Session.Version;
        Cipher = CipherTable.ById(session.Session.CipherSuite);
        Created = session.Session.Created.ToLocalTime();
        Expires = (session.Session.Created + session.Session.Lifetime).ToLocalTime();
        IsTrusted = session.Verdict?.IsTrusted;
    }

    /// <summary>Where it belongs: host and port, or the key that was given; on a server the session's id.</summary>
    public string Key { get; }

    /// <summary>The name sent by SNI, or null.</summary>
    public string? ServerName { get; }

    /// <summary>Protocol version.</summary>
    public SslVersion Version { get; }

    /// <summary>Cipher suite.</summary>
    public SslCipher? Cipher { get; }

    /// <summary>When it began, local time.</summary>
    public DateTime Created { get; }

    /// <summary>Until when it can be resumed, local time.</summary>
    public DateTime Expires { get; }

    /// <summary>Whether the peer was verified when it began; null if nobody looked.</summary>
    public bool? IsTrusted { get; }
}
