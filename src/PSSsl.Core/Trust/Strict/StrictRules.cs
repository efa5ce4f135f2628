using System;
using System.Collections.Generic;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>
/// The web PKI's rules, for who wants to know whether a chain is not only good but as it must be: what RFC 5280 demands of issuers, and the
/// CA/Browser Forum's Baseline Requirements (2.1) as far as they can be seen in the certificates. They come on top of the default check
/// (<see cref="ChainVerifier"/>) and only ever add faults.
/// </summary>
/// <remarks>
/// Not asked, because chains that browsers take would fail: certificate policies and revocation addresses in every certificate, critical
/// key usages, key usages of an anchor, serial number 0 of an anchor, SHA-1 in an anchor's own signature.
/// </remarks>
internal static class StrictRules
{
    private delegate void Rule(ParsedCertificate certificate, int depth, StrictPath path);

    private static readonly Rule[] s_ofAll = { FormRules.Check, ExtensionRules.Check, KeyIdentifierRules.Check, AlgorithmRules.Check };

    /// <param name="parsed">The path, the leaf first; null for what could not be read, which is a fault already.</param>
    /// <param name="endsAtAnchor">The last one is trusted for what it is.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="findings">Gets the faults.</param>
    internal static void Check(IReadOnlyList<ParsedCertificate?> parsed, bool endsAtAnchor, ChainRequest request, ChainFindings findings)
    {
        for (int depth = 0; depth < parsed.Count; depth++)
        {
            if (parsed[depth] is not { } certificate)
                continue;
            bool isAnchor = endsAtAnchor && depth == parsed.Count - 1;
            var path = new StrictPath(request, findings, isAnchor);
            foreach (Rule rule in s_ofAll)
                Apply(rule, certificate, depth, path);
            Apply(depth == 0 ? SubscriberRules.Check : AuthorityRules.Check, certificate, depth, path);
        }
    }

    private static void Apply(Rule rule, ParsedCertificate certificate, int depth, StrictPath path)
    {
        try
        {
            rule(certificate, depth, path);
        }
        catch (FormatException e)
        {
            path.Findings.Add(depth, $"{path.Findings.Name(depth)} is not encoded as a certificate must be: {e.Message}", "RFC 5280, 4.2");
        }
    }
}
