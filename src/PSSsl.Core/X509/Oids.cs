using PSSsl.X509.Names;

namespace PSSsl.X509;

/// <summary>
/// The object identifiers that something depends on, each written here alone.
/// What they are called stands in <see cref="ObjectIdentifiers"/>.
/// </summary>
internal static class Oids
{
    // Extensions of certificates (RFC 5280, 4.2)
    internal const string SubjectKey = "2.5.29.14";
    internal const string KeyUsage = "2.5.29.15";
    internal const string AlternativeName = "2.5.29.17";
    internal const string IssuerAlternativeName = "2.5.29.18";
    internal const string BasicConstraints = "2.5.29.19";
    internal const string NameConstraints = "2.5.29.30";
    internal const string CrlPoints = "2.5.29.31";
    internal const string Policies = "2.5.29.32";
    internal const string PolicyMappings = "2.5.29.33";
    internal const string AuthorityKey = "2.5.29.35";
    internal const string PolicyConstraints = "2.5.29.36";
    internal const string ExtendedKeyUsage = "2.5.29.37";
    internal const string FreshestCrl = "2.5.29.46";
    internal const string InhibitAnyPolicy = "2.5.29.54";
    internal const string AuthorityAccess = "1.3.6.1.5.5.7.1.1";
    internal const string SubjectAccess = "1.3.6.1.5.5.7.1.11";
    internal const string TlsFeature = "1.3.6.1.5.5.7.1.24";
    internal const string Timestamps = "1.3.6.1.4.1.11129.2.4.2";
    internal const string AddressBlocks = "1.3.6.1.5.5.7.1.7";
    internal const string AutonomousSystems = "1.3.6.1.5.5.7.1.8";
    internal const string ProxyCertificate = "1.3.6.1.5.5.7.1.14";
    internal const string NetscapeType = "2.16.840.1.113730.1.1";

    // Extensions of revocation lists and of their entries (RFC 5280, 5.2 and 5.3)
    internal const string CrlNumber = "2.5.29.20";
    internal const string ReasonCode = "2.5.29.21";
    internal const string InvalidityDate = "2.5.29.24";
    internal const string DeltaCrl = "2.5.29.27";
    internal const string IssuingPoint = "2.5.29.28";
    internal const string CertificateIssuer = "2.5.29.29";

    // OCSP (RFC 6960) and authority information access (RFC 5280, 4.2.2.1)
    internal const string Ocsp = "1.3.6.1.5.5.7.48.1";
    internal const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    internal const string OcspNonce = "1.3.6.1.5.5.7.48.1.2";
    internal const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    internal const string CaIssuers = "1.3.6.1.5.5.7.48.2";

    // Purposes
    internal const string AnyPurpose = "2.5.29.37.0";
    internal const string AnyPolicy = "2.5.29.32.0";
    internal const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    internal const string RemoteDesktop = "1.3.6.1.4.1.311.54.1.2";
    internal const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    // Attributes and names
    internal const string CommonName = "2.5.4.3";
    internal const string Country = "2.5.4.6";
    internal const string EmailAddress = "1.2.840.113549.1.9.1";
    internal const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";

    // Keys and signatures
    internal const string Rsa = "1.2.840.113549.1.1.1";
    internal const string RsaPss = "1.2.840.113549.1.1.10";
    internal const string Sha1WithRsa = "1.2.840.113549.1.1.5";
    internal const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    internal const string Sha384WithRsa = "1.2.840.113549.1.1.12";
    internal const string Sha512WithRsa = "1.2.840.113549.1.1.13";
    internal const string Dsa = "1.2.840.10040.4.1";
    internal const string DsaWithSha1 = "1.2.840.10040.4.3";
    internal const string Ec = "1.2.840.10045.2.1";
    internal const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    internal const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    internal const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    internal const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    internal const string Ed25519 = "1.3.101.112";
    internal const string Ed448 = "1.3.101.113";

    /// <summary>Where NIST's signatures are: DSA and ECDSA with SHA-2 and SHA-3, RSA with SHA-3, ML-DSA, SLH-DSA.</summary>
    internal const string NistSignatures = "2.16.840.1.101.3.4.3.";

    // Digests
    internal const string Md5 = "1.2.840.113549.2.5";
    internal const string Sha1 = "1.3.14.3.2.26";
    internal const string Sha256 = "2.16.840.1.101.3.4.2.1";
    internal const string Sha384 = "2.16.840.1.101.3.4.2.2";
    internal const string Sha512 = "2.16.840.1.101.3.4.2.3";
}
