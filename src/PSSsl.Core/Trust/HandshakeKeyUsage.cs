using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>
/// Whether a certificate lets its key do what the handshake needs (RFC 5280, 4.2.1.3; RFC 8446, 4.4.2.2; RFC 5246, 7.4.2).
/// </summary>
internal static class HandshakeKeyUsage
{
    /// <returns>Null if it may.</returns>
    internal static SslVerifyError? Fault(ParsedCertificate leaf, X509KeyUsageFlags needed)
    {
        if (needed == X509KeyUsageFlags.None || leaf.KeyUsageFlags is not { } usage || (usage & needed) == needed)
            return null;
        string what = needed == X509KeyUsageFlags.KeyEncipherment ? "decrypts keys (keyEncipherment)" : "signs (digitalSignature)";
        return new SslVerifyError(SslErrorCode.CertificatePurpose, 0, leaf.Certificate,
            $"its key usage is {usage}, and this handshake needs a key that {what}", "RFC 5280, 4.2.1.3");
    }
}
