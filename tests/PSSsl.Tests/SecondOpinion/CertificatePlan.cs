using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A certificate to be made, all of it written by hand, so that any of it can be wrong.</summary>
internal sealed class CertificatePlan
{
    internal CertificatePlan(PlanName subject, PlanKey key, PlanName issuer, PlanKey signer)
    {
        Subject = subject;
        Key = key;
        Issuer = issuer;
        Signer = signer;
    }

    internal PlanName Subject { get; set; }

    internal PlanName Issuer { get; set; }

    internal PlanKey Key { get; set; }

    internal PlanKey Signer { get; set; }

    /// <summary>The number in the encoding, one less than people say; null for none, which is version 1.</summary>
    internal byte? Version { get; set; } = 2;

    /// <summary>The content of the INTEGER.</summary>
    internal byte[] Serial { get; set; } = new byte[9];

    internal PlanTime NotBefore { get; set; } = PlanTime.Of(DateTime.UnixEpoch);

    internal PlanTime NotAfter { get; set; } = PlanTime.Of(DateTime.UnixEpoch);

    internal List<PlanExtension> Extensions { get; private set; } = [];

    /// <summary>True writes the field even if there is nothing in it.</summary>
    internal bool HasEmptyExtensions { get; set; }

    internal bool HasUniqueIds { get; set; }

    internal HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    internal bool Pss { get; set; }

    /// <summary>The AlgorithmIdentifiers if they are not those of what signs; they are changed here.</summary>
    internal Func<byte[], byte[]> InnerAlgorithm { get; set; } = algorithm => algorithm;

    internal Func<byte[], byte[]> OuterAlgorithm { get; set; } = algorithm => algorithm;

    internal Func<byte[], byte[]> Signature { get; set; } = signature => signature;

    internal Func<byte[], byte[]> PublicKey { get; set; } = key => key;

    internal byte UnusedBitsOfSignature { get; set; }

    internal void Set(PlanExtension extension)
    {
        Remove(extension.Oid);
        Extensions.Add(extension);
    }

    internal void Remove(string oid) => Extensions.RemoveAll(e => e.Oid == oid);

    /// <summary>Changes an extension if it is there.</summary>
    internal void Change(string oid, Func<PlanExtension, PlanExtension> change)
    {
        int place = Extensions.FindIndex(e => e.Oid == oid);
        if (place >= 0)
            Extensions[place] = change(Extensions[place]);
    }

    internal CertificatePlan Copy()
    {
        var copy = (CertificatePlan)MemberwiseClone();
        copy.Extensions = [.. Extensions];
        return copy;
    }

    internal byte[] Encode()
    {
        byte[] algorithm = Signer.Algorithm(Hash, Pss);
        byte[] signed = SignedPart(InnerAlgorithm(algorithm));
        byte[] signature = Signature(Signer.Sign(signed, Hash, Pss));
        byte[] bits = PlanExtension.Sequence(3, [[UnusedBitsOfSignature], signature]);
        return PlanExtension.Sequence(0x30, [signed, OuterAlgorithm(algorithm), bits]);
    }

    private byte[] SignedPart(byte[] algorithm) => PlanExtension.Sequence(0x30,
    [
        Version is { } version ? [0xA0, 3, 2, 1, version] : [],
        PlanExtension.General(2, Serial),
        algorithm,
        Issuer.Encode(),
        PlanExtension.Sequence(0x30, [NotBefore.Encode(), NotAfter.Encode()]),
        Subject.Encode(),
        PublicKey(Key.PublicKey),
        HasUniqueIds ? [0x81, 2, 0, 0x11, 0x82, 2, 0, 0x22] : [],
        ExtensionField(),
    ]);

    private byte[] ExtensionField()
    {
        if (Extensions.Count == 0 && !HasEmptyExtensions)
            return [];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        using (writer.PushSequence())
            Extensions.ForEach(e => e.Write(writer));
        return writer.Encode();
    }
}
