using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSSsl.X509;

/// <summary>
/// What our rules look at in a certificate, read from its encoding (RFC 5280, 4.1) by ourselves: the same on every platform, and without
/// the platform's exceptions for what it cannot decode.
/// </summary>
internal sealed class ParsedCertificate
{
    internal const string BasicConstraintsOid = "2.5.29.19";
    internal const string KeyUsageOid = "2.5.29.15";
    internal const string ExtendedKeyUsageOid = "2.5.29.37";
    internal const string NameConstraintsOid = "2.5.29.30";

    internal const string AlternativeNameOid = "2.5.29.17";
    internal const string AuthorityKeyOid = "2.5.29.35";
    internal const string SubjectKeyOid = "2.5.29.14";

    /// <summary>More extensions than any certificate of use has.</summary>
    private const int MostExtensions = 100;

    private IReadOnlyList<GeneralName>? _alternativeNames;

    private ParsedCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        DerReader whole = new DerReader(certificate.RawData).Enter(DerReader.Sequence);
        DerReader tbs = whole.Enter(DerReader.Sequence);
        Version = tbs.TryEnter(0xA0) is { } version ? version.Content(DerReader.Integer).LastOrDefault() + 1 : 1;
        SerialNumber = tbs.Content(DerReader.Integer);
        InnerSignature = tbs.Content(DerReader.Sequence);
        Issuer = tbs.Content(DerReader.Sequence);
        DerReader validity = tbs.Enter(DerReader.Sequence);
        NotBeforeTag = validity.NextTag;
        NotBefore = Time(validity);
        NotAfterTag = validity.NextTag;
        NotAfter = Time(validity);
        Subject = tbs.Content(DerReader.Sequence);
        DerReader key = tbs.Enter(DerReader.Sequence);
        (KeyAlgorithm, KeyParameters) = Algorithm(key.Enter(DerReader.Sequence));
        Key = key.Content(DerReader.BitString);
        // RFC 5280, 4.1.2.8: issuerUniqueID and subjectUniqueID.
        HasUniqueIds = tbs.TryEnter(0x81) is not null | tbs.TryEnter(0x82) is not null;
        Extensions = tbs.TryEnter(0xA3) is { } extensions ? ReadExtensions(extensions.Enter(DerReader.Sequence)) : Array.Empty<ParsedExtension>();
        OuterSignature = whole.Content(DerReader.Sequence);
        (SignatureAlgorithm, SignatureParameters) = Algorithm(new DerReader(OuterSignature));
        ReadConstraints();
    }

    internal X509Certificate2 Certificate { get; }

    internal int Version { get; }

    /// <summary>The content of the INTEGER.</summary>
    internal byte[] SerialNumber { get; }

    /// <summary>The content of the signature's algorithm as it is signed, and as it stands outside of that (RFC 5280, 4.1.1.2): both must be the same.</summary>
    internal byte[] InnerSignature { get; }

    internal byte[] OuterSignature { get; }

    internal int NotBeforeTag { get; }

    internal int NotAfterTag { get; }

    internal bool HasUniqueIds { get; }

    /// <summary>The content of the issuer's name.</summary>
    internal byte[] Issuer { get; }

    /// <summary>The content of the subject's name.</summary>
    internal byte[] Subject { get; }

    internal DateTime NotBefore { get; }

    /// <summary>UTC; it is valid through this second.</summary>
    internal DateTime NotAfter { get; }

    internal bool IsSelfIssued => ByteSequenceComparer.Instance.Equals(Subject, Issuer);

    internal string SignatureAlgorithm { get; }

    /// <summary>DER, null if there are none.</summary>
    internal byte[]? SignatureParameters { get; }

    internal string KeyAlgorithm { get; }

    /// <summary>DER, null if there are none.</summary>
    internal byte[]? KeyParameters { get; }

    /// <summary>The bit string of the public key, its first byte the count of unused bits.</summary>
    internal byte[] Key { get; }

    internal IReadOnlyList<ParsedExtension> Extensions { get; }

    /// <summary>cA of the basic constraints; null without that extension.</summary>
    internal bool? IsAuthority { get; private set; }

    /// <summary>How many authorities may be below it; null if it does not say.</summary>
    internal long? PathLength { get; private set; }

    /// <summary>The bits of RFC 5280, 4.2.1.3, digitalSignature the lowest; null without that extension.</summary>
    internal int? KeyUsage { get; private set; }

    /// <summary>Null without that extension.</summary>
    internal IReadOnlyList<string>? ExtendedKeyUsage { get; private set; }

    internal byte[]? AuthorityKeyId { get; private set; }

    internal byte[]? SubjectKeyId { get; private set; }

    /// <exception cref="FormatException">It is not encoded as RFC 5280 says.</exception>
    internal static ParsedCertificate Of(X509Certificate2 certificate) => new(certificate);

    /// <summary>What the issuer signed.</summary>
    internal static byte[] SignedPartOf(byte[] certificate) => DerReader.Only(certificate, DerReader.Sequence).Element(DerReader.Sequence);

    /// <summary>The content of the BIT STRING at a certificate's end.</summary>
    internal static byte[] SignatureOf(byte[] certificate)
    {
        DerReader whole = DerReader.Only(certificate, DerReader.Sequence);
        whole.Skip();
        whole.Skip();
        return whole.Content(DerReader.BitString);
    }

    /// <summary>Null if it cannot be read.</summary>
    internal static ParsedCertificate? TryOf(X509Certificate2 certificate)
    {
        try
        {
            return new ParsedCertificate(certificate);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The alternative names of the subject; null without that extension.</summary>
    /// <exception cref="FormatException">They cannot be read.</exception>
    internal IReadOnlyList<GeneralName>? AlternativeNames => _alternativeNames ??= Extension(AlternativeNameOid) is { } names ? GeneralName.ReadAll(names.Value) : null;

    internal ParsedExtension? Extension(string oid) => Extensions.FirstOrDefault(e => e.Oid == oid);

    private static IReadOnlyList<ParsedExtension> ReadExtensions(DerReader list)
    {
        var extensions = new List<ParsedExtension>();
        while (list.HasMore)
        {
            if (extensions.Count == MostExtensions)
                throw new FormatException($"more than {MostExtensions} extensions");
            DerReader extension = list.Enter(DerReader.Sequence);
            string oid = extension.Oid();
            bool? critical = extension.TryEnter(DerReader.Boolean)?.Rest().Any(b => b != 0);
            extensions.Add(new ParsedExtension(oid, critical ?? false, extension.Content(DerReader.OctetString)) { HasWrittenDefault = critical == false });
        }

        return extensions;
    }

    /// <summary>An AlgorithmIdentifier; a parameter NULL counts as none.</summary>
    private static (string Oid, byte[]? Parameters) Algorithm(DerReader identifier)
    {
        string oid = identifier.Oid();
        byte[] rest = identifier.Rest();
        return (oid, rest.Length == 0 || rest[0] == 0x05 ? null : rest);
    }

    private void ReadConstraints()
    {
        if (Extension(BasicConstraintsOid) is { } basic)
        {
            DerReader constraints = new DerReader(basic.Value).Enter(DerReader.Sequence);
            IsAuthority = constraints.TryEnter(DerReader.Boolean)?.Rest().Any(b => b != 0) ?? false;
            if (constraints.TryEnter(DerReader.Integer) is { } length)
                PathLength = Number(length.Rest());
        }

        if (Extension(KeyUsageOid) is { } usage)
            KeyUsage = UsageBits(new DerReader(usage.Value).Content(DerReader.BitString));
        if (Extension(ExtendedKeyUsageOid) is { } extended)
            ExtendedKeyUsage = ReadPurposes(new DerReader(extended.Value).Enter(DerReader.Sequence));
        if (Extension(AuthorityKeyOid) is { } authority)
            AuthorityKeyId = new DerReader(authority.Value).Enter(DerReader.Sequence).TryEnter(0x80)?.Rest();
        if (Extension(SubjectKeyOid) is { } subject)
            SubjectKeyId = new DerReader(subject.Value).Content(DerReader.OctetString);
    }

    /// <summary>RFC 5280, 4.1.2.5: UTCTime, whose years 50 to 99 are those of 19xx, or GeneralizedTime, both in seconds and Zulu.</summary>
    internal static DateTime Time(DerReader from)
    {
        int tag = from.NextTag;
        string text = Encoding.ASCII.GetString(from.Content(tag));
        string full = tag switch
        {
            0x17 when text.Length == 13 => (text[0] >= '5' ? "19" : "20") + text,
            0x18 => text,
            _ => throw new FormatException("a date that is none"),
        };
        return DateTime.TryParseExact(full, "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? time
            : throw new FormatException("a date that is none");
    }

    private static IReadOnlyList<string> ReadPurposes(DerReader list)
    {
        var purposes = new List<string>();
        while (list.HasMore)
            purposes.Add(list.Oid());
        return purposes;
    }

    private static long Number(byte[] content)
    {
        if (content.Length == 0 || (content[0] & 0x80) != 0)
            throw new FormatException("a path length that is no count");
        // What does not fit is more than any path has.
        return content.Length > 7 ? long.MaxValue : content.Aggregate(0L, (value, b) => (value << 8) | b);
    }

    /// <summary>Bit 0 of a named bit list is the highest of its first byte.</summary>
    private static int UsageBits(byte[] bits)
    {
        int usage = 0;
        for (int i = 0; i < 9 && 1 + (i / 8) < bits.Length; i++)
        {
            if ((bits[1 + (i / 8)] & (0x80 >> (i % 8))) != 0)
                usage |= 1 << i;
        }

        return usage;
    }
}
