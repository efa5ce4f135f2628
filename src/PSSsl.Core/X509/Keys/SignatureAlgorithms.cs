using System;
using System.Collections.Generic;
using System.Globalization;

namespace PSSsl.X509.Keys;

/// <summary>Which signatures can be believed: those that are known here and cannot be forged.</summary>
internal static class SignatureAlgorithms
{
    private static readonly Dictionary<string, string> s_broken = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.3"] = "MD4",
        ["1.2.840.113549.1.1.4"] = "MD5",
        [Oids.Sha1WithRsa] = "SHA-1",
        ["1.3.14.3.2.3"] = "MD5",
        ["1.3.14.3.2.13"] = "SHA-1",
        ["1.3.14.3.2.15"] = "SHA-1",
        ["1.3.14.3.2.27"] = "SHA-1",
        ["1.3.14.3.2.29"] = "SHA-1",
        [Oids.DsaWithSha1] = "SHA-1",
        [Oids.EcdsaWithSha1] = "SHA-1",
    };

    private static readonly Dictionary<string, string> s_brokenHashes =
        new(StringComparer.Ordinal) { [Oids.Md5] = "MD5", [Oids.Sha1] = "SHA-1" };

    /// <summary>RSA with SHA-2, its truncated forms too, ECDSA with SHA-2, Ed25519, Ed448, SM2; beside them NIST's, by number.</summary>
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        Oids.RsaPss, Oids.Sha256WithRsa, Oids.Sha384WithRsa, Oids.Sha512WithRsa, "1.2.840.113549.1.1.14", "1.2.840.113549.1.1.15",
        "1.2.840.113549.1.1.16",
        "1.2.840.10045.4.3.1", Oids.EcdsaWithSha256, Oids.EcdsaWithSha384, Oids.EcdsaWithSha512, Oids.Ed25519, Oids.Ed448,
        "1.2.156.10197.1.501",
    };

    /// <summary>In NIST's arc: DSA is 1 to 8, then ECDSA and RSA with SHA-3, ML-DSA, SLH-DSA.</summary>
    private const int LastOfDsa = 8, LastOfRsa = 16, LastKnown = 46;

    /// <summary>The broken hash that is signed with; null if it is none.</summary>
    /// <exception cref="FormatException">The parameters cannot be read.</exception>
    internal static string? BrokenHash(AlgorithmIdentifier algorithm)
    {
        if (algorithm.Oid != Oids.RsaPss)
            return s_broken.TryGetValue(algorithm.Oid, out string? broken) ? broken : null;
        // RFC 4055, 3.1: without a hash, it is SHA-1.
        string hash = (algorithm.Meaning is { } parameters ? PssParameters.Read(parameters).Hash : null) ?? Oids.Sha1;
        return s_brokenHashes.TryGetValue(hash, out string? name) ? name : null;
    }

    /// <summary>Why nothing that is signed so can be believed, said after "signed"; null if it can.</summary>
    /// <exception cref="FormatException">The parameters cannot be read.</exception>
    internal static string? FaultOf(AlgorithmIdentifier algorithm)
    {
        if (BrokenHash(algorithm) is { } hash)
            return $"with {hash}, which can be forged";
        int nist = NumberOfNist(algorithm.Oid);
        if (nist is > 0 and <= LastOfDsa)
            return "with DSA, which is not accepted";
        return s_known.Contains(algorithm.Oid) || nist is > LastOfDsa and <= LastKnown
            ? null : $"with the algorithm {ObjectIdentifiers.LongName(algorithm.Oid)}, which is not known here";
    }

    /// <summary>ML-DSA and SLH-DSA, as signatures and as keys: not every platform verifies them yet.</summary>
    internal static bool IsPostQuantum(string oid) => NumberOfNist(oid) is > LastOfRsa and <= LastKnown;

    /// <summary>0 for what is not in NIST's arc.</summary>
    private static int NumberOfNist(string oid) => oid.StartsWith(Oids.NistSignatures, StringComparison.Ordinal)
        && int.TryParse(oid.Substring(Oids.NistSignatures.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : 0;
}
