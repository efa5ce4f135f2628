using System;
using System.Collections.Generic;

namespace PSSsl.Certificates;

/// <summary>What another session found of a certificate that it described.</summary>
internal sealed record DescribedElsewhere
{
    internal bool? IsTrusted { get; init; }

    internal bool? HostnameMatch { get; init; }

    internal IReadOnlyList<SslVerifyError> VerifyErrors { get; init; } = Array.Empty<SslVerifyError>();

    internal int? Depth { get; init; }

    internal object? Target { get; init; }

    internal string? Peer { get; init; }

    internal string? PeerHost { get; init; }

    internal bool? ClientCertificateRequested { get; init; }

    internal IReadOnlyList<string> ClientCertificateAuthorities { get; init; } = Array.Empty<string>();
}
