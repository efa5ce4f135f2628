using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A chain to be judged, and what is wrong with it.</summary>
internal sealed record MadeChain(int Seed, int Number, IReadOnlyList<ChainFault> Faults, DateTime Time, bool AllowPartial)
{
    internal byte[] Leaf { get; private init; } = [];

    /// <summary>Behind the leaf.</summary>
    internal IReadOnlyList<byte[]> Sent { get; private init; } = [];

    internal IReadOnlyList<byte[]> Anchors { get; private init; } = [];

    /// <summary>The same seed and number give the same chain, but for its dates and keys.</summary>
    internal static MadeChain Make(int seed, int number, DateTime time) => Make(seed, number, time, Choose(seed, number));

    internal static MadeChain Make(int seed, int number, DateTime time, IReadOnlyList<ChainFault> faults)
    {
        Random random = Randomness(seed, number, 0);
        int length = random.Next(faults.Select(f =>
            f.Least).DefaultIfEmpty(1).Max(), faults.Select(f => f.Most).DefaultIfEmpty(5).Min() + 1);
        var plan = new ChainPlan(length, random, time);
        foreach (ChainFault fault in faults)
            fault.Apply(plan, Randomness(seed, number, StableHash(fault.Name)));

        // Signatures are random: what stands in two places is made once.
        var made = new Dictionary<CertificatePlan, byte[]>();
        byte[] Encoded(CertificatePlan certificate) =>
            made.TryGetValue(certificate, out byte[]? known) ? known : made[certificate] = certificate.Encode();
        return new MadeChain(seed, number, faults, time, plan.AllowPartial)
        {
            Leaf = Encoded(plan.Leaf),
            Sent = plan.Sent(random).Select(Encoded).ToArray(),
            Anchors = plan.Anchors.Select(Encoded).ToArray(),
        };
    }

    /// <summary>The same chain without one of its faults.</summary>
    internal MadeChain Without(ChainFault fault) => Make(Seed, Number, Time, Faults.Where(f => f != fault).ToArray());

    /// <summary>Writes leaf.pem, sent.pem, anchors.pem and peer.pem, which is what a server sends.</summary>
    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "leaf.pem"), Pem([Leaf]));
        File.WriteAllText(Path.Combine(folder, "sent.pem"), Pem(Sent));
        File.WriteAllText(Path.Combine(folder, "peer.pem"), Pem([Leaf, .. Sent]));
        File.WriteAllText(Path.Combine(folder, "anchors.pem"), Pem(Anchors));
    }

    public override string ToString() => $"seed {Seed}, chain {Number} [{string.Join("; ", Faults)}]";

    /// <summary>Each kind in its turn, one chain in twenty without any; a second one in every third.</summary>
    private static IReadOnlyList<ChainFault> Choose(int seed, int number)
    {
        Random random = Randomness(seed, number, 1);
        if (number % 20 == 19)
            return [];
        ChainFault first = ChainFault.All[(number + seed) % ChainFault.All.Count];
        ChainFault second = ChainFault.All[random.Next(ChainFault.All.Count)];
        bool both = random.Next(3) == 0 && first != second && second.Least <= first.Most && first.Least <= second.Most;
        return both ? [first, second] : [first];
    }

    private static Random Randomness(int seed, int number, int part) => new(unchecked((((seed * 397) + number) * 397) + part));

    /// <summary>string.GetHashCode differs from run to run.</summary>
    private static int StableHash(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    private static string Pem(IEnumerable<byte[]> certificates) =>
        string.Concat(certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c) + "\n"));
}
