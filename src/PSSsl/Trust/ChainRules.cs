using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>Rules of RFC 5280 and of TLS that are checked by ourselves on every path, because not every platform does.</summary>
internal static class ChainRules
{
    private const int SmallestRsaKey = 2048;

    private static readonly HashSet<string> s_weakSignatures = new()
    {
        "1.2.840.113549.1.1.2", // md2WithRSAEncryption
        "1.2.840.113549.1.1.3", // md4WithRSAEncryption
        "1.2.840.113549.1.1.4", // md5WithRSAEncryption
        "1.2.840.113549.1.1.5", // sha1WithRSAEncryption
        "1.3.14.3.2.29", // sha1WithRSASignature
        "1.2.840.10040.4.3", // dsa-with-sha1
        "1.2.840.10045.4.1", // ecdsa-with-SHA1
    };

    internal static IEnumerable<SslVerifyError> Check(X509Certificate2[] path, ChainPurpose purpose)
    {
        int below = 0;
        for (int depth = 0; depth < path.Length; depth++)
        {
            X509Certificate2 certificate = path[depth];
            bool isAnchor = depth == path.Length - 1 && path.Length > 1;
            if (depth > 0)
            {
                foreach (SslVerifyError fault in CheckIssuer(certificate, depth, below, isAnchor))
                    yield return fault;
                if (!ChainVerifier.IsSelfIssued(certificate))
                    below++;
            }

            // An anchor is trusted for what it is, not for its signature.
            if (!isAnchor && !(depth == 0 && ChainVerifier.IsSelfIssued(certificate)) && s_weakSignatures.Contains(certificate.SignatureAlgorithm.Value ?? string.Empty))
                yield return Fault(depth, certificate, $"{ChainFaults.Name(certificate.Subject)} is signed with {certificate.SignatureAlgorithm.FriendlyName}, which can be forged", "RFC 8446, 4.4.2.4");
            if (!isAnchor && RsaBits(certificate) is > 0 and < SmallestRsaKey and var bits)
                yield return Fault(depth, certificate, $"{ChainFaults.Name(certificate.Subject)} has an RSA key of {bits} bits; {SmallestRsaKey} is the least", "NIST SP 800-131A");
        }
    }

    private static IEnumerable<SslVerifyError> CheckIssuer(X509Certificate2 certificate, int depth, int below, bool isAnchor)
    {
        string name = ChainFaults.Name(certificate.Subject);
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        // A root of X.509 version 1 has no extensions; as an anchor it is trusted all the same.
        if (!(constraints?.CertificateAuthority ?? (isAnchor && certificate.Version < 3)))
            yield return Fault(depth, certificate, $"{name} is not an authority but signed a certificate of the chain", "RFC 5280, 4.2.1.9");
        if (constraints is { HasPathLengthConstraint: true } && below > constraints.PathLengthConstraint)
            yield return Fault(depth, certificate, $"{name} may have {constraints.PathLengthConstraint} authorities below it and has {below}", "RFC 5280, 4.2.1.9");
        if (certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is { } usage && (usage.KeyUsages & X509KeyUsageFlags.KeyCertSign) == 0)
            yield return Fault(depth, certificate, $"the key of {name} must not sign certificates", "RFC 5280, 4.2.1.3");
    }

    private static int RsaBits(X509Certificate2 certificate)
    {
        try
        {
            using RSA? key = certificate.GetRSAPublicKey();
            return key?.KeySize ?? 0;
        }
        catch (CryptographicException)
        {
            // A key that the platform cannot read has made its chain fail already.
            return 0;
        }
    }

    private static SslVerifyError Fault(int depth, X509Certificate2 certificate, string message, string reference) =>
        new(SslErrorCode.CertificateInvalid, depth, certificate, message, reference);
}
