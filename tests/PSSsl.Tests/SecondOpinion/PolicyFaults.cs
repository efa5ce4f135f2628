using System.Collections.Generic;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Certificate policies, which count where an authority demands one (RFC 5280, 4.2.1.11 and 6.1).</summary>
internal static class PolicyFaults
{
    private const string Other = "1.2.3.4.1";
    private const string AnyPolicy = "2.5.29.32.0";

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        new("policy demanded, there is one", 3, (plan, _) => Demand(plan)),
        new("policy demanded, there is one and no extended key usage", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Path.ForEach(c => c.Remove(PlanExtension.ExtendedUsage));
        }),
        new("policy demanded, the leaf has none", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Leaf.Remove(PlanExtension.Policies);
        }),
        new("policy demanded, the leaf has another", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Leaf.Set(PlanExtension.PolicyList(Other));
        }),
        new("policy demanded, the leaf says any", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Leaf.Set(PlanExtension.PolicyList(AnyPolicy));
        }),
        new("policy demanded later than the leaf", 3, (plan, _) =>
        {
            plan.Path[^2].Set(PlanExtension.PolicyLimit(0, 5));
            plan.Leaf.Remove(PlanExtension.Policies);
        }),
        new("policy demanded, any forbidden", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Path[^2].Set(new PlanExtension(PlanExtension.InhibitAny, Flag.True, [2, 1, 0]));
            plan.Leaf.Set(PlanExtension.PolicyList(AnyPolicy));
        }),
        new("policy demanded and mapped", 3, (plan, _) =>
        {
            Demand(plan);
            plan.Path[1].Set(PlanExtension.Mapping(ChainPlan.Policy, Other));
            plan.Leaf.Set(PlanExtension.PolicyList(Other));
        }),
        new("policy demanded and mapping forbidden", 4, (plan, _) =>
        {
            plan.Path[^2].Set(new PlanExtension(PlanExtension.PolicyConstraints, Flag.True, [0x30, 6, 0x80, 1, 0, 0x81, 1, 0]));
            plan.Path[1].Set(PlanExtension.Mapping(ChainPlan.Policy, Other));
            plan.Leaf.Set(PlanExtension.PolicyList(Other));
        }),
        ChainFault.Between("mapping from any policy", c => c.Set(PlanExtension.Mapping(AnyPolicy, Other))),
        ChainFault.OfLeaf("policy demanded by the leaf itself, which has none", c =>
        {
            c.Set(PlanExtension.PolicyLimit(0, 0));
            c.Remove(PlanExtension.Policies);
        }),
        ChainFault.Anywhere("policy twice in a list", c => c.Set(PlanExtension.PolicyList(ChainPlan.Policy, ChainPlan.Policy))),
        ChainFault.Anywhere("list of policies empty", c => c.Set(PlanExtension.PolicyList())),
        ChainFault.Anywhere("list of policies broken", c => c.Set(new(PlanExtension.Policies, Flag.Absent, [0x30, 9, 0x30]))),
        ChainFault.Anywhere("list of policies critical", c => c.Change(PlanExtension.Policies, e => e with { Critical = Flag.True })),
        ChainFault.Between("policy constraints empty", c => c.Set(new(PlanExtension.PolicyConstraints, Flag.True, [0x30, 0]))),
        ChainFault.Between("policy constraints negative", c => c.Set(PlanExtension.PolicyLimit(0, 0xFF))),
        ChainFault.Between("policy constraints not critical", c => c.Set(PlanExtension.PolicyLimit(0, 0) with { Critical = Flag.Absent })),
        ChainFault.Between("any policy forbidden, broken", c => c.Set(new(PlanExtension.InhibitAny, Flag.True, [4, 1, 0]))),
    ];

    private static void Demand(ChainPlan plan) => plan.Path[^2].Set(PlanExtension.PolicyLimit(0, 0));
}
