using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands.Arguments;

/// <summary>Takes an encoding's name or code page for an encoding.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingTransformationAttribute : ArgumentTransformationAttribute
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
                "DEFAULT" => new UTF8Encoding(false),
                "UTF8BOM" => throw new NotSupportedException("No byte order mark is sent."),
                "ASCII" => Encoding.ASCII,
                "LATIN1" => Encoding.GetEncoding(28591),
                "ANSI" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
                "OEM" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
                "UNICODE" => new UnicodeEncoding(false, false),
                "BIGENDIANUNICODE" => new UnicodeEncoding(true, false),
                "UTF32" => new UTF32Encoding(false, false),
                "BIGENDIANUTF32" => new UTF32Encoding(true, false),
                _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page) => Encoding.GetEncoding(page),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(
                $"'{name}' is not an encoding for data on the wire: give utf8, ascii, latin1, ansi, oem, unicode, bigendianunicode, "
                    + $"utf32, a name such as iso-8859-15, or a code page.", e);
        }
    }
}

/// <summary>Completes -Encoding.</summary>
internal sealed class EncodingCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["utf8"] = "UTF-8, the default",
        ["ascii"] = "US-ASCII",
        ["latin1"] = "ISO 8859-1: every byte is a character",
        ["unicode"] = "UTF-16, little endian",
        ["bigendianunicode"] = "UTF-16, big endian",
        ["utf32"] = "UTF-32, little endian",
        ["oem"] = "the code page of the console's culture",
        ["ansi"] = "the code page of Windows programs in this culture",
    };
}
