using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PSSsl.Commands;

/// <summary>Takes an encoding's name or code page for an encoding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is Encoding encoding)
            return encoding;
        string name = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF8" or "UTF-8" or "UTF8NOBOM" => new UTF8Encoding(false),
                "ASCII" => Encoding.ASCII,
                "LATIN1" => Encoding.GetEncoding(28591),
                "UNICODE" => new UnicodeEncoding(false, false),
                _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page) => Encoding.GetEncoding(page),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException($"'{name}' is no encoding: give utf8, ascii, latin1, unicode, a name such as iso-8859-15, or a code page.", e);
        }
    }
}

/// <summary>Completes -Encoding.</summary>
public sealed class EncodingCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["utf8"] = "UTF-8, the default",
        ["ascii"] = "US-ASCII",
        ["latin1"] = "ISO 8859-1: every byte is a character",
        ["unicode"] = "UTF-16, little endian",
        ["utf-16BE"] = "UTF-16, big endian",
        ["utf-32"] = "UTF-32, little endian",
    };
}
