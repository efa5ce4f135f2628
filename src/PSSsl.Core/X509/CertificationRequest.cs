using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.X509;

/// <summary>A request for a certificate (RFC 2986, PKCS#10) as it is encoded.</summary>
internal sealed class CertificationRequest
{
    internal const string ExtensionRequest = "1.2.840.113549.1.9.14";

    /// <summary>More than any request of use has.</summary>
    internal const int Largest = 1024 * 1024;

    private const int Set = 0x31, Attributes = 0xA0, MostAttributes = 100;

    private CertificationRequest(byte[] encoded) => Encoded = encoded;

    internal byte[] Encoded { get; }

    internal DistinguishedName Subject { get; private init; } = null!;

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    internal byte[] PublicKeyInfo { get; private init; } = null!;

    internal KeyDescription Key { get; private init; } = null!;

    /// <summary>The extensions that the certificate is to have.</summary>
    internal IReadOnlyList<ParsedExtension> Extensions { get; private init; } = Array.Empty<ParsedExtension>();

    internal AlgorithmIdentifier Algorithm { get; private init; } = null!;

    internal byte[] SignedPart { get; private init; } = null!;

    /// <summary>The content of the BIT STRING.</summary>
    internal byte[] Signature { get; private init; } = null!;

    internal IReadOnlyList<SubjectAlternativeName> Names => Extensions.FirstOrDefault(e => e.Oid == Oids.AlternativeName) is { } names
        ? GeneralNames.Read(DerReader.Only(names.Value, DerReader.Sequence)) : Array.Empty<SubjectAlternativeName>();

    /// <exception cref="FormatException">It is not a request.</exception>
    internal static CertificationRequest Read(byte[] encoded)
    {
        DerReader whole = DerReader.Only(encoded, DerReader.Sequence);
        byte[] signed = whole.Element(DerReader.Sequence);
        byte[] algorithm = whole.Content(DerReader.Sequence);
        byte[] signature = whole.Content(DerReader.BitString);
        if (whole.HasMore)
            throw new FormatException("something follows the signature");
        DerReader info = DerReader.Only(signed, DerReader.Sequence);
        if (!info.IntegerIs(new byte[] { 0 }))
            throw new FormatException("its version is not 1");
        byte[] subject = info.Content(DerReader.Sequence);
        byte[] key = info.Element(DerReader.Sequence);
        DerReader? attributes = info.HasMore ? info.Enter(Attributes) : null;
        return new CertificationRequest(encoded)
        {
            Subject = DistinguishedName.Read(subject),
            PublicKeyInfo = key,
            Key = Describe(key),
            Extensions = attributes is null ? Array.Empty<ParsedExtension>() : Requested(attributes),
            Algorithm = AlgorithmIdentifier.Read(algorithm),
            SignedPart = signed,
            Signature = signature,
        };
    }

    private static KeyDescription Describe(byte[] publicKeyInfo)
    {
        DerReader info = DerReader.Only(publicKeyInfo, DerReader.Sequence);
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(info.Content(DerReader.Sequence));
        return KeyDescription.Of(algorithm, info.Content(DerReader.BitString));
    }

    private static IReadOnlyList<ParsedExtension> Requested(DerReader attributes)
    {
        IReadOnlyList<ParsedExtension>? found = null;
        for (int count = 0; attributes.HasMore; count++)
        {
            if (count == MostAttributes)
                throw new FormatException($"more than {MostAttributes} attributes");
            DerReader attribute = attributes.Enter(DerReader.Sequence);
            string oid = attribute.Oid();
            DerReader values = attribute.Enter(Set);
            if (oid != ExtensionRequest)
                continue;
            if (found is not null)
                throw new FormatException("two lists of extensions");
            found = ParsedExtension.ReadAll(values.Enter(DerReader.Sequence));
            if (values.HasMore)
                throw new FormatException("two lists of extensions");
        }

        return found ?? Array.Empty<ParsedExtension>();
    }
}
