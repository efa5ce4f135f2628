using System.Collections.Generic;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Text;

/// <summary>Name constraints (RFC 5280, 4.2.1.10) in lines.</summary>
internal static class NameConstraintsText
{
    internal static string Write(DerReader der)
    {
        var lines = new List<string>();
        DerReader constraints = der.Enter(DerReader.Sequence);
        Add(lines, "Permitted", constraints.TryEnter(0xA0));
        Add(lines, "Excluded", constraints.TryEnter(0xA1));
        return string.Join("\n", lines);
    }

    private static void Add(List<string> lines, string heading, DerReader? subtrees)
    {
        if (subtrees is not { HasMore: true })
            return;
        lines.Add(ExtensionText.Line(heading + ":"));
        while (subtrees.HasMore && lines.Count < GeneralNames.Most)
            lines.Add(ExtensionText.Line(GeneralNameText.Constraint(GeneralNames.ReadOne(subtrees.Enter(DerReader.Sequence))), 2));
    }
}
