using System;
using System.Collections.Generic;

namespace PSSsl.Engine.Keys;

/// <summary>A block of PEM text (RFC 7468), perhaps with the headers that old encrypted keys have (RFC 1421, 4.6).</summary>
internal sealed class PemBlock
{
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
    internal string Name => $"'{Label}' of line {Line}";
}
