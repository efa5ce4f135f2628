using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A chain of one to five certificates without fault, for faults to change.</summary>
internal sealed class ChainPlan
{
    internal const string Policy = "2.23.140.1.2.1";

    internal ChainPlan(int length, Random random, DateTime time)
    {
        Time = time;
        FirstKey = random.Next(8);
        for (int depth = length - 1; depth >= 0; depth--)
            Path.Insert(0, Made(depth, length, random));
        Anchors.Add(Path[^1]);
    }

    /// <summary>When it is judged.</summary>
    internal DateTime Time { get; }

    /// <summary>The leaf first, the anchor last.</summary>
    internal List<CertificatePlan> Path { get; } = [];

    internal CertificatePlan Leaf => Path[0];

    internal CertificatePlan Root => Path[^1];

    /// <summary>What is trusted.</summary>
    internal List<CertificatePlan> Anchors { get; } = [];

    /// <summary>What is sent though it is not in the path.</summary>
    internal List<CertificatePlan> Extra { get; } = [];

    /// <summary>What is in the path and not sent.</summary>
    internal HashSet<CertificatePlan> Unsent { get; } = [];

    internal bool SendsRoot { get; set; }

    internal bool IsShuffled { get; set; }

    internal bool AllowPartial { get; set; }

    private int FirstKey { get; }

    /// <summary>The depth of any authority between leaf and anchor.</summary>
    internal int Between(Random random) => random.Next(1, Path.Count - 1);

    /// <summary>Any certificate below the anchor, or the only one.</summary>
    internal CertificatePlan Below(Random random) => Path[random.Next(Math.Max(1, Path.Count - 1))];

    internal PlanKey OtherKey(int number) => PlanKey.Common(FirstKey + 5 + (number % 3));

    /// <summary>Gives an authority another key; what it signed is signed with that.</summary>
    internal void Rekey(int depth, PlanKey key)
    {
        CertificatePlan changed = Path[depth];
        changed.Key = key;
        changed.Change(PlanExtension.SubjectKey, _ => PlanExtension.KeyOf(key));
        if (depth == Path.Count - 1)
            Sign(changed, key);
        if (depth > 0)
            Sign(Path[depth - 1], key);
    }

    internal void Rename(int depth, PlanName name)
    {
        Path[depth].Subject = name;
        if (depth == Path.Count - 1)
            Path[depth].Issuer = name;
        if (depth > 0)
            Path[depth - 1].Issuer = name;
    }

    internal static void Sign(CertificatePlan certificate, PlanKey key)
    {
        certificate.Signer = key;
        certificate.Change(PlanExtension.AuthorityKey, _ => PlanExtension.IssuerKey(key.Identifier));
    }

    /// <summary>An authority of another name and key, self-signed, like the anchor in all else.</summary>
    internal CertificatePlan Stranger(string name, int key)
    {
        CertificatePlan stranger = Root.Copy();
        stranger.Subject = stranger.Issuer = PlanName.Of(name);
        stranger.Key = stranger.Signer = OtherKey(key);
        stranger.Change(PlanExtension.SubjectKey, _ => PlanExtension.KeyOf(stranger.Key));
        return stranger;
    }

    /// <summary>What is sent behind the leaf.</summary>
    internal IReadOnlyList<CertificatePlan> Sent(Random random)
    {
        List<CertificatePlan> sent = Path.Skip(1).Where(c => !Unsent.Contains(c) && (SendsRoot || c != Root)).Concat(Extra).ToList();
        return IsShuffled ? sent.OrderBy(_ => random.Next()).ToArray() : sent;
    }

    private CertificatePlan Made(int depth, int length, Random random)
    {
        PlanName name = PlanName.Of(depth == 0 ? "www.lab.example" : depth == length - 1 ? "Root" : $"Authority {depth}");
        PlanKey key = PlanKey.Common(FirstKey + depth);
        CertificatePlan? issuer = Path.FirstOrDefault();
        var made = new CertificatePlan(name, key, issuer?.Subject ?? name, issuer?.Key ?? key)
        {
            NotBefore = PlanTime.Of(Time.AddDays(depth == 0 ? -30 : -400 * depth)),
            NotAfter = PlanTime.Of(Time.AddDays(depth == 0 ? 60 : 800 * depth)),
        };
        random.NextBytes(made.Serial);
        made.Serial[0] = (byte)(made.Serial[0] & 0x3F | 0x40);
        AddExtensions(made, depth, issuer, random);
        return made;
    }

    private static void AddExtensions(CertificatePlan made, int depth, CertificatePlan? issuer, Random random)
    {
        made.Set(PlanExtension.KeyOf(made.Key));
        if (issuer is not null)
        {
            made.Set(PlanExtension.IssuerKey(issuer.Key.Identifier));
            made.Set(PlanExtension.PolicyList(Policy));
        }

        if (depth > 0)
        {
            made.Set(PlanExtension.Authority());
            made.Set(PlanExtension.Usage(0b0000_0110));
            if (issuer is not null && random.Next(2) == 0)
                made.Set(PlanExtension.Purposes(PlanExtension.ServerAuth, PlanExtension.ClientAuth));
            return;
        }

        made.Set(PlanExtension.Usage(0b1000_0000));
        made.Set(PlanExtension.Purposes(PlanExtension.ServerAuth));
        made.Set(PlanExtension.Names(PlanExtension.General(0x82, "www.lab.example")));
    }
}
