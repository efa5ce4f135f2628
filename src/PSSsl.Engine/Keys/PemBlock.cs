using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Engine.Keys;

/// <summary>A block of PEM text (RFC 7468), perhaps with the headers that old encrypted keys have (RFC 1421, 4.6).</summary>
internal sealed class PemBlock
{
    private const int MostShown = 80;

    private readonly string _body;

    internal PemBlock(string label, int line, IReadOnlyDictionary<string, string> headers, string body)
    {
        Label = label;
        Line = line;
        Headers = headers;
        _body = body;
    }

    /// <summary>What it says it is: CERTIFICATE, PRIVATE KEY.</summary>
    internal string Label { get; }

    /// <summary>The line it begins in, from 1.</summary>
    internal int Line { get; }

    internal IReadOnlyDictionary<string, string> Headers { get; }

    /// <exception cref="KeyMaterialException">It is not base64, or nothing.</exception>
    internal byte[] Decode()
    {
        byte[] content;
        try
        {
            content = Convert.FromBase64String(_body);
        }
        catch (FormatException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"the block {Name} is not base64", e);
        }

        return content.Length > 0 ? content
            : throw new KeyMaterialException(KeyMaterialFault.Malformed, $"the block {Name} has no content");
    }

    /// <summary>What a message calls it.</summary>
    internal string Name => $"'{Shown(Label)}' of line {Line}";

    /// <summary>What a message quotes of a file: not at any length, and nothing that a terminal obeys.</summary>
    internal static string Shown(string text)
    {
        string some = text.Length > MostShown ? text.Substring(0, MostShown) + "..." : text;
        return new string(some.Select(c => char.IsControl(c) ? '.' : c).ToArray());
    }
}
