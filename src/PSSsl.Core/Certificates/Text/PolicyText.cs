using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Text;

/// <summary>Certificate policies and what belongs to them (RFC 5280, 4.2.1.4, 4.2.1.5 and 4.2.1.11) in lines.</summary>
internal static class PolicyText
{
    private const string Cps = "1.3.6.1.5.5.7.2.1";
    private const string UserNotice = "1.3.6.1.5.5.7.2.2";
    private const int Most = 1000;

    internal static string Policies(DerReader der)
    {
        var lines = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore && lines.Count < Most;)
        {
            DerReader policy = list.Enter(DerReader.Sequence);
            lines.Add(ExtensionText.Line("Policy: " + ObjectIdentifiers.LongName(policy.Oid())));
            if (policy.TryEnter(DerReader.Sequence) is not { } qualifiers)
                continue;
            while (qualifiers.HasMore && lines.Count < Most)
                WriteQualifier(lines, qualifiers.Enter(DerReader.Sequence));
        }

        return string.Join("\n", lines);
    }

    internal static string Mappings(DerReader der)
    {
        var pairs = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore && pairs.Count < Most;)
        {
            DerReader pair = list.Enter(DerReader.Sequence);
            pairs.Add($"{ObjectIdentifiers.LongName(pair.Oid())}:{ObjectIdentifiers.LongName(pair.Oid())}");
        }

        return ExtensionText.Listed(pairs);
    }

    internal static string Constraints(DerReader der)
    {
        DerReader constraints = der.Enter(DerReader.Sequence);
        string? required = constraints.TryEnter(0x80) is { } explicitly ? "Require Explicit Policy:" + HexLines.Decimal(explicitly.Rest())
            : null;
        string? inhibited = constraints.TryEnter(0x81) is { } mapping ? "Inhibit Policy Mapping:" + HexLines.Decimal(mapping.Rest()) : null;
        return ExtensionText.Listed(new[] { required, inhibited }.OfType<string>());
    }

    /// <summary>RFC 3820, 3.8.</summary>
    internal static string Proxy(DerReader der)
    {
        DerReader info = der.Enter(DerReader.Sequence);
        string length = info.TryEnter(DerReader.Integer) is { } number ? CertificateExtensions.Hex(number.Rest()) : "infinite";
        DerReader policy = info.Enter(DerReader.Sequence);
        var lines = new List<string>
            { ExtensionText.Line("Path Length Constraint: " + length),
                ExtensionText.Line("Policy Language: " + ObjectIdentifiers.LongName(policy.Oid())) };
        if (policy.TryEnter(DerReader.OctetString) is { } text)
            lines.Add(ExtensionText.Line("Policy Text: " + Shown(text.Rest())));
        return string.Join("\n", lines);
    }

    private static void WriteQualifier(List<string> lines, DerReader qualifier)
    {
        string kind = qualifier.Oid();
        if (kind == Cps)
        {
            lines.Add(ExtensionText.Line("CPS: " + Shown(qualifier.Content(NameAttribute.Ia5String)), 2));
        }
        else if (kind == UserNotice)
        {
            lines.Add(ExtensionText.Line("User Notice:", 2));
            WriteNotice(lines, qualifier.Enter(DerReader.Sequence));
        }
        else
        {
            lines.Add(ExtensionText.Line("Unknown Qualifier: " + ObjectIdentifiers.LongName(kind), 2));
        }
    }

    private static void WriteNotice(List<string> lines, DerReader notice)
    {
        if (notice.TryEnter(DerReader.Sequence) is { } reference)
        {
            lines.Add(ExtensionText.Line("Organization: " + Text(reference), 4));
            var numbers = new List<string>();
            for (DerReader list = reference.Enter(DerReader.Sequence); list.HasMore && numbers.Count < Most;)
                numbers.Add(HexLines.Decimal(list.Content(DerReader.Integer)));
            lines.Add(ExtensionText.Line($"Number{(numbers.Count > 1 ? "s" : string.Empty)}: {string.Join(", ", numbers)}", 4));
        }

        if (notice.HasMore)
            lines.Add(ExtensionText.Line("Explicit Text: " + Text(notice), 4));
    }

    private static string Text(DerReader from)
    {
        int tag = from.NextTag;
        byte[] value = from.Content(tag);
        return NameText.Read(tag, value) is { } text ? HarmlessText.Of(text) : Shown(value);
    }

    private static string Shown(byte[] ascii) => HarmlessText.Of(Encoding.ASCII.GetString(ascii));
}
