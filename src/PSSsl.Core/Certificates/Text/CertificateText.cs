using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.X509;

namespace PSSsl.Certificates.Text;

/// <summary>
/// A certificate in lines: layout, headings and facts of <c>openssl x509 -text</c> (3.0), which is what people and scripts know how to
/// read.
/// </summary>
internal static class CertificateText
{
    /// <summary>The lines end with LF.</summary>
    internal static void WriteCertificate(StringBuilder text, ParsedCertificate c)
    {
        text.Append("Certificate:\n    Data:\n");
        text.Append("        Version: ").Append(c.Version is > 0 and var version ? $"{version} (0x{version - 1:x})" : "Unknown")
            .Append('\n');
        if (c.SerialNumberOrNull is { } serial)
            WriteSerial(text, serial);
        if (c.InnerAlgorithmOrNull is { } signed)
            SignatureText.WriteAlgorithm(text.Append("        Signature Algorithm: "), signed);
        if (c.IssuerOrNull is { } issuer)
            text.Append("        Issuer: ").Append(issuer.ToSpaced()).Append('\n');
        if (c.NotBeforeOrNull is not null)
        {
            text.Append("        Validity\n            Not Before: ").Append(Date(c.NotBeforeOrNull?.Value)).Append('\n');
            text.Append("            Not After : ").Append(Date(c.NotAfterOrNull?.Value)).Append('\n');
        }

        if (c.SubjectOrNull is { } subject)
            text.Append("        Subject: ").Append(subject.ToSpaced()).Append('\n');
        if (c.KeyAlgorithmOrNull is { } algorithm && c.KeyOrNull is { } key)
            KeyText.Write(text, algorithm, key);
        WriteUniqueId(text, "Issuer", c.IssuerUniqueId);
        WriteUniqueId(text, "Subject", c.SubjectUniqueId);
        if (c.Extensions.Count > 0)
            text.Append("        X509v3 extensions:\n");
        foreach (ParsedExtension extension in c.Extensions)
            ExtensionText.Write(text, extension);
        if (c.OuterAlgorithmOrNull is { } signature)
            SignatureText.Write(text, signature, c.Signature?.Skip(1).ToArray());
    }

    internal static string Date(DateTime? time) => time is { } t
        ? string.Format(CultureInfo.InvariantCulture, "{0:MMM} {1,2} {0:HH:mm:ss} {0:yyyy} GMT", t, t.Day)
        : "Bad time value";

    /// <summary>Numbers of up to eight bytes in decimal and hex beside the heading, others in hex below it.</summary>
    private static void WriteSerial(StringBuilder text, byte[] serial)
    {
        bool negative = serial.Length > 0 && (serial[0] & 0x80) != 0;
        byte[] magnitude = (negative ? Negated(serial) : serial).SkipWhile(b => b == 0).ToArray();
        text.Append("        Serial Number:");
        if (magnitude.Length < 8 || (magnitude.Length == 8 && (magnitude[0] & 0x80) == 0))
        {
            ulong value = magnitude.Aggregate(0UL, (v, b) => (v << 8) | b);
            string sign = negative ? "-" : string.Empty;
            text.AppendFormat(CultureInfo.InvariantCulture, " {0}{1} ({0}0x{1:x})\n", sign, value);
            return;
        }

        text.Append("\n            ").Append(negative ? " (Negative)" : string.Empty);
        text.Append(string.Join(":", magnitude.Take(64).Select(b => b.ToString("x2", CultureInfo.InvariantCulture))))
            .Append(magnitude.Length > 64 ? ":…\n" : "\n");
    }

    private static byte[] Negated(byte[] number)
    {
        var result = new byte[number.Length];
        int carry = 1;
        for (int i = number.Length - 1; i >= 0; i--)
        {
            carry += (byte)~number[i];
            result[i] = (byte)carry;
            carry >>= 8;
        }

        return result;
    }

    private static void WriteUniqueId(StringBuilder text, string whose, byte[]? bits)
    {
        if (bits is null)
            return;
        text.Append("        ").Append(whose).Append(" Unique ID:\n");
        HexLines.Append(text, bits.Skip(1).ToArray(), 12, 18);
    }
}
