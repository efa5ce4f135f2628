using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// The identities in a hello's pre_shared_key extension (RFC 8446, 4.2.11): a length of two bytes, then for each a length of two bytes, the
/// identity, and an age of four. What is malformed is left as it is, and is the library's to refuse.
/// </summary>
internal static class PreSharedKeyExtension
{
    private const int AgeLength = 4;

    internal static IEnumerable<byte[]> Identities(byte[] extension) =>
        Places(extension).Select(p => extension.Skip(p.Start).Take(p.Length).ToArray());

    internal static void ClearAges(byte[] extension)
    {
        foreach ((int start, int length) in Places(extension))
            Array.Clear(extension, start + length, AgeLength);
    }

    internal static void SetAge(byte[] extension, byte[] identity, uint age)
    {
        foreach ((int start, int length) in Places(extension))
        {
            if (length != identity.Length || !extension.Skip(start).Take(length).SequenceEqual(identity))
                continue;
            for (int i = 0; i < AgeLength; i++)
                extension[start + length + i] = (byte)(age >> (24 - (8 * i)));
            return;
        }
    }

    private static IEnumerable<(int Start, int Length)> Places(byte[] extension)
    {
        if (extension.Length < 2)
            yield break;
        int end = Math.Min(extension.Length, 2 + ((extension[0] << 8) | extension[1]));
        for (int at = 2; at + 2 <= end;)
        {
            int start = at + 2, length = (extension[at] << 8) | extension[at + 1];
            at = start + length + AgeLength;
            if (at > end)
                yield break;
            yield return (start, length);
        }
    }
}
