using System;

namespace PSSsl.X509.Keys;

/// <summary>What a signature's algorithm is called.</summary>
internal static class SignatureName
{
    /// <summary>sha256WithRSAEncryption, ecdsa-with-SHA256, Ed25519; RSASSA-PSS with its hash, which is in its parameters.</summary>
    internal static string Of(AlgorithmIdentifier algorithm) => algorithm.Oid switch
    {
        Oids.RsaPss => $"RSASSA-PSS with {Hash(algorithm)}",
        Oids.Ed25519 => "Ed25519",
        Oids.Ed448 => "Ed448",
        _ => ObjectIdentifiers.LongName(algorithm.Oid),
    };

    private static string Hash(AlgorithmIdentifier algorithm)
    {
        try
        {
            return algorithm.Meaning is { } parameters ? PssParameters.Read(parameters).HashName.ToUpperInvariant() : "SHA1";
        }
        catch (FormatException)
        {
            // Which hash it is cannot be told; that its parameters are wrong is among the faults.
            return "an unknown digest";
        }
    }
}
