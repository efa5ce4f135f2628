using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSSsl.X509;

/// <summary>A GeneralName (RFC 5280, 4.2.1.6) as rules need it: its form and its content, not what is shown of it.</summary>
/// <param name="Form">The number of its context-specific tag.</param>
/// <param name="Content">What is inside the tag.</param>
internal sealed record GeneralName(SubjectAlternativeNameType Form, byte[] Content)
{
    /// <summary>More than any certificate of use has.</summary>
    private const int Most = 20_000;

    private const int LastForm = 8;

    /// <summary>The content of an IA5String: dNSName, rfc822Name, URI.</summary>
    /// <exception cref="FormatException">It has other bytes than ASCII's.</exception>
    internal string Text() => Content.All(b => b is > 0 and < 0x80) ? Encoding.ASCII.GetString(Content) : throw new FormatException("a name that is not written in ASCII");

    /// <summary>Reads GeneralNames.</summary>
    /// <exception cref="FormatException">They are not encoded as they must be, or are too many.</exception>
    internal static IReadOnlyList<GeneralName> ReadAll(byte[] generalNames)
    {
        DerReader list = DerReader.Only(generalNames, DerReader.Sequence);
        var names = new List<GeneralName>();
        while (list.HasMore)
        {
            if (names.Count == Most)
                throw new FormatException($"more than {Most} names");
            names.Add(ReadOne(list));
        }

        return names;
    }

    internal static GeneralName ReadOne(DerReader from)
    {
        int tag = from.NextTag;
        if ((tag & 0xC0) != 0x80 || (tag & 0x1F) > LastForm)
            throw new FormatException("a name of no known form");
        return new GeneralName((SubjectAlternativeNameType)(tag & 0x1F), from.Content(tag));
    }
}
