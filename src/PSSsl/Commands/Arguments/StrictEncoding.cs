using System.Text;

namespace PSSsl.Commands.Arguments;

/// <summary>Encodings that say so where text cannot be written in them, and put no question mark in its place.</summary>
internal static class StrictEncoding
{
    internal static Encoding Of(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        return strict;
    }
}
