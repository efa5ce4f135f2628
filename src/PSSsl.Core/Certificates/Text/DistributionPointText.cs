using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Certificates.Text;

/// <summary>CRL distribution points (RFC 5280, 4.2.1.13) in lines; OpenSSL ends them where it ends them.</summary>
internal static class DistributionPointText
{
    private const int Most = 1000;
    private const int Set = 0x31;

    internal static string Write(DerReader der)
    {
        var text = new StringBuilder();
        DerReader points = der.Enter(DerReader.Sequence);
        for (int i = 0; points.HasMore && i < Most; i++)
        {
            if (i > 0)
                text.Append('\n');
            DerReader point = points.Enter(DerReader.Sequence);
            if (point.TryEnter(0xA0) is { } name)
                WriteName(text, name);
            if (point.TryEnter(0x81) is { } reasons)
                WriteReasons(text, reasons.Rest());
            if (point.TryEnter(0xA2) is { } issuers)
                WriteNames(text, "CRL Issuer:", issuers);
        }

        return text.ToString();
    }

    private static void WriteName(StringBuilder text, DerReader name)
    {
        if (name.TryEnter(0xA0) is { } full)
        {
            WriteNames(text, "Full Name:", full);
        }
        else if (name.TryEnter(0xA1) is { } relative)
        {
            byte[] attributes = relative.Rest();
            DistinguishedName part = DistinguishedName.Read(DerWriter.Element(Set, attributes));
            text.Append(ExtensionText.Line("Relative Name:")).Append('\n').Append(ExtensionText.Line(part.ToSpaced(), 2)).Append('\n');
        }
    }

    private static void WriteNames(StringBuilder text, string heading, DerReader names) =>
        text.Append(ExtensionText.Line(heading)).Append('\n')
            .Append(string.Join("\n", ExtensionText.Names(names).Select(n => ExtensionText.Line(GeneralNameText.Printed(n), 2))));

    private static void WriteReasons(StringBuilder text, byte[] bits)
    {
        string list = string.Join(", ", ExtensionText.BitNames(bits, RevocationReasons.FlagNames));
        text.Append(ExtensionText.Line("Reasons:")).Append('\n').Append(ExtensionText.Line(list.Length > 0 ? list : "<EMPTY>", 2))
            .Append('\n');
    }
}
