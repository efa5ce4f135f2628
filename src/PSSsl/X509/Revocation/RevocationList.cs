using System;
using System.Linq;

namespace PSSsl.X509;

/// <summary>A certificate revocation list (RFC 5280, 5), read but for its entries: those are walked through when a certificate is looked for, so that a million of them cost no memory.</summary>
internal sealed class RevocationList
{
    private const string NumberOid = "2.5.29.20";
    private const string DeltaOid = "2.5.29.27";
    private const string DistributionPointOid = "2.5.29.28";
    private const string AuthorityKeyOid = "2.5.29.35";
    private const string ReasonOid = "2.5.29.21";
    private const string CertificateIssuerOid = "2.5.29.29";
    private const string InvalidityDateOid = "2.5.29.24";
    private const int Enumerated = 0x0A;

    private readonly byte[]? _entries;

    private RevocationList(byte[] der)
    {
        DerReader whole = DerReader.Only(der, DerReader.Sequence);
        SignedPart = whole.Element(DerReader.Sequence);
        SignatureAlgorithm = whole.Content(DerReader.Sequence);
        Signature = whole.Content(DerReader.BitString);
        DerReader list = DerReader.Only(SignedPart, DerReader.Sequence);
        list.TryEnter(DerReader.Integer);
        InnerAlgorithm = list.Content(DerReader.Sequence);
        Issuer = list.Content(DerReader.Sequence);
        ThisUpdate = ParsedCertificate.Time(list);
        NextUpdate = list.NextTag is 0x17 or 0x18 ? ParsedCertificate.Time(list) : null;
        _entries = list.TryEnter(DerReader.Sequence)?.Rest();
        if (list.TryEnter(0xA0) is { } extensions)
            ReadExtensions(extensions.Enter(DerReader.Sequence));
        if (list.HasMore)
            throw new FormatException("something follows the extensions");
    }

    internal byte[] SignedPart { get; }

    internal byte[] SignatureAlgorithm { get; }

    /// <summary>The algorithm as it is signed; it must be the same.</summary>
    internal byte[] InnerAlgorithm { get; }

    internal byte[] Signature { get; }

    /// <summary>The content of the issuer's name.</summary>
    internal byte[] Issuer { get; }

    internal DateTime ThisUpdate { get; }

    internal DateTime? NextUpdate { get; }

    /// <summary>The content of the number; null without it.</summary>
    internal byte[]? Number { get; private set; }

    internal byte[]? AuthorityKeyId { get; private set; }

    internal bool IsDelta { get; private set; }

    /// <summary>What it is about; null for everything of its issuer.</summary>
    internal DistributionPoint? Scope { get; private set; }

    /// <summary>A critical extension that is not understood; null if there is none.</summary>
    internal string? UnknownCritical { get; private set; }

    /// <exception cref="FormatException">It is no revocation list.</exception>
    internal static RevocationList Of(byte[] der) => new(der);

    /// <summary>The entry of a serial number; null if it is not listed.</summary>
    /// <exception cref="FormatException">The entries up to there are not encoded as they must be.</exception>
    internal RevokedEntry? Find(byte[] serialNumber)
    {
        var list = new DerReader(_entries ?? Array.Empty<byte>());
        RevokedEntry? found = null;
        while (list.HasMore)
        {
            DerReader entry = list.Enter(DerReader.Sequence);
            if (entry.ContentIs(DerReader.Integer, serialNumber))
                found = ReadEntry(entry);
        }

        return found;
    }

    private static RevokedEntry ReadEntry(DerReader entry)
    {
        DateTime date = ParsedCertificate.Time(entry);
        int? reason = null;
        string? unknown = null;
        DerReader? extensions = entry.TryEnter(DerReader.Sequence);
        while (extensions is { HasMore: true })
        {
            (string oid, bool critical, byte[] value) = Extension(extensions);
            if (oid == ReasonOid)
                reason = new DerReader(value).Content(Enumerated) is { Length: 1 } code ? code[0] : null;
            else if (oid == CertificateIssuerOid || (critical && oid != InvalidityDateOid))
                unknown = oid;
        }

        return new RevokedEntry(date, reason, unknown);
    }

    private void ReadExtensions(DerReader list)
    {
        while (list.HasMore)
        {
            (string oid, bool critical, byte[] value) = Extension(list);
            switch (oid)
            {
                case NumberOid:
                    Number = new DerReader(value).Content(DerReader.Integer);
                    break;
                case DeltaOid:
                    IsDelta = true;
                    break;
                case DistributionPointOid:
                    Scope = DistributionPoint.OfList(value);
                    break;
                case AuthorityKeyOid:
                    AuthorityKeyId = DerReader.Only(value, DerReader.Sequence).TryEnter(0x80)?.Rest();
                    break;
                default:
                    if (critical)
                        UnknownCritical = oid;
                    break;
            }
        }
    }

    private static (string Oid, bool Critical, byte[] Value) Extension(DerReader list)
    {
        DerReader extension = list.Enter(DerReader.Sequence);
        string oid = extension.Oid();
        bool critical = extension.TryEnter(DerReader.Boolean)?.Rest().Any(b => b != 0) ?? false;
        return (oid, critical, extension.Content(DerReader.OctetString));
    }
}

/// <summary>A revoked certificate in a list.</summary>
/// <param name="Date">Since when.</param>
/// <param name="Reason">The number of the reason (RFC 5280, 5.3.1); null if none is told.</param>
/// <param name="Unknown">An extension that says that the entry is about something else than it seems, or is not understood; null if there is none.</param>
internal sealed record RevokedEntry(DateTime Date, int? Reason, string? Unknown);
