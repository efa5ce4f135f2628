using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;

namespace PSSsl.X509;

/// <summary>
/// An extension (RFC 5280, 4.2, 5.2 and 5.3; RFC 6960, 4.4): of a certificate, a revocation list, an entry of one, a response or one answer
/// in it.
/// </summary>
/// <param name="Oid">What it is.</param>
/// <param name="Critical">Whoever does not understand it must refuse what has it.</param>
/// <param name="Value">Its content, DER.</param>
internal sealed record ParsedExtension(string Oid, bool Critical, byte[] Value)
{
    /// <summary>More than anything of use has.</summary>
    internal const int Most = 100;

    /// <summary>True if it says in so many words that it is not critical.</summary>
    internal bool HasWrittenDefault { get; private init; }

    /// <summary>True if something stands behind its value.</summary>
    internal bool HasMore { get; private init; }

    /// <summary>Reads what is in the SEQUENCE of extensions.</summary>
    /// <exception cref="FormatException">One is not encoded as it must be, or they are too many.</exception>
    internal static IEnumerable<ParsedExtension> ReadEach(DerReader list)
    {
        for (int count = 0; list.HasMore; count++)
        {
            if (count == Most)
                throw new FormatException($"more than {Most} extensions");
            DerReader extension = list.Enter(DerReader.Sequence);
            string oid = extension.Oid();
            bool? critical = extension.TryTruth(DerReader.Boolean);
            byte[] value = extension.Content(DerReader.OctetString);
            yield return new ParsedExtension(oid, critical ?? false, value) { HasWrittenDefault = critical == false,
                HasMore = extension.HasMore };
        }
    }

    /// <summary>The same where each may stand once: of two that differ, two readers could each believe another.</summary>
    /// <exception cref="FormatException">One is not encoded as it must be, or is there twice, or they are too many.</exception>
    internal static IReadOnlyList<ParsedExtension> ReadAll(DerReader list)
    {
        ParsedExtension[] all = ReadEach(list).ToArray();
        if (all.GroupBy(e => e.Oid, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
            throw new FormatException($"the extension {twice.Key} twice");
        return all.FirstOrDefault(e => e.HasMore) is { } longer
            ? throw new FormatException($"something after the value of the extension {longer.Oid}") : all;
    }

    /// <summary>The first that is critical and not among those that are understood there; null if there is none.</summary>
    internal static string? UnknownCritical(IEnumerable<ParsedExtension> all, params string[] understood) =>
        all.FirstOrDefault(e => e.Critical && Array.IndexOf(understood, e.Oid) < 0)?.Oid;
}
