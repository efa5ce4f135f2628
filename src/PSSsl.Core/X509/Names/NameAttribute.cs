using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>An attribute of a distinguished name: what it is, and its value as text.</summary>
internal sealed class NameAttribute
{
    internal const int Utf8String = 0x0C;
    internal const int PrintableString = 0x13;
    internal const int TeletexString = 0x14;
    internal const int Ia5String = 0x16;
    internal const int UniversalString = 0x1C;
    internal const int BmpString = 0x1E;

    private readonly byte[] _encoded;
    private readonly byte[] _value;

    private NameAttribute(string oid, int tag, byte[] encoded, byte[] value, string? text)
    {
        Oid = oid;
        Tag = tag;
        _encoded = encoded;
        _value = value;
        Text = text;
    }

    internal string Oid { get; }

    /// <summary>AttributeTypeAndValue.</summary>
    internal byte[] Der => DerWriter.Sequence(DerWriter.Oid(Oid), _encoded);

    internal int Tag { get; }

    /// <summary>Null if it is not text.</summary>
    internal string? Text { get; }

    /// <summary>Its text; hex for what is none.</summary>
    internal string Shown => Text ?? CertificateExtensions.Hex(_value);

    /// <summary>
    /// The same for the same attribute. Text counts by its value; what is none equals itself alone, byte for byte. Its length keeps two
    /// attributes from looking like one.
    /// </summary>
    internal string Key
    {
        get
        {
            string value = Text is null ? CertificateExtensions.Hex(_encoded) : NameText.Prepare(Text);
            return $"{Oid}{(Text is null ? '#' : '=')}{value.Length.ToString(CultureInfo.InvariantCulture)}:{value}";
        }
    }

    /// <param name="content">What is in the SEQUENCE of type and value.</param>
    /// <exception cref="FormatException">It is something else, or more.</exception>
    internal static NameAttribute Read(DerReader content)
    {
        string oid = content.Oid();
        int tag = content.NextTag;
        byte[] encoded = content.Element();
        content.End();
        byte[] value = new DerReader(encoded).Content(tag);
        return new NameAttribute(oid, tag, encoded, value, NameText.Read(tag, value));
    }

    /// <summary>One to be written, in the string type that RFC 5280, 4.1.2.4, wants, within the bounds of its appendix A.</summary>
    /// <exception cref="FormatException">There is no such type, or it does not take this value.</exception>
    internal static NameAttribute Of(string keyword, string value)
    {
        AttributeType type = AttributeTypes.Find(keyword);
        if (value.Length == 0)
            throw new FormatException($"{keyword} is empty");
        if (value.Length > type.Most)
            throw new FormatException($"{keyword} has {value.Length} characters, and {type.Most} are the most (RFC 5280, appendix A.1)");
        if (value.Any(char.IsControl))
            throw new FormatException($"{keyword} has a control character");
        if (type.Oid == Oids.Country && (value.Length != 2 || !value.All(c => c is >= 'A' and <= 'Z')))
            throw new FormatException($"{keyword} is a country's two capital letters, not '{value}'");
        if (type.Letters == AttributeLetters.Printable && !value.All(NameText.IsPrintable))
            throw new FormatException($"{keyword} takes letters, digits and '()+,-./:=? alone");
        if (type.Letters == AttributeLetters.Ascii && value.Any(c => c >= 0x80))
            throw new FormatException($"{keyword} takes ASCII alone");
        return Of(type, type.Letters switch
        {
            AttributeLetters.Printable => DerWriter.Printable(value),
            AttributeLetters.Ascii => DerWriter.Ia5(value),
            _ => DerWriter.Utf8(value),
        });
    }

    /// <summary>One whose value is given in DER.</summary>
    /// <exception cref="FormatException">There is no such type, or it is not DER.</exception>
    internal static NameAttribute OfDer(string keyword, byte[] der)
    {
        DerRules.Check(der, $"the value of {keyword}");
        return Of(AttributeTypes.Find(keyword), der);
    }

    private static NameAttribute Of(AttributeType type, byte[] encoded) =>
        Read(new DerReader(DerWriter.Oid(type.Oid).Concat(encoded).ToArray()));

    internal string ToRfc4514()
    {
        string name = ObjectIdentifiers.Rfc4514Name(Oid);
        return Text is null || name == Oid ? $"{name}=#{CertificateExtensions.Hex(_encoded)}" : $"{name}={Escape(Text)}";
    }

    /// <summary>X509_NAME_oneline: bytes outside ASCII as \xNN, and \/ and \+, which would look like another attribute.</summary>
    internal string ToOneLine()
    {
        StringBuilder text = new StringBuilder(ObjectIdentifiers.ShortName(Oid)).Append('=');
        foreach (byte b in _value)
        {
            if (b is < 0x20 or > 0x7E)
                text.Append("\\x").Append(b.ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(b is (byte)'/' or (byte)'+' ? "\\" : string.Empty).Append((char)b);
        }

        return text.ToString();
    }

    /// <summary>
    /// X509_NAME_print_ex with OpenSSL's one-line option: quoted where a character would mislead, bytes outside ASCII as \NN.
    /// </summary>
    internal string ToSpaced()
    {
        string name = ObjectIdentifiers.ShortName(Oid);
        if (Text is null)
            return $"{name} = #{CertificateExtensions.Hex(_encoded)}";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        var text = new StringBuilder();
        bool quotes = false;
        for (int i = 0; i < bytes.Length; i++)
        {
            char c = (char)bytes[i];
            quotes |= c is ',' or '+' or '<' or '>' or ';' || (c == '#' && i == 0) || (c == ' ' && (i == 0 || i == bytes.Length - 1));
            if (c is < ' ' or > '~')
                text.Append('\\').Append(bytes[i].ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(c is '"' or '\\' ? "\\" : string.Empty).Append(c);
        }

        return quotes ? $"{name} = \"{text}\"" : $"{name} = {text}";
    }

    /// <summary>RFC 4514, 2.4; what a terminal would not show as it is stands in hex too.</summary>
    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '"' or '+' or ',' or ';' or '<' or '>' or '\\' || (c == '#' && i == 0)
                || (c == ' ' && (i == 0 || i == value.Length - 1)))
                text.Append('\\').Append(c);
            else if (!HarmlessText.IsShown(c))
                text.Append(string.Concat(Encoding.UTF8.GetBytes(new[] { c })
                    .Select(b => "\\" + b.ToString("X2", CultureInfo.InvariantCulture))));
            else
                text.Append(c);
        }

        return text.ToString();
    }
}
