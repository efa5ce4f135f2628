using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Signatures and their algorithms (RFC 5280, 4.1.1.2 and 4.1.1.3).</summary>
internal static class SignatureFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.Anywhere("signature changed", c => c.Signature = Flipped),
        new("signed by another key", 2, (plan, random) => plan.Below(random).Signer = plan.OtherKey(random.Next())),
        ChainFault.OfAnchor("anchor's own signature changed", c => c.Signature = Flipped),
        ChainFault.Anywhere("signature empty", c => c.Signature = _ => []),
        ChainFault.Anywhere("signature followed by a byte", c => c.Signature = s => [.. s, 0]),
        ChainFault.Anywhere("signature with an unused bit", c => c.UnusedBitsOfSignature = 1),
        ChainFault.Anywhere("inner and outer algorithm differ",
            c => c.InnerAlgorithm = _ => PlanKey.Common(0).Algorithm(HashAlgorithmName.SHA384, false)),
        ChainFault.Anywhere("inner algorithm has a NULL more", c => c.InnerAlgorithm = WithNull),
        ChainFault.Anywhere("ECDSA with a NULL", c => c.InnerAlgorithm = c.OuterAlgorithm = a => c.Signer.IsRsa ? a : WithNull(a)),
        ChainFault.Anywhere("signature with SHA-1", c => c.Hash = HashAlgorithmName.SHA1),
        ChainFault.Anywhere("signature with SHA-384", c => c.Hash = HashAlgorithmName.SHA384),
        ChainFault.OfAnchor("anchor's own signature with SHA-1", c => c.Hash = HashAlgorithmName.SHA1),
        ByRsa("RSA signature", c => c.Hash = HashAlgorithmName.SHA256),
        ByRsa("RSA-PSS signature", c => (c.Hash, c.Pss) = (HashAlgorithmName.SHA256, true)),
        ByRsa("RSA signature with MD5", c => c.Hash = HashAlgorithmName.MD5),
        ByRsa("RSA signature with SHA-1", c => c.Hash = HashAlgorithmName.SHA1),
        ByRsa("RSA signature without its NULL", c => c.InnerAlgorithm = c.OuterAlgorithm = a => c.Signer.IsRsa ? WithoutNull(a) : a),
        ChainFault.Anywhere("unknown signature algorithm", c => c.InnerAlgorithm = c.OuterAlgorithm = _ => [0x30, 6, 6, 4, 0x2A, 3, 4, 5]),
    ];

    private static byte[] Flipped(byte[] signature) => [.. signature.SkipLast(1), (byte)(signature[^1] ^ 1)];

    private static byte[] WithNull(byte[] algorithm) => PlanExtension.Sequence(0x30, [algorithm[2..], [5, 0]]);

    private static byte[] WithoutNull(byte[] algorithm) =>
        algorithm[^2] == 5 ? PlanExtension.Sequence(0x30, [algorithm[2..^2]]) : algorithm;

    private static ChainFault ByRsa(string name, Action<CertificatePlan> apply) => new(name, 2, (plan, random) =>
    {
        int signer = random.Next(1, plan.Path.Count);
        plan.Rekey(signer, PlanKey.Rsa(2048));
        apply(plan.Path[signer - 1]);
    });
}
