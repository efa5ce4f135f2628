using System.Collections.Generic;

namespace PSSsl.Sockets;

/// <summary>How TLS is to begin on a socket: kept, so that it can begin later, or once more after it has ended.</summary>
internal sealed record TlsPlan(SslContext Context, bool AsServer)
{
    /// <summary>The name to send by SNI; empty or null sends none.</summary>
    internal string? ServerName { get; init; }

    /// <summary>The name that the certificate must have.</summary>
    internal string? VerifyName { get; init; }

    /// <summary>Where sessions are kept; null for host and port.</summary>
    internal string? SessionKey { get; init; }

    /// <summary>The host as the user calls it, where the connection does not know it.</summary>
    internal string? Host { get; init; }

    /// <summary>
    /// Lets the peer in whatever is wrong with it, to look at it: it is to be shown the certificates, so nothing is resumed.
    /// </summary>
    internal bool LooksOnly { get; init; }

    /// <summary>
    /// The options of the command that made the plan, as they were given there; null if it was not made by one that keeps them.
    /// </summary>
    internal IReadOnlyDictionary<string, object>? Options { get; init; }
}
