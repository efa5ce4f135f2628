using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>Looks for a certificate in its issuer's revocation lists (RFC 5280, 6.3). Only a list that is whole, timely, signed by the issuer and about the certificate counts.</summary>
internal static class CrlCheck
{
    internal const string Reference = "RFC 5280, 6.3.3";

    private const int CrlSign = 1 << 6;

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    /// <param name="certificate">Whose status is asked.</param>
    /// <param name="issuer">Its issuer in the path.</param>
    /// <param name="parsedIssuer">The same, read.</param>
    /// <param name="lists">All lists that there are.</param>
    /// <param name="time">UTC.</param>
    /// <returns>Null if it is not revoked; else the code and what to say of it.</returns>
    internal static (SslErrorCode Code, string What)? Judge(ParsedCertificate certificate, X509Certificate2 issuer, ParsedCertificate parsedIssuer, IEnumerable<RevocationList> lists, DateTime time)
    {
        RevocationList[] own = lists.Where(l => ByteSequenceComparer.Instance.Equals(l.Issuer, certificate.Issuer)).ToArray();
        string? reason = own.Length == 0 ? $"there is no revocation list of its issuer {ChainFaults.Name(issuer)}" : null;
        var usable = new List<RevocationList>();
        foreach (RevocationList list in own)
        {
            string? why = Unusable(list, certificate, issuer, parsedIssuer, time);
            if (why is null)
                usable.Add(list);
            else
                reason ??= $"the revocation list of {ChainFaults.Name(issuer)} {why}";
        }

        if (usable.Count == 0)
            return (SslErrorCode.RevocationUnknown, reason!);
        RevocationList newest = usable.OrderByDescending(l => l.Number ?? Array.Empty<byte>(), NumberComparer.Instance).ThenByDescending(l => l.ThisUpdate).First();
        return Look(newest, certificate, issuer);
    }

    private static (SslErrorCode, string)? Look(RevocationList list, ParsedCertificate certificate, X509Certificate2 issuer)
    {
        try
        {
            if (list.Find(certificate.SerialNumber) is not { } entry || entry.Reason == RevocationReason.RemoveFromCrl)
                return null;
            return entry.Unknown is not null
                ? (SslErrorCode.RevocationUnknown, $"its entry in the revocation list of {ChainFaults.Name(issuer)} has the extension {entry.Unknown}, which is not understood here")
                : (SslErrorCode.CertificateRevoked, $"it was revoked on {Date(entry.Date)} ({RevocationReason.Name(entry.Reason)})");
        }
        catch (FormatException e)
        {
            return (SslErrorCode.RevocationUnknown, $"the revocation list of {ChainFaults.Name(issuer)} cannot be read: {e.Message}");
        }
    }

    private static string? Unusable(RevocationList list, ParsedCertificate certificate, X509Certificate2 issuer, ParsedCertificate parsedIssuer, DateTime time)
    {
        if (list.IsDelta)
            return "is a delta list, which has changes only; those are not supported";
        if (list.UnknownCritical is { } oid)
            return $"has the critical extension {oid}, which is not understood here";
        if (list.Scope?.Excludes(certificate) is { } why)
            return why;
        if (time + s_skew < list.ThisUpdate)
            return $"is valid only from {Date(list.ThisUpdate)} on";
        if (list.NextUpdate is not { } next)
            return "does not say until when it is valid";
        if (time - s_skew > next)
            return $"is stale: a new one was due on {Date(next)}";
        if (parsedIssuer.KeyUsage is { } usage && (usage & CrlSign) == 0)
            return "counts for nothing: its issuer's key must not sign revocation lists";
        return ByteSequenceComparer.Instance.Equals(list.InnerAlgorithm, list.SignatureAlgorithm) && SignatureCheck.Verify(issuer, list.SignatureAlgorithm, list.SignedPart, list.Signature)
            ? null
            : "is not signed by its issuer's key";
    }

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Numbers that are longer are larger; DER has no leading zeros but one.</summary>
    private sealed class NumberComparer : IComparer<byte[]>
    {
        internal static NumberComparer Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y)
        {
            byte[] a = (x ?? Array.Empty<byte>()).SkipWhile(b => b == 0).ToArray(), b = (y ?? Array.Empty<byte>()).SkipWhile(v => v == 0).ToArray();
            if (a.Length != b.Length)
                return a.Length.CompareTo(b.Length);
            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != b[i])
                    return a[i].CompareTo(b[i]);
            }

            return 0;
        }
    }
}
