namespace PSSsl.X509;

/// <summary>A certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) as it is encoded in it.</summary>
internal static class PublicKeyInfo
{
    /// <exception cref="SslException">It cannot be found: a certificate without a key that can be read has no pin.</exception>
    internal static byte[] Of(ParsedCertificate certificate) => certificate.PublicKeyInfo
        ?? throw new SslException(SslErrorCode.CertificateInvalid, SslPhase.Verify,
            $"The public key of a certificate cannot be read: {certificate.Faults[0]}.")
        {
            RecommendedAction = "Its owner needs a new certificate.",
        };
}
