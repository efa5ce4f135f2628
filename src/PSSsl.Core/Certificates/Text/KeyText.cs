using System;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Text;

/// <summary>Public keys in lines, as OpenSSL prints them.</summary>
internal static class KeyText
{
    private const int Indent = 16;
    private const int Width = 15;

    internal static void Write(StringBuilder text, AlgorithmIdentifier algorithm, byte[] bitString)
    {
        text.Append("        Subject Public Key Info:\n            Public Key Algorithm: ")
            .Append(ObjectIdentifiers.LongName(algorithm.Oid)).Append('\n');
        KeyDescription key = KeyDescription.Of(algorithm, bitString);
        byte[] bits = bitString.Skip(1).ToArray();
        try
        {
            switch (algorithm.Oid)
            {
                case Oids.Rsa or Oids.RsaPss when key is { Modulus: not null, Exponent: not null }:
                    Size(text, key);
                    HexLines.Number(text, "Modulus:", key.Modulus, Indent);
                    HexLines.Number(text, "Exponent:", key.Exponent, Indent);
                    if (algorithm.Oid == Oids.RsaPss)
                        WriteRestrictions(text, algorithm);
                    break;
                case Oids.Ec when algorithm.Meaning is { } curve && key.Size > 0:
                    WriteEc(text, key, curve, bits);
                    break;
                case Oids.Dsa when algorithm.Meaning is { } group:
                    DerReader numbers = new DerReader(group).Enter(DerReader.Sequence);
                    Size(text, key);
                    HexLines.Number(text, "pub: ", new DerReader(bits).Content(DerReader.Integer), Indent);
                    foreach (string name in new[] { "P:   ", "Q:   ", "G:   " })
                        HexLines.Number(text, name, numbers.Content(DerReader.Integer), Indent);
                    break;
                case Oids.Rsa or Oids.RsaPss or Oids.Ec or Oids.Dsa:
                    throw new FormatException("it is none of its kind");
                default:
                    text.Append(' ', Indent).Append(ObjectIdentifiers.LongName(algorithm.Oid)).Append(" Public-Key:\n").Append(' ', Indent)
                        .Append("pub:\n");
                    HexLines.Append(text, bits, Indent + 4, Width);
                    break;
            }
        }
        catch (FormatException)
        {
            text.Append(' ', Indent).Append("Unable to load Public Key\n");
        }
    }

    private static void Size(StringBuilder text, KeyDescription key) =>
        text.Append(' ', Indent).Append("Public-Key: (").Append(key.Size).Append(" bit)\n");

    private static void WriteEc(StringBuilder text, KeyDescription key, byte[] parameters, byte[] point)
    {
        Size(text, key);
        text.Append(' ', Indent).Append("pub:\n");
        HexLines.Append(text, point, Indent + 4, Width);
        if (parameters[0] == DerReader.ObjectIdentifier)
        {
            string oid = new DerReader(parameters).Oid();
            EllipticCurve? curve = EllipticCurve.Find(oid);
            text.Append(' ', Indent).Append("ASN1 OID: ").Append(curve?.Name ?? oid).Append('\n');
            if (curve?.Nist is { } nist)
                text.Append(' ', Indent).Append("NIST CURVE: ").Append(nist).Append('\n');
            return;
        }

        ExplicitCurve given = ExplicitCurve.Read(parameters);
        text.Append(' ', Indent).Append("Field Type: ").Append(given.IsPrime ? "prime-field" : "characteristic-two-field").Append('\n');
        if (given.Prime is not null)
            HexLines.Number(text, "Prime:", given.Prime, Indent);
        HexLines.Number(text, "A:   ", given.A, Indent);
        HexLines.Number(text, "B:   ", given.B, Indent);
        string form = given.Generator[0] switch { 4 => "uncompressed", 2 or 3 => "compressed", _ => "hybrid" };
        text.Append(' ', Indent).Append("Generator (").Append(form).Append("):\n");
        HexLines.Append(text, given.Generator, Indent + 4, Width);
        HexLines.Number(text, "Order: ", given.Order, Indent);
        if (given.Cofactor is not null)
            HexLines.Number(text, "Cofactor: ", given.Cofactor, Indent);
        if (given.Seed is not { Length: > 1 } seed)
            return;
        text.Append(' ', Indent).Append("Seed:\n");
        HexLines.Append(text, seed.Skip(1).ToArray(), Indent + 4, Width);
    }

    /// <summary>What the key may be used with (RFC 4055, 3.1).</summary>
    private static void WriteRestrictions(StringBuilder text, AlgorithmIdentifier algorithm)
    {
        if (algorithm.Meaning is not { } given)
        {
            text.Append(' ', Indent).Append("No PSS parameter restrictions\n");
            return;
        }

        PssParameters parameters = PssParameters.Read(given);
        void line(string name, string value, bool isDefault) =>
            text.Append(' ', Indent + 2).Append(name).Append(": ").Append(value).Append(isDefault ? " (default)\n" : "\n");

        text.Append(' ', Indent).Append("PSS parameter restrictions:\n");
        string salt = parameters.SaltLength is null ? "20" : HexLines.Decimal(parameters.SaltLength);
        line("Hash Algorithm", Digest(parameters.HashName), parameters.HashName == "sha1");
        line("Mask Algorithm", "MGF1 with " + Digest(parameters.MaskHashName), parameters.MaskHashName == "sha1");
        line("Minimum Salt Length", salt, salt == "20");
        line("Trailer Field", "0x" + (parameters.Trailer is null ? "1" : HexLines.Decimal(parameters.Trailer)),
            parameters.Trailer is null or [1]);
    }

    private static string Digest(string name) => name switch
    {
        "sha1" => "SHA1",
        "sha224" or "sha256" or "sha384" or "sha512" => "SHA2-" + name.Substring(3),
        _ => name.ToUpperInvariant(),
    };
}
