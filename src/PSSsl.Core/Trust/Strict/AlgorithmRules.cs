using System;
using System.Collections.Generic;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>
/// Keys and signatures that the web PKI has (CA/B Baseline Requirements, 6.1.5, 6.1.6 and 7.1.3), each encoded in its one way.
/// </summary>
internal static class AlgorithmRules
{
    private const string Keys = "CA/B BR, 7.1.3.1";
    private const string Signatures = "CA/B BR, 7.1.3.2";

    private const int SmallestModulus = 2048;

    /// <summary>P-256, P-384 and P-521 as parameters.</summary>
    private static readonly HashSet<byte[]> s_curves = new(ByteSequenceComparer.Instance)
    {
        new byte[] { 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07 },
        new byte[] { 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22 },
        new byte[] { 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23 },
    };

    private static readonly HashSet<string> s_rsaSignatures = new(StringComparer.Ordinal)
        { Oids.Sha256WithRsa, Oids.Sha384WithRsa, Oids.Sha512WithRsa };

    private static readonly HashSet<string> s_ecdsaSignatures = new(StringComparer.Ordinal)
        { Oids.EcdsaWithSha256, Oids.EcdsaWithSha384, Oids.EcdsaWithSha512 };

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        if (KeyFault(certificate) is { } key)
            findings.Add(depth, $"{findings.Name(depth)} has {key}", Keys);
        // SHA-1 in what a root says of itself forges nothing, and old roots have it.
        bool isOldRoot = path.IsAnchor && certificate.IsSelfIssued && certificate.SignatureAlgorithm == Oids.Sha1WithRsa;
        if (!isOldRoot && SignatureFault(certificate) is { } signature)
            findings.Add(depth, $"{findings.Name(depth)} is signed {signature}", Signatures);
    }

    private static string? KeyFault(ParsedCertificate certificate)
    {
        switch (certificate.KeyAlgorithm)
        {
            case Oids.Rsa:
                DerReader rsa = DerReader.Only(certificate.KeyBytes, DerReader.Sequence);
                int bits = KeyDescription.Bits(rsa.Content(DerReader.Integer));
                return bits < SmallestModulus ? $"an RSA key of {bits} bits, {SmallestModulus} is the least"
                    : bits % 8 != 0 ? $"an RSA key of {bits} bits, which are not whole bytes"
                    : null;
            case Oids.Ec:
                return certificate.KeyParameters is { } curve && s_curves.Contains(curve) ? null
                    : "a key on another curve than P-256, P-384 or P-521";
            default:
                return $"a key of the kind {certificate.KeyAlgorithm}, which is neither RSA nor on a curve of NIST";
        }
    }

    private static string? SignatureFault(ParsedCertificate certificate)
    {
        string algorithm = certificate.SignatureAlgorithm;
        if (s_rsaSignatures.Contains(algorithm))
            return certificate.OuterAlgorithmOrNull?.Parameters is [DerReader.Null, 0] ? null
                : "with RSA and without the NULL that belongs to it";
        if (s_ecdsaSignatures.Contains(algorithm))
            return certificate.OuterAlgorithmOrNull?.Parameters is null ? null : "with ECDSA and parameters that do not belong to it";
        if (algorithm == Oids.RsaPss)
            return PssParameters.DigestBits(certificate.SignatureParameters) is null
                ? "with RSASSA-PSS and parameters that do not belong together" : null;
        return $"with {algorithm}, which is none of RSA, RSASSA-PSS and ECDSA with SHA-256, SHA-384 or SHA-512";
    }
}
