using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Text;

/// <summary>Signed certificate timestamps (RFC 6962, 3.3) in lines.</summary>
internal static class TimestampText
{
    private const int Column = 32;
    private const int Width = 16;

    internal static string Write(DerReader der) =>
        string.Join("\n", SignedCertificateTimestamp.ReadList(der.Content(DerReader.OctetString)).Select(Write));

    private static string Write(SignedCertificateTimestamp sct)
    {
        var text = new StringBuilder(ExtensionText.Line("Signed Certificate Timestamp:")).Append('\n')
            .Append(ExtensionText.Line("Version   : ", 4));
        if (sct.Version != 1)
        {
            text.Append("unknown\n");
            HexLines.Append(text, sct.Encoded, Column, Width, upper: true);
            return text.ToString().TrimEnd('\n');
        }

        text.Append("v1 (0x0)\n").Append(ExtensionText.Line("Log ID    : ", 4));
        HexLines.Append(text, sct.LogIdBytes, Column, Width, upper: true, indentFirst: false);
        text.Append(ExtensionText.Line("Timestamp : ", 4))
            .AppendFormat(CultureInfo.InvariantCulture, "{0:MMM} {1,2} {0:HH:mm:ss.fff} {0:yyyy} GMT", sct.Timestamp, sct.Timestamp.Day)
            .Append('\n');
        text.Append(ExtensionText.Line("Extensions: ", 4));
        if (sct.Extensions.Length == 0)
            text.Append("none\n");
        else
            HexLines.Append(text, sct.Extensions, Column, Width, upper: true, indentFirst: false);
        text.Append(ExtensionText.Line("Signature : ", 4)).Append(sct.SignatureAlgorithm).Append('\n');
        HexLines.Append(text, sct.Signature, Column, Width, upper: true);
        return text.ToString().TrimEnd('\n');
    }
}
