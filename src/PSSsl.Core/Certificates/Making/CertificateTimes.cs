using System;
using System.Globalization;
using PSSsl.X509;

namespace PSSsl.Certificates.Making;

/// <summary>From when until when a certificate is valid. UTC, whole seconds.</summary>
internal sealed class CertificateTimes
{
    /// <summary>For clocks that are late.</summary>
    private static readonly TimeSpan s_head = TimeSpan.FromHours(1);

    private static readonly DateTime s_last = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    private CertificateTimes(DateTime notBefore, DateTime notAfter)
    {
        NotBefore = notBefore;
        NotAfter = notAfter;
    }

    internal DateTime NotBefore { get; }

    internal DateTime NotAfter { get; }

    /// <summary>
    /// The default lives: ten years for a root, five for an intermediate authority, 398 days for a client, and for a server as long as a
    /// public authority may give it on that day (CA/B Baseline Requirements, 6.3.2). Never longer than the issuer's, unless an end is
    /// given.
    /// </summary>
    /// <param name="plan">What is asked for.</param>
    /// <param name="issuer">Null if it signs itself.</param>
    /// <exception cref="SslException">It would end before it begins.</exception>
    internal static CertificateTimes Of(CertificatePlan plan, ParsedCertificate? issuer)
    {
        DateTime notBefore = Whole(plan.NotBefore ?? DateTime.UtcNow - s_head);
        if (plan.NotBefore is null && plan.NotAfter is null && issuer is not null && issuer.NotBefore > notBefore)
            notBefore = issuer.NotBefore;
        DateTime notAfter;
        if (plan.NotAfter is { } given)
        {
            notAfter = Whole(given);
        }
        else
        {
            TimeSpan life = plan.Lifetime ?? DefaultLife(plan.Kind, issuer is null, notBefore);
            // Both ends count (RFC 5280, 4.1.2.5).
            notAfter = s_last - notBefore < life ? s_last : notBefore + life - TimeSpan.FromSeconds(1);
            if (issuer is not null && notAfter > issuer.NotAfter)
                notAfter = issuer.NotAfter;
            if (issuer is not null && notAfter <= notBefore)
                throw SslException.Option(
                    $"The issuer {CertificateLabel.Of(issuer.Certificate.Subject)} is valid until {Show(issuer.NotAfter)}, so nothing of "
                        + $"it can begin on {Show(notBefore)}.",
                            "Renew the issuer, or say with -NotAfter that the certificate is to outlive it.");
        }

        return notAfter > notBefore ? new CertificateTimes(notBefore, notAfter)
            : throw SslException.Option($"The certificate would end on {Show(notAfter)}, before it begins on {Show(notBefore)}.",
                "Check -NotBefore and -NotAfter.");
    }

    private static TimeSpan DefaultLife(SslCertificateKind kind, bool isRoot, DateTime from) => TimeSpan.FromDays(kind switch
    {
        SslCertificateKind.Server => LongestLife.Of(from) ?? 398,
        SslCertificateKind.Client => 398,
        SslCertificateKind.CA when isRoot => 3650,
        _ => 1825,
    });

    private static DateTime Whole(DateTime time)
    {
        DateTime utc = time.ToUniversalTime();
        return new DateTime(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second, DateTimeKind.Utc);
    }

    private static string Show(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
