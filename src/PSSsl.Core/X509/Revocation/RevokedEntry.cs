using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;

namespace PSSsl.X509.Revocation;

/// <summary>A revoked certificate in a list (RFC 5280, 5.3).</summary>
/// <param name="Date">Since when.</param>
/// <param name="Reason">The number of the reason; null if none is told.</param>
/// <param name="Unknown">An extension that says that the entry is about something else than it seems, or is not understood; null if there
/// is none.</param>
internal sealed record RevokedEntry(DateTime Date, int? Reason, string? Unknown)
{
    /// <summary>What in an entry may be critical because it is looked at, or changes nothing.</summary>
    internal static string[] Understood { get; } = { Oids.ReasonCode, Oids.InvalidityDate };

    /// <param name="entry">What is left of it after the serial number.</param>
    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static RevokedEntry Read(DerReader entry)
    {
        DateTime date = DerTime.Read(entry);
        IReadOnlyList<ParsedExtension> extensions = entry.TryEnter(DerReader.Sequence) is { } list
            ? ParsedExtension.ReadAll(list) : Array.Empty<ParsedExtension>();
        if (entry.HasMore)
            throw new FormatException("something follows an entry");
        int? reason = extensions.FirstOrDefault(e => e.Oid == Oids.ReasonCode) is { } code ? ReadReason(code.Value) : null;
        string? unknown = extensions.FirstOrDefault(e => e.Oid == Oids.CertificateIssuer)?.Oid
            ?? ParsedExtension.UnknownCritical(extensions, Understood);
        return new RevokedEntry(date, reason, unknown);
    }

    private static int ReadReason(byte[] value) =>
        DerReader.OnlyContent(value, DerReader.Enumerated) is { Length: 1 } code
            ? code[0] : throw new FormatException("a reason that is none");
}
