using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Certificates;

/// <summary>
/// Until when certificates are valid, how long that still is, and what that and a verdict come to. The threshold stands here alone.
/// </summary>
internal static class CertificateTerm
{
    /// <summary>A certificate that ends within fewer days ends soon.</summary>
    internal const int SoonDays = 30;

    /// <summary>Whole days from a time until another, rounded down.</summary>
    internal static int Days(DateTime end, DateTime now) => (int)Math.Floor((end.ToUniversalTime() - now.ToUniversalTime()).TotalDays);

    /// <summary>The one place that makes a word of what is known.</summary>
    /// <param name="from">From when on it is valid; null if that cannot be read.</param>
    /// <param name="until">Until when; null likewise.</param>
    /// <param name="now">The time that it is judged for.</param>
    /// <param name="isTrusted">The verdict; null if it was not judged.</param>
    /// <param name="hostnameMatch">Whether the name fits; null if none was compared.</param>
    /// <param name="errors">What was found.</param>
    internal static SslCertificateStatus Status(
        DateTime? from, DateTime? until, DateTime now, bool? isTrusted, bool? hostnameMatch, IReadOnlyList<SslVerifyError> errors)
    {
        bool has(SslErrorCode code) => errors.Any(e => e.Code == code && e.Depth <= 0);
        DateTime time = now.ToUniversalTime();
        if (errors.Any(e => e.Code == SslErrorCode.CertificateRevoked))
            return SslCertificateStatus.Revoked;
        if (has(SslErrorCode.CertificateExpired) || (until is { } end && time > end.ToUniversalTime()))
            return SslCertificateStatus.Expired;
        if (has(SslErrorCode.CertificateNotYetValid) || (from is { } start && time < start.ToUniversalTime()))
            return SslCertificateStatus.NotYetValid;
        if (hostnameMatch == false || has(SslErrorCode.HostnameMismatch))
            return SslCertificateStatus.WrongName;
        if (isTrusted == false || errors.Count > 0)
            return SslCertificateStatus.NotTrusted;
        if (until is null || from is null)
            return SslCertificateStatus.Unknown;
        if (Days(until.Value, time) < SoonDays)
            return SslCertificateStatus.EndsSoon;
        return isTrusted == true ? SslCertificateStatus.Ok : SslCertificateStatus.Unknown;
    }
}
