using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Making;

/// <summary>
/// A distinguished name out of its string form (RFC 4514), the last part of the string first in the certificate. A text without '=' is a
/// common name; OpenSSL's /C=DE/CN=x is read too, in its own order.
/// </summary>
internal sealed class SubjectName
{
    private const int MostParts = 100;

    private SubjectName(IReadOnlyList<IReadOnlyList<NameAttribute>> parts, byte[]? der = null)
    {
        Der = der ?? DerWriter.Sequence(parts.Select(part => DerWriter.SetOf(part.Select(a => a.Der))));
        CommonNames = parts.SelectMany(p => p).Where(a => a.Oid == Oids.CommonName && a.Text is not null).Select(a => a.Text!).ToArray();
        IsEmpty = parts.Count == 0;
    }

    internal static SubjectName Empty { get; } = new(Array.Empty<IReadOnlyList<NameAttribute>>());

    /// <summary>The Name as it is encoded.</summary>
    internal byte[] Der { get; }

    internal IReadOnlyList<string> CommonNames { get; }

    internal bool IsEmpty { get; }

    internal static SubjectName Common(string name) => new(new[] { new[] { NameAttribute.Of("CN", name) } });

    /// <summary>A name that is encoded already.</summary>
    internal static SubjectName Of(DistinguishedName name) => new(name.Parts, DerWriter.Sequence(name.Encoded));

    /// <exception cref="SslException">It is none.</exception>
    internal static SubjectName Parse(string text)
    {
        if (text.Trim().Length == 0)
            return Empty;
        bool slashes = text[0] == '/' && text.IndexOf('=') > 1;
        if (!slashes && !HasPlain(text, '='))
            return Common(Unescape(text.Trim(), text));
        var parts = new List<IReadOnlyList<NameAttribute>>();
        foreach (string part in slashes ? Split(text.Substring(1), "/", text) : Split(text, ",;", text))
        {
            if (parts.Count == MostParts)
                throw Wrong(text, $"it has more than {MostParts} parts");
            parts.Add(Split(part, "+", text).Select(a => Attribute(a, text)).ToArray());
        }

        if (!slashes)
            parts.Reverse();
        return new SubjectName(parts);
    }

    private static NameAttribute Attribute(string text, string whole)
    {
        int equals = text.IndexOf('=');
        if (equals <= 0)
            throw Wrong(whole, $"'{text.Trim()}' has no '='");
        string type = text.Substring(0, equals).Trim(), value = TrimPlain(text.Substring(equals + 1));
        try
        {
            return value.StartsWith("#", StringComparison.Ordinal) ? NameAttribute.OfDer(type, Hex(value.Substring(1)))
                : NameAttribute.Of(type, Unescape(value, whole));
        }
        catch (FormatException e)
        {
            throw Wrong(whole, e.Message, e);
        }
    }

    /// <summary>At any of these characters where neither a backslash nor quotes take it for itself.</summary>
    private static List<string> Split(string text, string at, string whole)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                piece.Append(c).Append(text[++i]);
                continue;
            }

            quoted ^= c == '"';
            if (!quoted && at.IndexOf(c) >= 0)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(c);
            }
        }

        if (quoted)
            throw Wrong(whole, "a quotation mark is not closed");
        pieces.Add(piece.ToString());
        return pieces;
    }

    private static bool HasPlain(string text, char wanted)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == wanted)
                return true;
        }

        return false;
    }

    /// <summary>Without the spaces around it; one after a backslash belongs to it.</summary>
    private static string TrimPlain(string value)
    {
        string trimmed = value.Trim(' ');
        int slashes = trimmed.Length - trimmed.TrimEnd('\\').Length;
        return slashes % 2 == 1 && value.TrimStart(' ').Length > trimmed.Length ? trimmed + " " : trimmed;
    }

    private static string Unescape(string value, string whole)
    {
        bool quoted = value.Length >= 2 && value[0] == '"' && value[value.Length - 1] == '"';
        string inner = quoted ? value.Substring(1, value.Length - 2) : value;
        var bytes = new List<byte>();
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
            {
                int length = char.IsHighSurrogate(inner[i]) && i + 1 < inner.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(inner.Substring(i, length)));
                i += length - 1;
            }
            else if (i + 2 < inner.Length && Uri.IsHexDigit(inner[i + 1]) && Uri.IsHexDigit(inner[i + 2]))
            {
                bytes.Add(Convert.ToByte(inner.Substring(i + 1, 2), 16));
                i += 2;
            }
            else if (i + 1 < inner.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(inner.Substring(++i, 1)));
            }
            else
            {
                throw Wrong(whole, "it ends with a backslash");
            }
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
        }
        catch (ArgumentException e)
        {
            throw Wrong(whole, "its bytes in hex are not UTF-8", e);
        }
    }

    private static byte[] Hex(string digits)
    {
        if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(Uri.IsHexDigit))
            throw new FormatException("a value after '#' is hex");
        return Enumerable.Range(0, digits.Length / 2).Select(i => Convert.ToByte(digits.Substring(2 * i, 2), 16)).ToArray();
    }

    private static SslException Wrong(string text, string why, Exception? inner = null) =>
        SslException.Option($"'{text}' is not a name for a certificate: {why}.",
        "Give a common name, or a distinguished name like 'CN=www.example.org,O=Example,C=DE'; a backslash stands before , + = \" \\ ; "
            + "that belong to a value.", inner);
}
