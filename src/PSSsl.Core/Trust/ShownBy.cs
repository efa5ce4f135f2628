using System;
using System.Collections.Generic;

namespace PSSsl.Trust;

/// <summary>Who showed a certificate, and what was asked for; nothing of it if it comes from a file or an object.</summary>
internal sealed record ShownBy
{
    /// <summary>Host and port.</summary>
    internal string? Peer { get; init; }

    /// <summary>The host that it was asked of; null if it is not known.</summary>
    internal string? PeerHost { get; init; }

    /// <summary>True if a client showed it.</summary>
    internal bool IsClients { get; init; }

    internal object? Target { get; init; }

    internal int? Port { get; init; }

    internal string? Address { get; init; }

    internal string? StartTls { get; init; }

    internal string? Version { get; init; }

    internal string? Cipher { get; init; }

    /// <summary>When.</summary>
    internal DateTime? Date { get; init; }

    internal bool? ClientCertificateRequested { get; init; }

    internal IReadOnlyList<string> ClientCertificateAuthorities { get; init; } = Array.Empty<string>();
}
