using System;
using System.Collections.Generic;
using PSSsl.X509.Der;

namespace PSSsl.X509.Keys;

/// <summary>Parameters of RSASSA-PSS (RFC 4055, 3.1), of a key or of a signature. What is left out has the default.</summary>
internal sealed class PssParameters
{
    /// <summary>Digests that signatures are verified with here, and their length in bytes, which is that of the salt too.</summary>
    private static readonly Dictionary<string, int> s_lengths = new(StringComparer.Ordinal)
        { [Oids.Sha256] = 32, [Oids.Sha384] = 48, [Oids.Sha512] = 64 };

    private PssParameters()
    {
    }

    internal string? Hash { get; private set; }

    internal string? MaskHash { get; private set; }

    internal byte[]? SaltLength { get; private set; }

    internal byte[]? Trailer { get; private set; }

    /// <summary>sha256, say.</summary>
    internal string HashName => ObjectIdentifiers.LongName(Hash ?? Oids.Sha1);

    internal string MaskHashName => ObjectIdentifiers.LongName(MaskHash ?? Oids.Sha1);

    /// <summary>The digest's bits where everything belongs together, as TLS wants it (RFC 8446, 4.2.3); null if it does not.</summary>
    /// <exception cref="FormatException">They cannot be read.</exception>
    internal static int? DigestBits(byte[]? parameters) =>
        parameters is not null && Read(parameters) is { Hash: { } digest, Trailer: null } read
        && s_lengths.TryGetValue(digest, out int length) && read.MaskHash == digest && read.SaltLength is { Length: 1 } salt
        && salt[0] == length ? length * 8 : null;

    /// <exception cref="FormatException">They cannot be read.</exception>
    internal static PssParameters Read(byte[] parameters)
    {
        DerReader der = new DerReader(parameters).Enter(DerReader.Sequence);
        var read = new PssParameters { Hash = der.TryUnwrap(0xA0, DerReader.Sequence)?.Oid() };
        if (der.TryUnwrap(0xA1, DerReader.Sequence) is { } mask)
        {
            mask.Oid();
            read.MaskHash = mask.Enter(DerReader.Sequence).Oid();
        }

        read.SaltLength = der.TryUnwrap(0xA2, DerReader.Integer)?.Rest();
        read.Trailer = der.TryUnwrap(0xA3, DerReader.Integer)?.Rest();
        return der.HasMore ? throw new FormatException("something that is not a parameter") : read;
    }
}
