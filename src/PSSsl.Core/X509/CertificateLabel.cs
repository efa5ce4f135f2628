using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.X509;

/// <summary>How a message calls a certificate.</summary>
internal static class CertificateLabel
{
    private const int Longest = 300;

    internal static string Of(X509Certificate2 certificate)
    {
        try
        {
            return Of(certificate.Subject);
        }
        catch (CryptographicException)
        {
            return "a certificate whose subject cannot be read";
        }
    }

    /// <summary>A name as a person says it, without what could move a terminal's cursor.</summary>
    internal static string Of(string distinguished)
    {
        string text = Short(HarmlessText.Of(distinguished));
        return text.Length == 0 ? "a certificate without subject" : "'" + text + "'";
    }

    /// <summary>The beginning of what may be as long as a certificate.</summary>
    internal static string Short(string text) => text.Length <= Longest ? text : text.Substring(0, Longest) + "…";
}
