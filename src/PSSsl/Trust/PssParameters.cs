using System;
using System.Collections.Generic;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>Parameters of RSASSA-PSS (RFC 4055, 3.1) in the form that is used: SHA-256, SHA-384 or SHA-512, MGF1 with the same, a salt as long as the digest.</summary>
internal static class PssParameters
{
    private static readonly Dictionary<string, int> s_digests = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = 32,
        ["2.16.840.1.101.3.4.2.2"] = 48,
        ["2.16.840.1.101.3.4.2.3"] = 64,
    };

    /// <summary>Bits of the digest; null if the parameters are not of that form.</summary>
    /// <exception cref="FormatException">They are not encoded as they must be.</exception>
    internal static int? Digest(byte[]? parameters)
    {
        if (parameters is null)
            return null;
        DerReader fields = DerReader.Only(parameters, DerReader.Sequence);
        string? digest = fields.TryEnter(0xA0)?.Enter(DerReader.Sequence).Oid();
        DerReader? mask = fields.TryEnter(0xA1)?.Enter(DerReader.Sequence);
        mask?.Skip();
        string? maskDigest = mask?.Enter(DerReader.Sequence).Oid();
        byte[]? salt = fields.TryEnter(0xA2)?.Content(DerReader.Integer);
        return digest is not null && s_digests.TryGetValue(digest, out int length) && maskDigest == digest && salt is { Length: 1 } && salt[0] == length && !fields.HasMore ? length * 8 : null;
    }
}
