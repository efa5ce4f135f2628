using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>Whether a certificate is for a host, and why.</summary>
public sealed class HostnameResult
{
    private readonly Func<string> _reason;

    /// <remarks>The reason is only written when somebody reads it.</remarks>
    internal HostnameResult(bool match, string hostName, string scheme, string? matchedName, string? matchedIn, Func<string> reason, IReadOnlyList<string> names)
    {
        Match = match;
        HostName = hostName;
        Scheme = scheme;
        MatchedName = matchedName;
        MatchedIn = matchedIn;
        _reason = reason;
        Names = names;
    }

    /// <summary>Whether it is.</summary>
    public bool Match { get; }

    /// <summary>The host that was asked for.</summary>
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
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
