using System;
using PSSsl.Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>The feature extension by which a certificate demands a stapled response (RFC 7633).</summary>
internal static class MustStaple
{
    private const int StatusRequest = 5;

    /// <summary>Also what cannot be read demands one: the safe side.</summary>
    internal static bool IsDemanded(ParsedCertificate certificate)
    {
        if (certificate.Extension(Oids.TlsFeature) is not { } extension)
            return false;
        try
        {
            DerReader features = DerReader.Only(extension.Value, DerReader.Sequence);
            while (features.HasMore)
            {
                if (features.Content(DerReader.Integer) is { Length: 1 } feature && feature[0] == StatusRequest)
                    return true;
            }

            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
