using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Keys that are weak, broken or merely of another kind.</summary>
internal static class KeyFaults
{
    private const string P192 = "1.2.840.10045.3.1.1";

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        new("leaf with RSA of 1024 bits", 1, (plan, _) => plan.Rekey(0, PlanKey.Rsa(1024))),
        new("intermediate with RSA of 1024 bits", 3, (plan, random) => plan.Rekey(plan.Between(random), PlanKey.Rsa(1024))),
        new("anchor with RSA of 1024 bits", 2, (plan, _) => plan.Rekey(plan.Path.Count - 1, PlanKey.Rsa(1024))),
        new("leaf with RSA of 2048 bits", 1, (plan, _) => plan.Rekey(0, PlanKey.Rsa(2048))),
        new("leaf on P-192", 2, (plan, _) => plan.Rekey(0, PlanKey.OnCurve(P192))),
        new("intermediate on P-192", 3, (plan, random) => plan.Rekey(plan.Between(random), PlanKey.OnCurve(P192))),
        new("authority on P-384", 2, (plan, random) => plan.Rekey(random.Next(1, plan.Path.Count), PlanKey.OnCurve("1.3.132.0.34"))),
        new("leaf on P-521", 1, (plan, _) => plan.Rekey(0, PlanKey.OnCurve("1.3.132.0.35"))),
        new("leaf on a curve given by numbers", 1, (plan, _) => plan.Rekey(0, PlanKey.Explicit())),
        new("authority on a curve given by numbers", 2, (plan, random) => plan.Rekey(random.Next(1, plan.Path.Count), PlanKey.Explicit())),
        new("leaf's point is not on its curve", 2,
            (plan, _) => plan.Leaf.PublicKey = key => plan.Leaf.Key.IsRsa ? key : [.. key.SkipLast(1), (byte)(key[^1] ^ 1)]),
        new("leaf with RSA exponent 1", 2, (plan, _) => plan.Leaf.PublicKey = _ => WithExponent(1)),
        new("leaf with even RSA exponent", 2, (plan, _) => plan.Leaf.PublicKey = _ => WithExponent(4)),
        new("leaf's key of an unknown algorithm", 2,
            (plan, _) => plan.Leaf.PublicKey = _ => [0x30, 12, 0x30, 6, 6, 4, 0x2A, 3, 4, 5, 3, 2, 0, 1]),
        new("leaf has its issuer's key", 2, (plan, _) => plan.Rekey(0, plan.Path[1].Key)),
    ];

    private static byte[] WithExponent(int exponent)
    {
        var reader = new AsnReader(PlanKey.Rsa(2048).PublicKey, AsnEncodingRules.DER).ReadSequence();
        byte[] algorithm = reader.ReadEncodedValue().ToArray();
        byte[] modulus = new AsnReader(reader.ReadBitString(out _), AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();
        byte[] key = PlanExtension.Sequence(0x30, [modulus, [2, 1, (byte)exponent]]);
        return PlanExtension.Sequence(0x30, [algorithm, PlanExtension.Sequence(3, [[0], key])]);
    }
}
