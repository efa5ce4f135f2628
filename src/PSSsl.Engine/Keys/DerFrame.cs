using System;

namespace PSSsl.Engine.Keys;

/// <summary>The frame of an element in DER: its tag, and where its content lies. What is in it is not looked at.</summary>
internal sealed class DerFrame
{
    private readonly byte[] _bytes;

    private DerFrame(byte[] bytes, int start, int tag, int content, int end)
    {
        _bytes = bytes;
        Start = start;
        Tag = tag;
        Content = content;
        End = end;
    }

    internal int Start { get; }

    internal int Tag { get; }

    /// <summary>Where the content begins.</summary>
    internal int Content { get; }

    /// <summary>Where the element ends.</summary>
    internal int End { get; }

    /// <summary>The element that begins here.</summary>
    /// <returns>Null if there is none, or its length is indefinite or reaches beyond the limit.</returns>
    internal static DerFrame? At(byte[] bytes, int start, int limit)
    {
        if (limit - start < 2 || (bytes[start] & 0x1F) == 0x1F)
            return null;
        int at = start + 1, length = bytes[at++];
        if (length >= 0x80)
        {
            int count = length & 0x7F;
            if (count is 0 or > 4 || count > limit - at)
                return null;
            long value = 0;
            for (int i = 0; i < count; i++)
                value = (value << 8) | bytes[at++];
            if (value > limit - at)
                return null;
            length = (int)value;
        }

        return length <= limit - at ? new DerFrame(bytes, start, bytes[start], at, at + length) : null;
    }

    internal DerFrame? First => At(_bytes, Content, End);

    /// <summary>The element behind this one, within what holds both.</summary>
    internal DerFrame? Next(DerFrame holder) => At(_bytes, End, holder.End);

    internal byte[] ToArray()
    {
        var copy = new byte[End - Start];
        Buffer.BlockCopy(_bytes, Start, copy, 0, copy.Length);
        return copy;
    }
}
