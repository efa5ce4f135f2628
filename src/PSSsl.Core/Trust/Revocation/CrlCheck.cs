using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// Looks for a certificate in its issuer's revocation lists (RFC 5280, 6.3). Only a list that is whole, timely, signed by the issuer and
/// about the certificate counts.
/// </summary>
internal sealed class CrlCheck
{
    internal const string Reference = "RFC 5280, 6.3.3";

    private const int CrlSign = 1 << 6;

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    private readonly ParsedCertificate _certificate;
    private readonly X509Certificate2 _issuer;
    private readonly ParsedCertificate _parsedIssuer;
    private readonly bool _strict;

    /// <param name="certificate">Whose status is asked.</param>
    /// <param name="issuer">Its issuer in the path.</param>
    /// <param name="parsedIssuer">The same, read.</param>
    /// <param name="strict">Whether a list must have all that it should.</param>
    internal CrlCheck(ParsedCertificate certificate, X509Certificate2 issuer, ParsedCertificate parsedIssuer, bool strict)
    {
        _certificate = certificate;
        _issuer = issuer;
        _parsedIssuer = parsedIssuer;
        _strict = strict;
    }

    /// <param name="lists">All lists that there are.</param>
    /// <param name="time">UTC.</param>
    /// <returns>Null if it is not revoked; else the code and what to say of it.</returns>
    internal (SslErrorCode Code, string What)? Judge(IEnumerable<RevocationList> lists, DateTime time)
    {
        RevocationList[] own = lists.Where(l => l.Issuer.Equals(_certificate.Issuer)).ToArray();
        string? reason = own.Length == 0 ? $"there is no revocation list of its issuer {ChainFaults.Name(_issuer)}" : null;
        var usable = new List<RevocationList>();
        foreach (RevocationList list in own)
        {
            if (Unusable(list, time) is not { } why)
                usable.Add(list);
            else
                reason ??= $"the revocation list of {ChainFaults.Name(_issuer)} {why}";
        }

        if (usable.Count == 0)
            return (SslErrorCode.RevocationUnknown, reason!);
        (SslErrorCode Code, string What)?[] found = usable.Where(l => !usable.Any(other => Supersedes(other, l)))
            .Select(Listed).ToArray();
        return found.FirstOrDefault(f => f?.Code == SslErrorCode.CertificateRevoked) ?? found.FirstOrDefault(f => f is not null);
    }

    /// <summary>
    /// Whether a list takes another's place. Of two whose numbers and dates say different things, as where an authority began to count
    /// anew, neither does: then both are looked at, and the worse counts. Lists about different parts are not compared by their numbers.
    /// </summary>
    private static bool Supersedes(RevocationList newer, RevocationList older)
    {
        int number = newer.Number is null || older.Number is null || !newer.IsAboutTheSame(older)
            ? 0 : IntegerComparer.Instance.Compare(newer.Number, older.Number);
        int date = newer.ThisUpdate.CompareTo(older.ThisUpdate);
        return number >= 0 && date >= 0 && number + date > 0;
    }

    /// <summary>An entry of this certificate that cannot be read leaves open what is said of it.</summary>
    private (SslErrorCode, string)? Listed(RevocationList list)
    {
        try
        {
            return Look(list.Find(_certificate.SerialNumber));
        }
        catch (FormatException e)
        {
            return (SslErrorCode.RevocationUnknown,
                $"its entry in the revocation list of {ChainFaults.Name(_issuer)} cannot be read: {e.Message}");
        }
    }

    /// <summary>Where a number is listed more than once, the worst counts.</summary>
    private (SslErrorCode, string)? Look(IReadOnlyList<RevokedEntry> entries)
    {
        if (entries.Count == 0)
            return null;
        string whose = $"its entry in the revocation list of {ChainFaults.Name(_issuer)}";
        if (entries.FirstOrDefault(e => e.Unknown is null && e.Reason != RevocationReasons.RemoveFromCrl) is { } revoked)
            return (SslErrorCode.CertificateRevoked, $"it was revoked on {Date(revoked.Date)} ({RevocationReasons.Name(revoked.Reason)})");
        return entries.FirstOrDefault(e => e.Unknown is not null) is { Unknown: { } oid }
            ? (SslErrorCode.RevocationUnknown, $"{whose} has the extension {oid}, which is not understood here")
            : (SslErrorCode.RevocationUnknown, $"{whose} says removeFromCRL, which only delta lists may say");
    }

    private string? Unusable(RevocationList list, DateTime time)
    {
        try
        {
            return Form(list) ?? Timeliness(list, time) ?? Signature(list) ?? Entries(list);
        }
        catch (FormatException e)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private string? Form(RevocationList list)
    {
        if (list.IsDelta)
            return "is a delta list, which has changes only; those are not supported";
        if (list.UnknownCritical == Oids.CrlNumber)
            return "has a number that is marked as critical, which it must not be (RFC 5280, 5.2.3)";
        if (list.UnknownCritical is { } oid)
            return $"has the critical extension {oid}, which is not understood here";
        if (_strict && list.Number is null)
            return "has no number (RFC 5280, 5.2.3)";
        return list.Scope?.Excludes(_certificate);
    }

    private static string? Timeliness(RevocationList list, DateTime time)
    {
        // Differences of times exist for all times, what is added to one may not.
        if (list.ThisUpdate - time > s_skew)
            return $"is valid only from {Date(list.ThisUpdate)} on";
        if (list.NextUpdate is not { } next)
            return "does not say until when it is valid";
        return time - next > s_skew ? $"is stale: a new one was expected on {Date(next)}" : null;
    }

    private string? Signature(RevocationList list)
    {
        if (_parsedIssuer.KeyUsage is { } usage && (usage & CrlSign) == 0)
            return "does not count: its issuer's key must not sign revocation lists";
        if (!ByteSequenceComparer.Instance.Equals(list.InnerAlgorithm, list.SignatureAlgorithm))
            return "names two algorithms for its one signature";
        if (SignatureAlgorithms.FaultOf(AlgorithmIdentifier.Read(list.SignatureAlgorithm)) is { } fault)
            return $"is signed {fault}";
        return SignatureCheck.Verify(_issuer, list.SignatureAlgorithm, list.SignedPart, list.Signature) ? null
            : "is not signed by its issuer's key";
    }

    /// <summary>Looked at last: they are many, and not believed before.</summary>
    private static string? Entries(RevocationList list) =>
        list.UnknownCriticalOfEntries is { } oid
            ? $"has an entry with the critical extension {oid}, which is not understood here, so it counts for nothing (RFC 5280, 5.3)"
            : null;

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
