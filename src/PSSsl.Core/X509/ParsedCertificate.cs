using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509;

/// <summary>
/// A certificate as it is encoded (RFC 5280, 4.1), read by ourselves: the same on every platform. Reading never throws: what can be read
/// is there, what is odd or cannot be read is named in <see cref="Faults"/>. Who judges takes <see cref="Of"/>, which refuses one that is
/// not whole; who shows takes <see cref="Read(X509Certificate2)"/> and the members that may be null.
/// </summary>
internal sealed partial class ParsedCertificate
{
    /// <summary>Larger ones are described by their digest alone: a certificate of use has a hundredth of it.</summary>
    internal const int Largest = 1024 * 1024;

    private X509Certificate2? _certificate;
    private IReadOnlyList<SubjectAlternativeName>? _alternativeNames;

    private ParsedCertificate(byte[] encoded, X509Certificate2? certificate)
    {
        Encoded = encoded;
        _certificate = certificate;
        if (encoded.Length > Largest)
            Unreadable($"it has {encoded.Length} bytes: more than {Largest} are not read");
        else
            ReadAll();
    }

    internal byte[] Encoded { get; }

    /// <summary>The platform's, of which it was read.</summary>
    internal X509Certificate2 Certificate => _certificate ?? throw new InvalidOperationException("It was read from bytes alone.");

    /// <summary>As X.509 counts: 1, 2, 3; 0 for a number that is none of them.</summary>
    internal int Version { get; private set; }

    /// <summary>The content of the INTEGER.</summary>
    internal byte[] SerialNumber => SerialNumberOrNull ?? throw Broken;

    internal byte[]? SerialNumberOrNull { get; private set; }

    /// <summary>
    /// The algorithm of the signature as it is signed, and as it stands outside of that (4.1.1.2): both must be the same.
    /// </summary>
    internal AlgorithmIdentifier? InnerAlgorithmOrNull { get; private set; }

    internal AlgorithmIdentifier? OuterAlgorithmOrNull { get; private set; }

    /// <summary>The content of the one and of the other.</summary>
    internal byte[] InnerSignature => (InnerAlgorithmOrNull ?? throw Broken).Content;

    internal byte[] OuterSignature => (OuterAlgorithmOrNull ?? throw Broken).Content;

    internal string SignatureAlgorithm => (OuterAlgorithmOrNull ?? throw Broken).Oid;

    /// <summary>DER, null if there are none; a NULL counts as none.</summary>
    internal byte[]? SignatureParameters => (OuterAlgorithmOrNull ?? throw Broken).Meaning;

    internal DistinguishedName Issuer => IssuerOrNull ?? throw Broken;

    internal DistinguishedName? IssuerOrNull { get; private set; }

    internal DistinguishedName Subject => SubjectOrNull ?? throw Broken;

    internal DistinguishedName? SubjectOrNull { get; private set; }

    /// <summary>UTC.</summary>
    internal DateTime NotBefore => NotBeforeOrNull is { IsExact: true, Value: { } time } ? time : throw Broken;

    internal DerTime? NotBeforeOrNull { get; private set; }

    /// <summary>UTC; it is valid through this second.</summary>
    internal DateTime NotAfter => NotAfterOrNull is { IsExact: true, Value: { } time } ? time : throw Broken;

    internal DerTime? NotAfterOrNull { get; private set; }

    /// <summary>By value (RFC 5280, 7.1).</summary>
    internal bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>SubjectPublicKeyInfo with tag and length, as it is.</summary>
    internal byte[]? PublicKeyInfo { get; private set; }

    internal AlgorithmIdentifier? KeyAlgorithmOrNull { get; private set; }

    internal byte[]? KeyOrNull { get; private set; }

    internal string KeyAlgorithm => (KeyAlgorithmOrNull ?? throw Broken).Oid;

    /// <summary>DER, null if there are none.</summary>
    internal byte[]? KeyParameters => (KeyAlgorithmOrNull ?? throw Broken).Meaning;

    /// <summary>The bit string of the public key, its first byte the count of unused bits.</summary>
    internal byte[] Key => KeyOrNull ?? throw Broken;

    /// <summary>The key itself.</summary>
    /// <exception cref="FormatException">It is not a row of bytes.</exception>
    internal byte[] KeyBytes => Key is { Length: > 1 } bits && bits[0] == 0
            ? bits.Skip(1).ToArray() : throw new FormatException("a public key that is not whole bytes");

    internal byte[]? IssuerUniqueId { get; private set; }

    internal byte[]? SubjectUniqueId { get; private set; }

    internal IReadOnlyList<ParsedExtension> Extensions { get; private set; } = Array.Empty<ParsedExtension>();

    /// <summary>What the issuer signed, with tag and length.</summary>
    internal byte[] SignedPart => SignedPartOrNull ?? throw Broken;

    private byte[]? SignedPartOrNull { get; set; }

    /// <summary>The content of the BIT STRING at its end; null if it is none of bytes.</summary>
    internal byte[]? Signature { get; private set; }

    /// <summary>cA of the basic constraints; null without that extension.</summary>
    internal bool? IsAuthority { get; private set; }

    /// <summary>How many authorities may be below it; null if it does not say.</summary>
    internal long? PathLength { get; private set; }

    /// <summary>The bits of 4.2.1.3, digitalSignature the lowest; null without that extension.</summary>
    internal int? KeyUsage { get; private set; }

    internal const int NetscapeClient = 1 << 0;
    internal const int NetscapeServer = 1 << 1;

    /// <summary>The bits of Netscape's certificate type, as in <see cref="KeyUsage"/>; null without that extension.</summary>
    internal int? NetscapeType { get; private set; }

    /// <summary>The same as .NET writes it.</summary>
    internal X509KeyUsageFlags? KeyUsageFlags => KeyUsage is { } usage
        ? (X509KeyUsageFlags)Enumerable.Range(0, 9).Where(i => ((usage >> i) & 1) != 0).Sum(i => i < 8 ? 0x80 >> i : 0x8000) : null;

    /// <summary>Null without that extension.</summary>
    internal IReadOnlyList<string>? ExtendedKeyUsage { get; private set; }

    internal byte[]? AuthorityKeyId { get; private set; }

    internal byte[]? SubjectKeyId { get; private set; }

    /// <summary>What in it is not as RFC 5280 says, as far as reading it told.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    /// <exception cref="FormatException">A part of it that verdicts depend on is not encoded as RFC 5280 says.</exception>
    internal static ParsedCertificate Of(X509Certificate2 certificate) => Read(certificate).Whole();

    /// <summary>Null if a part of it that verdicts depend on cannot be read.</summary>
    internal static ParsedCertificate? TryOf(X509Certificate2 certificate) => Read(certificate).WholeOrNull;

    /// <summary>Whatever the bytes are.</summary>
    internal static ParsedCertificate Read(X509Certificate2 certificate) => new(certificate.RawData, certificate);

    /// <summary>Whatever the bytes are.</summary>
    internal static ParsedCertificate Read(byte[] encoded) => new(encoded, null);

    /// <summary>The same reading, of another object of the platform's with the same bytes: the first may be disposed before it.</summary>
    internal ParsedCertificate For(X509Certificate2 certificate)
    {
        var copy = (ParsedCertificate)MemberwiseClone();
        copy._certificate = certificate;
        return copy;
    }

    /// <summary>Itself, or null if a part of it that verdicts depend on cannot be read.</summary>
    internal ParsedCertificate? WholeOrNull => _unreadable is null ? this : null;

    /// <summary>Itself, if it is whole.</summary>
    /// <exception cref="FormatException">A part of it that verdicts depend on is not encoded as RFC 5280 says.</exception>
    internal ParsedCertificate Whole() => _unreadable is null ? this : throw Broken;

    /// <summary>The alternative names of the subject; null without that extension.</summary>
    /// <exception cref="FormatException">They cannot be read: half an extension is none, its names could be anyone's.</exception>
    internal IReadOnlyList<SubjectAlternativeName>? AlternativeNames =>
        _alternativeNames ??= Extension(Oids.AlternativeName) is { } names
            ? GeneralNames.Read(DerReader.Only(names.Value, DerReader.Sequence)) : null;

    internal ParsedExtension? Extension(string oid)
    {
        for (int i = 0; i < Extensions.Count; i++)
        {
            if (Extensions[i].Oid == oid)
                return Extensions[i];
        }

        return null;
    }
}
