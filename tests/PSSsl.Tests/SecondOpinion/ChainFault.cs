using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>One kind of thing that can be wrong with a chain, or merely odd.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Least">How many certificates a chain must have for it.</param>
/// <param name="Apply">Makes it so.</param>
internal sealed record ChainFault(string Name, int Least, Action<ChainPlan, Random> Apply)
{
    /// <summary>How many certificates a chain may have for it.</summary>
    internal int Most { get; init; } = 5;

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        .. DateFaults.All, .. SignatureFaults.All, .. KeyFaults.All, .. NameFaults.All, .. AuthorityFaults.All,
        .. UsageFaults.All, .. AnchorFaults.All,
        .. ExtensionFaults.All, .. FormFaults.All, .. ConstraintFaults.All, .. PolicyFaults.All, .. PathFaults.All,
    ];

    internal static ChainFault Named(string name) => All.Single(f => f.Name == name);

    internal static ChainFault OfLeaf(string name, Action<CertificatePlan> apply) => new(name, 1, (plan, _) => apply(plan.Leaf));

    /// <summary>Of an authority between leaf and anchor.</summary>
    internal static ChainFault Between(string name, Action<CertificatePlan> apply) =>
        new(name, 3, (plan, random) => apply(plan.Path[plan.Between(random)]));

    internal static ChainFault OfAnchor(string name, Action<CertificatePlan> apply) => new(name, 2, (plan, _) => apply(plan.Root));

    /// <summary>Of any certificate below the anchor.</summary>
    internal static ChainFault Anywhere(string name, Action<CertificatePlan> apply) =>
        new(name, 2, (plan, random) => apply(plan.Below(random)));

    public override string ToString() => Name;
}
