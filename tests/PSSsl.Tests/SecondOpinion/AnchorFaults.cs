using System;
using System.Collections.Generic;
using System.Formats.Asn1;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>What stands in an anchor: it is trusted for what it is, and is not part of the path (RFC 5280, 6.1).</summary>
internal static class AnchorFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.OfAnchor("anchor of version 1", c =>
        {
            c.Version = null;
            c.Extensions.Clear();
        }),
        ChainFault.OfAnchor("anchor is not an authority", c => c.Set(PlanExtension.NoAuthority())),
        ChainFault.OfAnchor("anchor without basic constraints", c => c.Remove(PlanExtension.BasicConstraints)),
        ChainFault.OfAnchor("anchor's key may not sign certificates", c => c.Set(PlanExtension.Usage(0b1000_0000))),
        ChainFault.OfAnchor("anchor only for clients", c => c.Set(PlanExtension.Purposes(PlanExtension.ClientAuth))),
        ChainFault.OfAnchor("anchor with an unknown critical extension", c => c.Set(new("1.2.3.4.5.6", Flag.True, [5, 0]))),
        ChainFault.OfAnchor("anchor with an extension twice", c => c.Extensions.Add(PlanExtension.Authority())),
        ChainFault.OfAnchor("anchor may not certify the leaf's name", c => c.Set(ConstraintFaults.Permitting("other.example"))),
        ChainFault.OfAnchor("anchor demands a policy", c => c.Set(PlanExtension.PolicyLimit(0, 0))),
        new("anchor demands a policy that is missing", 2, (plan, _) =>
        {
            plan.Root.Set(PlanExtension.PolicyLimit(0, 0));
            plan.Leaf.Remove(PlanExtension.Policies);
        }),
        ChainFault.OfAnchor("anchor with serial number 0", c => c.Serial = [0]),
        ChainFault.OfAnchor("anchor whose two names are encoded in two ways",
            c => c.Issuer = c.Issuer.As(UniversalTagNumber.PrintableString)),
        ChainFault.OfAnchor("anchor without key identifier", c => c.Remove(PlanExtension.SubjectKey)),
        new("anchor with another authority's key identifier", 2,
            (plan, _) => plan.Root.Set(PlanExtension.IssuerKey(plan.OtherKey(0).Identifier))),
        Alone("self-signed leaf as anchor whose key signs certificates only", c =>
        {
            c.Set(PlanExtension.Authority());
            c.Set(PlanExtension.Usage(0b0000_0110));
        }),
        Alone("self-signed leaf as anchor that is an authority but may not sign", c => c.Set(PlanExtension.Authority())),
        Alone("self-signed leaf as anchor without key usage", c => c.Remove(PlanExtension.KeyUsage)),
        Alone("self-signed leaf as anchor only for clients", c => c.Set(PlanExtension.Purposes(PlanExtension.ClientAuth))),
    ];

    private static ChainFault Alone(string name, Action<CertificatePlan> apply) => ChainFault.OfLeaf(name, apply) with { Most = 1 };
}
