using System.Text;

namespace PSSsl.Sockets;

/// <summary>Bytes of text that come in pieces, of which one may end in the middle of a character.</summary>
internal static class TextPieces
{
    /// <summary>No encoding of Unicode has longer characters; surrogates of UTF-16 come in pairs of two bytes.</summary>
    private const int LongestCharacter = 4;

    /// <summary>How many of these bytes are whole characters; a wrong byte counts as one, it will never be right.</summary>
    internal static int WholeLength(Encoding encoding, byte[] bytes)
    {
        for (int left = 0; left < LongestCharacter && left < bytes.Length; left++)
        {
            // A decoder that is told that all is over writes a replacement for what it has begun; one that may go on keeps it.
            int length = bytes.Length - left;
            if (encoding.GetDecoder().GetCharCount(bytes, 0, length, flush: true) == encoding.GetDecoder()
                .GetCharCount(bytes, 0, length, flush: false))
                return length;
        }

        return bytes.Length < LongestCharacter ? 0 : bytes.Length;
    }

    /// <summary>Bytes of the smallest unit: 1 in UTF-8, 2 in UTF-16. A line's end is looked for at their borders only.</summary>
    internal static int UnitLength(Encoding encoding) => encoding.GetByteCount("\n");
}
