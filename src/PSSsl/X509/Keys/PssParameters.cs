namespace PSSsl.X509;

/// <summary>Parameters of RSASSA-PSS (RFC 4055, 3.1), of a key or of a signature. What is left out has the default.</summary>
internal sealed class PssParameters
{
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

    /// <exception cref="System.FormatException">They cannot be read.</exception>
    internal static PssParameters Read(byte[] parameters)
    {
        DerReader der = new DerReader(parameters).Enter(DerReader.Sequence);
        var read = new PssParameters { Hash = der.TryEnter(0xA0)?.Enter(DerReader.Sequence).Oid() };
        if (der.TryEnter(0xA1)?.Enter(DerReader.Sequence) is { } mask)
        {
            mask.Oid();
            read.MaskHash = mask.Enter(DerReader.Sequence).Oid();
        }

        read.SaltLength = der.TryEnter(0xA2)?.Content(DerReader.Integer);
        read.Trailer = der.TryEnter(0xA3)?.Content(DerReader.Integer);
        return der.HasMore ? throw new System.FormatException("something that is no parameter") : read;
    }
}
