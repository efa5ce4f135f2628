using System;
using System.Collections.Generic;

namespace PSSsl.Trust;

/// <summary>What another session found of a certificate that it described.</summary>
internal sealed record DescribedElsewhere
{
    internal bool? IsTrusted { get; init; }

    internal bool? HostnameMatch { get; init; }

    internal IReadOnlyList<SslVerifyError> VerifyErrors { get; init; } = Array.Empty<SslVerifyError>();

    internal int? Depth { get; init; }

    internal ShownBy By { get; init; } = new();
}
