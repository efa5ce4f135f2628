using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// Which signature schemes belong to which version. One list is offered for certificates and for both versions (RFC 8446, 4.2.3); what
/// signs a handshake depends on its version.
/// </summary>
internal static class SchemeRules
{
    /// <summary>RFC 8446, 4.2.3: neither PKCS#1 v1.5 nor SHA-1, and ECDSA with the hash of its curve.</summary>
    internal static bool FitsTls13(int scheme) => scheme >> 8 >= 7 || (scheme >> 8 >= 4 && (scheme & 0xFF) == SignatureAlgorithm.ecdsa);

    /// <summary>RFC 9881 and RFC 8734 have theirs for TLS 1.3 alone, as RFC 8998 has SM2's.</summary>
    internal static bool FitsTls12(int scheme) => scheme >> 8 <= 8 && scheme != SignatureScheme.sm2sig_sm3
        && scheme is not (SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256 or SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384
            or SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512);

    /// <summary>The scheme of a CertificateVerify of TLS 1.3 (RFC 8446, 4.4.3); what follows is left to the library.</summary>
    internal static void CheckTls13(MemoryStream message)
    {
        long start = message.Position;
        int scheme = (message.ReadByte() << 8) | message.ReadByte();
        message.Position = start;
        if (scheme >= 0 && !FitsTls13(scheme))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                $"The signature scheme {SignatureScheme.GetText(scheme)} is not one of TLS 1.3");
    }
}
