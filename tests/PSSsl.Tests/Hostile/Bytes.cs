using System;
using System.Collections.Generic;

namespace PSSsl.Tests.Hostile;

/// <summary>Messages and records by hand, right or wrong.</summary>
internal static class Bytes
{
    /// <summary>Numbers are bytes, arrays stand as they are.</summary>
    internal static byte[] Cat(params object[] parts)
    {
        var bytes = new List<byte>();
        foreach (object part in parts)
        {
            if (part is byte[] many)
                bytes.AddRange(many);
            else
                bytes.Add(Convert.ToByte(part, System.Globalization.CultureInfo.InvariantCulture));
        }

        return [.. bytes];
    }

    internal static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    internal static byte[] U24(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];

    internal static byte[] V8(params byte[] content) => Cat(content.Length, content);

    internal static byte[] V16(params byte[] content) => Cat(U16(content.Length), content);

    internal static byte[] V24(params byte[] content) => Cat(U24(content.Length), content);

    internal static byte[] Ext(int type, params byte[] content) => Cat(U16(type), V16(content));

    internal static byte[] Msg(int type, params byte[] body) => Cat(type, V24(body));

    internal static byte[] Rec(int type, params byte[] content) => Cat(type, 3, 3, V16(content));

    internal static byte[] Repeat(int count, byte[] part)
    {
        var bytes = new byte[part.Length * count];
        for (int i = 0; i < count; i++)
            part.CopyTo(bytes, i * part.Length);
        return bytes;
    }

    internal static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at < 0 ? bytes.Length + at : at] ^= 1;
        return changed;
    }

    internal static int Int16(byte[] bytes, int at) => (bytes[at] << 8) | bytes[at + 1];
}
