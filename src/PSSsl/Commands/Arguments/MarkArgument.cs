using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-Until and -Delimiter: one text, or bytes. What PowerShell would join to a text that nobody sends is not a mark.</summary>
internal static class MarkArgument
{
    /// <exception cref="SslException">It is neither, or nothing.</exception>
    internal static byte[] Read(object mark, string parameter, Encoding encoding)
    {
        object value = mark is PSObject wrapped ? wrapped.BaseObject : mark;
        return value switch
        {
            byte one => new[] { one },
            byte[] { Length: > 0 } bytes => bytes,
            string { Length: > 0 } text => Encoded(text, parameter, encoding),
            char one => Encoded(one.ToString(), parameter, encoding),
            IEnumerable several and not string =>
                Together(several.Cast<object?>().Select(e => e is PSObject o ? o.BaseObject : e).ToArray(), parameter, encoding),
            _ => throw Wrong(parameter, value is string or Array ? "is empty" : $"is {TypeWord.Of(value)}, and neither text nor bytes"),
        };
    }

    private static byte[] Together(object?[] parts, string parameter, Encoding encoding)
    {
        if (parts.Length == 0)
            throw Wrong(parameter, "is empty");
        if (parts.All(p => p is byte or int and >= 0 and <= 255))
            return parts.Select(p => p is byte one ? one : (byte)(int)p!).ToArray();
        if (parts.All(p => p is char))
            return Encoded(new string(parts.Cast<char>().ToArray()), parameter, encoding);
        if (parts.Length == 1 && parts[0] is string { Length: > 0 } text)
            return Encoded(text, parameter, encoding);
        throw Wrong(parameter, parts.All(p => p is string) ? $"is a list of {parts.Length} texts, and there is one mark"
            : "is a list of something else than bytes");
    }

    private static byte[] Encoded(string text, string parameter, Encoding encoding)
    {
        try
        {
            return StrictEncoding.Of(encoding).GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw Wrong(parameter, $"has a character that {encoding.WebName} does not have", e);
        }
    }

    private static SslException Wrong(string parameter, string what, Exception? inner = null) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-{parameter} {what}.", inner)
    {
        RecommendedAction = "Give one text, 'END' say, or its bytes: 69, 78, 68.",
    };
}
