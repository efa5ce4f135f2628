using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A key of the pool that all chains are made with: making one for each certificate would take most of the time.</summary>
internal sealed class PlanKey
{
    /// <summary>SHA-256, MGF1 with SHA-256, 32 bytes of salt.</summary>
    private const string PssParameters =
        "3030A00D300B0609608648016503040201A11A301806092A864886F70D010108300B0609608648016503040201A203020120";

    private static readonly Lazy<PlanKey[]> s_common = new(() =>
        Enumerable.Range(0, 8).Select(_ => Curve("1.2.840.10045.3.1.7")).ToArray());
    private static readonly Dictionary<string, PlanKey> s_special = [];

    private readonly AsymmetricAlgorithm _key;

    private PlanKey(AsymmetricAlgorithm key)
    {
        _key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Identifier = SHA1.HashData(PublicKey);
    }

    /// <summary>The SubjectPublicKeyInfo.</summary>
    internal byte[] PublicKey { get; }

    internal byte[] Identifier { get; }

    internal bool IsRsa => _key is RSA;

    /// <summary>P-256, the same for the same number.</summary>
    internal static PlanKey Common(int number) => s_common.Value[number % s_common.Value.Length];

    internal static PlanKey Rsa(int bits) => Special($"RSA {bits}", () => new PlanKey(RSA.Create(bits)));

    internal static PlanKey OnCurve(string oid) => Special(oid, () => Curve(oid));

    /// <summary>P-256 whose curve is not named but written out.</summary>
    internal static PlanKey Explicit() => Special("explicit", () =>
    {
        using ECDsa named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new PlanKey(ECDsa.Create(named.ExportExplicitParameters(includePrivateParameters: true)));
    });

    internal byte[] Sign(byte[] data, HashAlgorithmName hash, bool pss) => _key is RSA rsa
        ? rsa.SignData(data, hash, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
        : ((ECDsa)_key).SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>The AlgorithmIdentifier of a signature with this key.</summary>
    internal byte[] Algorithm(HashAlgorithmName hash, bool pss)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(IsRsa ? (pss ? "1.2.840.113549.1.1.10" : RsaSignature(hash)) : CurveSignature(hash));
            if (IsRsa && pss)
                writer.WriteEncodedValue(Convert.FromHexString(PssParameters));
            else if (IsRsa)
                writer.WriteNull();
        }

        return writer.Encode();
    }

    private static string RsaSignature(HashAlgorithmName hash) => hash.Name switch
    {
        "MD5" => "1.2.840.113549.1.1.4",
        "SHA1" => "1.2.840.113549.1.1.5",
        "SHA384" => "1.2.840.113549.1.1.12",
        _ => "1.2.840.113549.1.1.11",
    };

    private static string CurveSignature(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA1" => "1.2.840.10045.4.1",
        "SHA384" => "1.2.840.10045.4.3.3",
        _ => "1.2.840.10045.4.3.2",
    };

    private static PlanKey Curve(string oid) => new(ECDsa.Create(ECCurve.CreateFromValue(oid)));

    private static PlanKey Special(string name, Func<PlanKey> make)
    {
        if (!s_special.TryGetValue(name, out PlanKey? key))
            s_special.Add(name, key = make());
        return key;
    }
}
