using System;
using System.Text;

namespace PSSsl.Engine.Keys;

/// <summary>PEM as editors and redirection leave it: UTF-16, as Windows PowerShell writes, or with the mark of UTF-8.</summary>
internal static class TextEncodings
{
    /// <returns>What was given, unless it says that it is text in one of these.</returns>
    internal static byte[] ToAscii(byte[] content)
    {
        if (Begins(content, 0xFF, 0xFE))
            return Ascii(Encoding.Unicode, content, 2);
        if (Begins(content, 0xFE, 0xFF))
            return Ascii(Encoding.BigEndianUnicode, content, 2);
        return Begins(content, 0xEF, 0xBB, 0xBF) ? Ascii(Encoding.UTF8, content, 3) : content;
    }

    /// <summary>By way of characters, which are cleared: there may be a key among them.</summary>
    private static byte[] Ascii(Encoding encoding, byte[] content, int start)
    {
        char[] text = encoding.GetChars(content, start, content.Length - start);
        try
        {
            return Encoding.ASCII.GetBytes(text);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static bool Begins(byte[] content, params byte[] mark)
    {
        for (int i = 0; i < mark.Length; i++)
        {
            if (i >= content.Length || content[i] != mark[i])
                return false;
        }

        return true;
    }
}
