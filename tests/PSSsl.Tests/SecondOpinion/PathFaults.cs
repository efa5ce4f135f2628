using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>What is sent and what is trusted: ways that lead astray, ways that end, and what is in the way.</summary>
internal static class PathFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        new("intermediate not sent", 3, (plan, random) => plan.Unsent.Add(plan.Path[plan.Between(random)])),
        new("anchor sent too", 2, (plan, _) => plan.SendsRoot = true),
        new("sent in any order", 4, (plan, _) => plan.IsShuffled = true),
        new("strangers sent too", 2, (plan, random) =>
        {
            for (int i = random.Next(1, 6); i > 0; i--)
                plan.Extra.Add(plan.Stranger($"Stranger {i}", i));
        }),
        new("another anchor", 2, (plan, _) => plan.Anchors[0] = plan.Stranger("Another Root", 0)),
        new("another anchor of the same name", 2, (plan, _) =>
        {
            CertificatePlan other = plan.Stranger("Root", 0);
            plan.Anchors[0] = other;
            plan.SendsRoot = true;
        }),
        new("nine anchors of the same name and the right one", 2, (plan, _) =>
        {
            for (int i = 0; i < 9; i++)
                plan.Anchors.Insert(0, plan.Stranger("Root", i));
        }),
        new("anchor issued anew, the old one sent", 2, (plan, _) =>
        {
            CertificatePlan anew = plan.Root.Copy();
            anew.Serial = [5];
            plan.Anchors[0] = anew;
            plan.SendsRoot = true;
        }),
        new("three intermediates of the same name, the right one last", 3, (plan, random) => Lookalikes(plan, plan.Between(random), 3)),
        new("twelve intermediates of the same name, the right one last", 3, (plan, random) => Lookalikes(plan, plan.Between(random), 12)),
        new("same intermediate, expired, sent first", 3, (plan, random) =>
        {
            int depth = plan.Between(random);
            CertificatePlan old = plan.Path[depth].Copy();
            old.NotAfter = PlanTime.Of(plan.Time.AddDays(-3));
            SendFirst(plan, depth, [old]);
        }),
        new("same intermediate, no authority, sent first", 3, (plan, random) =>
        {
            int depth = plan.Between(random);
            CertificatePlan weak = plan.Path[depth].Copy();
            weak.Set(PlanExtension.NoAuthority());
            SendFirst(plan, depth, [weak]);
        }),
        new("anchor signed by a stranger, sent too", 2, (plan, _) => plan.Extra.Add(CrossSigned(plan, plan.Root))),
        new("intermediate signed by a stranger, sent first", 3, (plan, random) =>
        {
            int depth = plan.Between(random);
            SendFirst(plan, depth, [CrossSigned(plan, plan.Path[depth])]);
        }),
        new("anchor's certificate from an expired older root, sent too", 2, (plan, _) =>
        {
            CertificatePlan crossed = CrossSigned(plan, plan.Root);
            CertificatePlan old = plan.Stranger("Old Root", 0);
            old.NotAfter = PlanTime.Of(plan.Time.AddDays(-3));
            plan.Extra.Add(crossed);
            plan.Anchors.Add(old);
            Sign(crossed, old);
        }),
        new("two authorities that sign each other, sent too", 3, (plan, _) => Loop(plan)),
        new("two authorities that sign each other, and no way out", 3, (plan, _) =>
        {
            Loop(plan);
            plan.Unsent.Add(plan.Path[^2]);
            plan.Anchors[0] = plan.Stranger("Another Root", 0);
        }),
        new("intermediate is trusted, partial chains allowed", 3, (plan, random) =>
        {
            plan.Anchors[0] = plan.Path[plan.Between(random)];
            plan.AllowPartial = true;
        }),
        new("intermediate is trusted, partial chains not allowed", 3, (plan, random) => plan.Anchors[0] = plan.Path[plan.Between(random)]),
        new("leaf is trusted, partial chains allowed", 2, (plan, _) =>
        {
            plan.Anchors[0] = plan.Leaf;
            plan.AllowPartial = true;
        }),
        new("leaf is trusted, partial chains not allowed", 2, (plan, _) => plan.Anchors[0] = plan.Leaf),
        new("self-signed leaf that is not trusted", 2, (plan, _) =>
        {
            plan.Leaf.Issuer = plan.Leaf.Subject;
            ChainPlan.Sign(plan.Leaf, plan.Leaf.Key);
        }),
        new("fourteen self-issued authorities", 3, (plan, _) => Grow(plan, 14)),
    ];

    private static void SendFirst(ChainPlan plan, int depth, IEnumerable<CertificatePlan> others)
    {
        CertificatePlan right = plan.Path[depth];
        plan.Unsent.Add(right);
        plan.Extra.AddRange(others);
        plan.Extra.Add(right);
    }

    private static void Lookalikes(ChainPlan plan, int depth, int count) =>
        SendFirst(plan, depth, Enumerable.Range(0, count - 1).Select(i =>
    {
        CertificatePlan alike = plan.Path[depth].Copy();
        alike.Key = plan.OtherKey(i);
        alike.Serial = [1, (byte)i];
        return alike;
    }));

    private static CertificatePlan CrossSigned(ChainPlan plan, CertificatePlan certificate)
    {
        CertificatePlan crossed = certificate.Copy();
        Sign(crossed, plan.Stranger("Stranger", 1));
        return crossed;
    }

    private static void Sign(CertificatePlan certificate, CertificatePlan issuer)
    {
        certificate.Issuer = issuer.Subject;
        certificate.Signer = issuer.Key;
        certificate.Set(PlanExtension.IssuerKey(issuer.Key.Identifier));
    }

    private static void Loop(ChainPlan plan)
    {
        CertificatePlan top = plan.Path[^2];
        CertificatePlan other = plan.Stranger("Stranger", 2);
        CertificatePlan back = top.Copy();
        Sign(back, other);
        Sign(other, top);
        plan.Extra.AddRange([back, other]);
    }

    private static void Grow(ChainPlan plan, int count)
    {
        CertificatePlan authority = plan.Path[1];
        for (int i = 0; i < count; i++)
        {
            CertificatePlan below = authority.Copy();
            below.Issuer = below.Subject;
            below.Key = PlanKey.Common(i);
            below.Signer = authority.Key;
            below.Change(PlanExtension.SubjectKey, _ => PlanExtension.KeyOf(below.Key));
            below.Change(PlanExtension.AuthorityKey, _ => PlanExtension.IssuerKey(below.Signer.Identifier));
            plan.Path.Insert(1, below);
            authority = below;
        }

        ChainPlan.Sign(plan.Leaf, authority.Key);
    }
}
