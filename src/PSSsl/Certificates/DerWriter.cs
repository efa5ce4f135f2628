using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Certificates;

/// <summary>Writes the little DER that is made here: requests for status, names put together again.</summary>
internal static class DerWriter
{
    internal static byte[] Sequence(params byte[][] elements) => Element(DerReader.Sequence, elements.SelectMany(e => e).ToArray());

    internal static byte[] Element(int tag, byte[] content)
    {
        var length = new List<byte>();
        for (int rest = content.Length; rest > 0; rest >>= 8)
            length.Insert(0, (byte)rest);
        if (content.Length < 0x80)
            length = new List<byte> { (byte)content.Length };
        else
            length.Insert(0, (byte)(0x80 | length.Count));
        return length.Prepend((byte)tag).Concat(content).ToArray();
    }
}
