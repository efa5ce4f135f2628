using System;
using PSSsl.Ciphers;
using PSSsl.Sessions;

namespace PSSsl;

/// <summary>A session in a cache, without its secret.</summary>
public sealed class SslSessionInfo : IEquatable<SslSessionInfo>
{
    internal SslSessionInfo(CachedSession session)
    {
        Key = session.Key;
        ServerName = session.Session.ServerName is { } name ? HarmlessText.Of(name) : null;
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
    internal SslVersion Version { get; }

    /// <summary>Cipher suite.</summary>
    internal SslCipher? Cipher { get; }

    /// <summary>When it began, local time.</summary>
    public DateTime Created { get; }

    /// <summary>Until when it can be resumed, local time.</summary>
    public DateTime Expires { get; }

    /// <summary>Whether the peer was verified when it began; null if it was not.</summary>
    public bool? IsTrusted { get; }

    /// <summary>The same session.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslSessionInfo? other) =>
        other is not null
            && (Key, Version, Cipher, Created, Expires) == (other.Key, other.Version, other.Cipher, other.Created, other.Expires);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslSessionInfo);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Key} {Version} {Cipher}, {Created:yyyy-MM-dd HH:mm:ss} to {Expires:yyyy-MM-dd HH:mm:ss}");
}
