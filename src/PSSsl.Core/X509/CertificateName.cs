using System;
using System.Globalization;

namespace PSSsl.X509;

/// <summary>A certificate in one line that tells it from others, also from the one that it takes the place of.</summary>
internal static class CertificateName
{
    /// <param name="subject">Whose it is.</param>
    /// <param name="end">Until when it is valid; null if that cannot be read.</param>
    /// <param name="encoded">Its bytes.</param>
    internal static string Of(string subject, DateTime? end, byte[] encoded)
    {
        string until = end?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";
        string digest = CertificateExtensions.Hex(Digest.Of("sha256", encoded)).Substring(0, 16);
        return $"{CertificateLabel.Short(subject)} (until {until}, SHA-256 {digest})";
    }
}
