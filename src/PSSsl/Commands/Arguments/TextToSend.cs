using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Text;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Objects as the text that is sent for them: all of it, or an error. A character above U+FFFF may come in two halves, as from a
/// string's ToCharArray; the first waits for the second.
/// </summary>
internal sealed class TextToSend
{
    private readonly Encoding _encoding;
    private readonly string _lineEnd;
    private string _half = string.Empty;

    /// <param name="encoding">How text becomes bytes.</param>
    /// <param name="lineEnd">What is put behind each text.</param>
    internal TextToSend(Encoding encoding, string lineEnd)
    {
        _encoding = StrictEncoding.Of(encoding);
        _lineEnd = lineEnd;
    }

    /// <returns>Bytes to send; none while the other half of a character is missing.</returns>
    /// <exception cref="SslException">It is not text, or cannot be written in this encoding.</exception>
    internal byte[] Encode(object value)
    {
        string text = _half + Text(value);
        _half = string.Empty;
        if (text.Length > 0 && char.IsHighSurrogate(text[text.Length - 1]))
        {
            _half = text;
            return Array.Empty<byte>();
        }

        return Bytes(text + _lineEnd);
    }

    /// <exception cref="SslException">Half a character was left over.</exception>
    internal void End()
    {
        string half = _half;
        _half = string.Empty;
        if (half.Length > 0)
            Bytes(half);
    }

    private byte[] Bytes(string text)
    {
        try
        {
            return _encoding.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            string what = !e.IsUnknownSurrogate() && char.IsSurrogate(e.CharUnknown)
                ? "The text has half a character (a surrogate without the other)"
                : $"The text has the character U+{Code(e):X4}, which {_encoding.WebName} does not have";
            throw Wrong($"{what}, so it was not sent.", "Choose an -Encoding that has it, or send bytes.", e);
        }
    }

    private static int Code(EncoderFallbackException e) =>
        e.IsUnknownSurrogate() ? char.ConvertToUtf32(e.CharUnknownHigh, e.CharUnknownLow) : e.CharUnknown;

    /// <summary>What has no text of its own is none: PowerShell would write its type's name, or nothing at all.</summary>
    private static string Text(object value)
    {
        if (value is string text)
            return text;
        bool isNone = value is PSCustomObject or IDictionary or SecureString or ScriptBlock or DirectoryInfo;
        string? written = isNone ? null : LanguagePrimitives.ConvertTo<string>(value);
        return isNone || written == value.GetType().ToString()
            || (written ?? string.Empty).StartsWith(value.GetType().FullName + " ", StringComparison.Ordinal)
            ? throw Wrong($"{TypeWord.Begin(value)} is neither text nor bytes.",
                "Turn it into text first: with Out-String, ConvertTo-Json, or by naming one of its properties.")
            : written!;
    }

    private static SslException Wrong(string message, string todo, Exception? inner = null) =>
        new(SslErrorCode.InvalidOption, SslPhase.Write, message, inner) { RecommendedAction = todo };
}
