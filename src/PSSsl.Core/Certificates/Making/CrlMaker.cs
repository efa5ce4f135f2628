using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Revocation;

namespace PSSsl.Certificates.Making;

/// <summary>Makes revocation lists, version 2, complete for their issuer (RFC 5280, 5).</summary>
internal static class CrlMaker
{
    private const int LongestNumber = 20;

    /// <summary>The default number, which grows with every second.</summary>
    internal static BigInteger NumberOf(DateTime thisUpdate) =>
        new((thisUpdate.ToUniversalTime() - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalSeconds);

    /// <param name="issuer">Who issued what is revoked, with its key.</param>
    /// <param name="revoked">What is revoked.</param>
    /// <param name="thisUpdate">As of when.</param>
    /// <param name="nextUpdate">When another will be there at the latest.</param>
    /// <param name="number">Greater than that of the list before.</param>
    /// <param name="hash">Null for the one that goes with the key.</param>
    /// <returns>DER.</returns>
    /// <exception cref="SslException">The issuer may not sign it, or it contradicts itself.</exception>
    internal static byte[] Make(SslCertificate issuer, IReadOnlyList<RevokedCertificate> revoked, DateTime thisUpdate, DateTime nextUpdate,
        BigInteger number, string? hash)
    {
        ParsedCertificate parsed = IssuerRules.Authorities(issuer)[0];
        IssuerRules.CheckMayRevoke(parsed);
        if (nextUpdate <= thisUpdate)
            throw SslException.Option($"The next update, {Show(nextUpdate)}, is not after this one, {Show(thisUpdate)}.",
                "Check -ThisUpdate and -NextUpdate.");
        byte[] digits = Enumerable.Reverse(number.ToByteArray()).ToArray();
        if (number.Sign < 0 || digits.Length > LongestNumber)
            throw SslException.Option(
                $"The number of a list is not negative, and has {LongestNumber} bytes at most (RFC 5280, 5.2.3).",
                "Give another -Number; without one it is that of the seconds from 1970 to -ThisUpdate.");
        byte[] keyId = parsed.SubjectKeyId ?? CertificateProfile.KeyId(issuer.Key!.PublicKeyInfo!);
        byte[][] extensions =
        {
            new PlannedExtension(Oids.AuthorityKey, false, CertificateProfile.AuthorityKey(keyId)).Der,
            new PlannedExtension(Oids.CrlNumber, false, DerWriter.Integer(digits)).Der,
        };
        return SignedStructure.Make(issuer.Key!, hash, algorithm =>
        {
            var parts = new List<byte[]>
                { DerWriter.Integer(1), algorithm, issuer.Certificate.SubjectName.RawData, DerWriter.Time(thisUpdate),
                    DerWriter.Time(nextUpdate) };
            // An empty list is left out (5.1.2.6).
            if (revoked.Count > 0)
                parts.Add(DerWriter.Sequence(revoked.Select(Entry)));
            parts.Add(DerWriter.Constructed(0, DerWriter.Sequence(extensions)));
            return DerWriter.Sequence(parts);
        });
    }

    private static byte[] Entry(RevokedCertificate revoked)
    {
        var extensions = new List<byte[]>();
        // "unspecified" should be left out (5.3.1).
        if (revoked.Reason != RevocationReasons.Unspecified)
            extensions.Add(new PlannedExtension(Oids.ReasonCode, false, DerWriter.Enumerated(revoked.Reason)).Der);
        if (revoked.InvalidSince is { } since)
            extensions.Add(new PlannedExtension(Oids.InvalidityDate, false, DerWriter.GeneralizedTime(since)).Der);
        byte[] serial = DerWriter.Integer(revoked.SerialNumber), date = DerWriter.Time(revoked.Date);
        return extensions.Count == 0 ? DerWriter.Sequence(serial, date) : DerWriter.Sequence(serial, date, DerWriter.Sequence(extensions));
    }

    private static string Show(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
