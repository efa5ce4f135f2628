namespace PSSsl.Trust.Strict;

/// <summary>What a strict rule must know beside the certificate it looks at.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Findings">Gets the faults.</param>
/// <param name="IsAnchor">The certificate is trusted for what it is: its signature and its issuer say nothing.</param>
internal sealed record StrictPath(ChainRequest Request, ChainFindings Findings, bool IsAnchor);
