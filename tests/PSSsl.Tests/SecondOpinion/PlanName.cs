using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Text;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>A distinguished name, and how each of its texts is encoded.</summary>
internal sealed class PlanName
{
    private const string Organization = "2.5.4.10";
    private const string CommonName = "2.5.4.3";

    private readonly (string Oid, UniversalTagNumber Tag, byte[] Text)[] _attributes;

    private PlanName(IEnumerable<(string Oid, UniversalTagNumber Tag, byte[] Text)> attributes) => _attributes = attributes.ToArray();

    internal static PlanName Empty { get; } = new([]);

    internal static PlanName Of(string commonName) => new(
    [
        (Organization, UniversalTagNumber.UTF8String, Encoding.ASCII.GetBytes("Second Opinion Lab")),
        (CommonName, UniversalTagNumber.UTF8String, Encoding.ASCII.GetBytes(commonName)),
    ]);

    /// <summary>The same texts as strings of another type.</summary>
    internal PlanName As(UniversalTagNumber tag) => new(_attributes.Select(a => (a.Oid, tag, Converted(a.Text, tag))));

    internal PlanName InCapitals() => Changed(text => text.ToUpperInvariant());

    internal PlanName WithBlanks() => Changed(text => $" {text.Replace(" ", "   ", System.StringComparison.Ordinal)}  ");

    internal PlanName Reversed() => new(_attributes.Reverse());

    /// <summary>Bytes that are not UTF-8.</summary>
    internal PlanName Garbled() => new(_attributes.Select(a => (a.Oid, a.Tag, a.Text.Append((byte)0xFF).ToArray())));

    internal PlanName With(string commonName) =>
        new(_attributes.Append((CommonName, UniversalTagNumber.UTF8String, Encoding.UTF8.GetBytes(commonName))));

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string oid, UniversalTagNumber tag, byte[] text) in _attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteEncodedValue([(byte)tag, (byte)text.Length, .. text]);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Converted(byte[] text, UniversalTagNumber tag) =>
        tag == UniversalTagNumber.BMPString ? Encoding.BigEndianUnicode.GetBytes(Encoding.ASCII.GetString(text)) : text;

    private PlanName Changed(System.Func<string, string> change) =>
        new(_attributes.Select(a => (a.Oid, a.Tag, Encoding.ASCII.GetBytes(change(Encoding.ASCII.GetString(a.Text))))));
}
