using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;

namespace PSSsl.Certificates.Text;

/// <summary>Signatures in lines, as OpenSSL prints them.</summary>
internal static class SignatureText
{
    private const int Width = 18;
    private const string DsaArc = Oids.NistSignatures;

    /// <summary>The algorithm's name, for RSASSA-PSS its parameters below it; ends the line.</summary>
    internal static void WriteAlgorithm(StringBuilder text, AlgorithmIdentifier algorithm)
    {
        text.Append(ObjectIdentifiers.LongName(algorithm.Oid));
        if (algorithm.Oid == Oids.RsaPss)
            WriteParameters(text, algorithm);
        else
            text.Append('\n');
    }

    internal static void Write(StringBuilder text, AlgorithmIdentifier algorithm, byte[]? value)
    {
        text.Append("    Signature Algorithm: ").Append(ObjectIdentifiers.LongName(algorithm.Oid)).Append("\n    Signature Value:");
        if (algorithm.Oid == Oids.RsaPss)
            WriteParameters(text, algorithm);
        else
            text.Append('\n');
        if (value is null)
            return;
        if (IsDsa(algorithm.Oid) && TryNumbers(value) is { } numbers)
        {
            HexLines.Number(text, "r:   ", numbers.R, 8);
            HexLines.Number(text, "s:   ", numbers.S, 8);
            return;
        }

        HexLines.Append(text, value, 8, Width);
    }

    private static bool IsDsa(string oid) => oid is Oids.DsaWithSha1 or DsaArc + "1" or DsaArc + "2" or DsaArc + "3" or DsaArc + "4";

    private static (byte[] R, byte[] S)? TryNumbers(byte[] value)
    {
        try
        {
            DerReader der = new DerReader(value).Enter(DerReader.Sequence);
            return (der.Content(DerReader.Integer), der.Content(DerReader.Integer));
        }
        catch (FormatException)
        {
            // Then its bytes are shown as they are.
            return null;
        }
    }

    private static void WriteParameters(StringBuilder text, AlgorithmIdentifier algorithm)
    {
        text.Append("        \n");
        PssParameters parameters;
        try
        {
            parameters = PssParameters.Read(algorithm.Meaning ?? new byte[] { DerReader.Sequence, 0 });
        }
        catch (FormatException)
        {
            text.Append("        (INVALID PSS PARAMETERS)\n");
            return;
        }

        text.Append("        Hash Algorithm: ").Append(parameters.HashName).Append(Default(parameters.Hash)).Append('\n');
        text.Append("        Mask Algorithm: mgf1 with ").Append(parameters.MaskHashName).Append(Default(parameters.MaskHash)).Append('\n');
        text.Append("         Salt Length: 0x").Append(Number(parameters.SaltLength, "14")).Append(Default(parameters.SaltLength))
            .Append('\n');
        text.Append("        Trailer Field: 0x").Append(Number(parameters.Trailer, "01")).Append(Default(parameters.Trailer)).Append('\n');
    }

    private static string Default(object? given) => given is null ? " (default)" : string.Empty;

    private static string Number(byte[]? integer, string ifMissing) =>
        integer is null ? ifMissing
            : string.Concat((integer.Length > 1 && integer[0] == 0 ? integer.Skip(1) : integer).Take(16)
                .Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
}
