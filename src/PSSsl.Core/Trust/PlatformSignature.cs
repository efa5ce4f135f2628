using System;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// What it means that the platform finds the signature of a certificate not valid. Windows and macOS say so of algorithms too that they do
/// not verify at all: then nobody has looked yet, and it is not a forgery.
/// </summary>
internal static class PlatformSignature
{
    /// <summary>Null if we found it right ourselves; else why it counts as wrong.</summary>
    /// <param name="chain">With the path as the platform built it.</param>
    /// <param name="depth">Whose signature it is about.</param>
    /// <param name="request">What was asked.</param>
    internal static string? Fault(PlatformChain chain, int depth, ChainRequest request)
    {
        X509Certificate2 certificate = chain.Path[depth];
        string name = ChainFaults.Name(certificate);
        ParsedCertificate read = request.Read(certificate);
        if (chain.IsOpenSsl || read.OuterAlgorithmOrNull?.Oid is not { } algorithm || IsPlatforms(algorithm))
            return Wrong(name);
        if (!SignatureCheck.IsManaged(algorithm))
            return $"this platform does not verify {ObjectIdentifiers.LongName(algorithm)}, so the signature of {name} proves nothing";
        return Issuer(chain, depth) is { } issuer && SignatureCheck.Signed(issuer, read) == true ? null : Wrong(name);
    }

    internal static string Wrong(string name) =>
        $"the signature of {name} is wrong: it was changed, or another key than its issuer's signed it";

    /// <summary>RSA and ECDSA with SHA-1 or SHA-2, which every platform verifies.</summary>
    private static bool IsPlatforms(string algorithm) =>
        algorithm.StartsWith("1.2.840.113549.1.1.", StringComparison.Ordinal)
            || algorithm.StartsWith("1.2.840.10045.4.", StringComparison.Ordinal);

    private static X509Certificate2? Issuer(PlatformChain chain, int depth)
    {
        if (depth + 1 < chain.Path.Length)
            return chain.Path[depth + 1];
        return SelfIssued.Is(chain.Path[depth]) ? chain.Path[depth] : null;
    }
}
