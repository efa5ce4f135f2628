using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Certificates.Making;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-Revoked: a certificate, a serial number, or a table that says when and why.</summary>
internal static class RevokedArgument
{
    private const string Allowed =
        "Give certificates, serial numbers in hex, or tables like @{ SerialNumber = '0a1b'; Reason = 'keyCompromise'; Date = "
            + "'2026-01-31'; InvalidSince = '2026-01-30' }.";

    /// <param name="value">What was given.</param>
    /// <param name="issuer">Whose it must be.</param>
    /// <param name="date">When, unless a table says otherwise.</param>
    /// <param name="reason">Why, unless a table says otherwise.</param>
    /// <exception cref="SslException">It is none, or another issuer's.</exception>
    internal static RevokedCertificate Read(object? value, SslCertificate issuer, DateTime date, int reason)
    {
        value = Deserialized.Unwrap(value);
        if (value is not IDictionary table)
            return new RevokedCertificate(Serial(value, issuer), date, reason, null);
        byte[]? serial = null;
        DateTime? since = null;
        foreach (DictionaryEntry entry in table)
        {
            object? part = Deserialized.Unwrap(entry.Value);
            switch (entry.Key.ToString()?.ToUpperInvariant())
            {
                case "SERIALNUMBER" or "CERTIFICATE":
                    serial = Serial(part, issuer);
                    break;
                case "REASON":
                    reason = RevocationReason.Parse(part?.ToString() ?? string.Empty);
                    break;
                case "DATE" or "REVOCATIONDATE":
                    date = Date(part);
                    break;
                case "INVALIDSINCE" or "INVALIDITYDATE":
                    since = Date(part);
                    break;
                default:
                    throw SslException.Option(
                        $"-Revoked: '{entry.Key}' is not one of SerialNumber, Certificate, Reason, Date, InvalidSince.", Allowed);
            }
        }

        return new RevokedCertificate(serial
            ?? throw SslException.Option("-Revoked: a table has neither SerialNumber nor Certificate.", Allowed), date, reason, since);
    }

    private static byte[] Serial(object? value, SslCertificate issuer)
    {
        X509Certificate2? certificate = value switch
        {
            SslCertificate ours => ours.Certificate,
            PeerCertificate peer => peer.Certificate,
            X509Certificate2 theirs => theirs,
            _ => null,
        };
        if (certificate is null)
            return value is string text ? CertificateMaker.ParseSerial(text)
                : throw SslException.Option($"-Revoked: {TypeWord.Of(value)} is not a certificate.",
                    Allowed);
        CertificateInput.Alive(certificate, "Revoked");
        if (!certificate.IssuerName.RawData.SequenceEqual(issuer.Certificate.SubjectName.RawData))
            throw SslException.Option(
                $"{CertificateLabel.Of(certificate)} was issued by {CertificateLabel.Of(certificate.Issuer)}, so "
                    + $"{CertificateLabel.Of(issuer.Subject)} cannot revoke it.",
                "Give the authority that issued it with -Issuer.");
        return CertificateMaker.ParseSerial(certificate.SerialNumber);
    }

    private static DateTime Date(object? value) =>
        LanguagePrimitives.TryConvertTo(value, System.Globalization.CultureInfo.InvariantCulture, out DateTime date) && value is not null
            ? date
        : throw SslException.Option($"-Revoked: '{value}' is not a date.", Allowed);
}
