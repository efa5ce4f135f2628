using System;
using System.Collections.Generic;

namespace PSSsl.X509;

/// <summary>The digest of RSASSA-PSS (RFC 4055, 3.1) where its parameters are as they are used: SHA-256, SHA-384 or SHA-512, MGF1 with the same, a salt as long as the digest.</summary>
internal static class PssDigest
{
    private static readonly Dictionary<string, int> s_lengths = new(StringComparer.Ordinal)
    {
        [Oids.Sha256] = 32,
        [Oids.Sha384] = 48,
        [Oids.Sha512] = 64,
    };

    /// <summary>Its bits; null if the parameters are not of that form.</summary>
    /// <exception cref="FormatException">They are not encoded as they must be.</exception>
    internal static int? Bits(byte[]? parameters)
    {
        if (parameters is null)
            return null;
        PssParameters read = PssParameters.Read(parameters);
        return read.Hash is { } digest && s_lengths.TryGetValue(digest, out int length) && read.MaskHash == digest && read.SaltLength is { Length: 1 } salt && salt[0] == length && read.Trailer is null
            ? length * 8 : null;
    }
}
