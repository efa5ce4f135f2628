using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl;

/// <summary>Whether a certificate is for a host, and why.</summary>
public sealed class HostnameResult : IEquatable<HostnameResult>
{
    private readonly Func<string> _reason;
    private readonly IReadOnlyList<string> _names;

    /// <remarks>The reason is only written when somebody reads it.</remarks>
    internal HostnameResult(bool match, string hostName, string scheme, string? matchedName, string? matchedIn, Func<string> reason,
        IReadOnlyList<string> names)
    {
        Match = match;
        HostName = hostName;
        Scheme = scheme;
        MatchedName = matchedName is null ? null : HarmlessText.Of(matchedName);
        MatchedIn = matchedIn;
        _reason = reason;
        _names = names;
    }

    /// <summary>Whether it is.</summary>
    public bool Match { get; }

    /// <summary>The host that was given.</summary>
    public string HostName { get; }

    /// <summary>The rules it was judged by.</summary>
    public string Scheme { get; }

    /// <summary>The certificate's name that matched.</summary>
    public string? MatchedName { get; }

    /// <summary>Where that stands: dNSName, iPAddress or CN.</summary>
    public string? MatchedIn { get; }

    /// <summary>The reason, one sentence, for either outcome.</summary>
    public string Reason => _reason();

    /// <summary>The names that the rules look at.</summary>
    public SslTextList Names => new(_names.Select(HarmlessText.Of));

    /// <summary>The same answer to the same question.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(HostnameResult? other) =>
        other is not null && (Match, HostName, Scheme, Reason) == (other.Match, other.HostName, other.Scheme, other.Reason)
            && Names.Equals(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HostnameResult);

    /// <inheritdoc/>
    public override int GetHashCode() => (Match, HostName, Scheme).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
