using System.Collections.Generic;
using System.Formats.Asn1;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Who may issue certificates, and how many below it (RFC 5280, 4.2.1.9 and 6.1.4).</summary>
internal static class AuthorityFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.Between("intermediate that is not an authority", c => c.Set(PlanExtension.NoAuthority())),
        ChainFault.Between("intermediate without basic constraints", c => c.Remove(PlanExtension.BasicConstraints)),
        ChainFault.Between("intermediate without basic constraints and key usage", c =>
        {
            c.Remove(PlanExtension.BasicConstraints);
            c.Remove(PlanExtension.KeyUsage);
        }),
        ChainFault.Between("intermediate of version 1 without extensions", Old),
        ChainFault.Between("intermediate of version 1 with extensions", c => c.Version = null),
        ChainFault.Between("intermediate of version 2 with extensions", c => c.Version = 1),
        ChainFault.OfLeaf("leaf of version 1 without extensions", Old),
        ChainFault.OfLeaf("leaf of version 1 with extensions", c => c.Version = null),
        ChainFault.OfLeaf("leaf of version 1 that says so", c =>
        {
            Old(c);
            c.Version = 0;
        }),
        ChainFault.OfLeaf("leaf of version 4", c => c.Version = 3),
        ChainFault.Between("basic constraints not critical",
            c => c.Change(PlanExtension.BasicConstraints, e => e with { Critical = Flag.Absent })),
        new("path length exceeded", 4, (plan, random) => plan.Path[random.Next(2, plan.Path.Count - 1)].Set(PlanExtension.Authority(0))),
        new("path length just met", 3, (plan, random) =>
        {
            int depth = plan.Between(random);
            plan.Path[depth].Set(PlanExtension.Authority(depth - 1));
        }),
        new("path length of the anchor exceeded", 3, (plan, _) => plan.Root.Set(PlanExtension.Authority(plan.Path.Count - 3))),
        new("self-issued authority at the end of a path length", 4, (plan, _) =>
        {
            plan.Rename(1, plan.Path[2].Subject);
            plan.Path[2].Set(PlanExtension.Authority(0));
        }),
        new("self-issued authority at the end of a path length, its names encoded in two ways", 4, (plan, _) =>
        {
            plan.Rename(1, plan.Path[2].Subject);
            plan.Path[2].Set(PlanExtension.Authority(0));
            plan.Path[1].Issuer = plan.Path[1].Issuer.As(UniversalTagNumber.PrintableString);
        }),
        ChainFault.Between("path length negative",
            c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 6, 1, 1, 0xFF, 2, 1, 0xFF]))),
        ChainFault.Between("path length huge",
            c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 12, 1, 1, 0xFF, 2, 7, 0x7F, 0, 0, 0, 0, 0, 0]))),
        ChainFault.OfLeaf("path length in a leaf that is not an authority",
            c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 3, 2, 1, 0]))),
        ChainFault.OfLeaf("leaf is an authority", c => c.Set(PlanExtension.Authority())),
        ChainFault.Between("cA written as 1", c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 3, 1, 1, 1]))),
        ChainFault.Between("cA false written", c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 3, 1, 1, 0]))),
        ChainFault.Between("basic constraints broken", c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 3, 1, 1]))),
        ChainFault.Between("basic constraints followed by a byte",
            c => c.Set(new(PlanExtension.BasicConstraints, Flag.True, [0x30, 3, 1, 1, 0xFF, 0]))),
        new("leaf of a leaf", 3, (plan, _) =>
        {
            plan.Path[1].Set(PlanExtension.NoAuthority());
            plan.Path[1].Set(PlanExtension.Usage(0b1000_0000));
        }),
    ];

    private static void Old(CertificatePlan certificate)
    {
        certificate.Version = null;
        certificate.Extensions.Clear();
    }
}
