using System.Collections.Generic;

namespace PSSsl.Audit.Hello;

/// <summary>The hello of SSL 2.0 (draft-hickman-netscape-ssl-00, 2.5), for which a server need not know any later version.</summary>
internal static class Ssl2Hello
{
    internal static byte[] Encode(IReadOnlyList<int> kinds)
    {
        byte[] challenge = ClientHello.RandomBytes(16);
        byte[] message = WireWriter.Of(w =>
        {
            w.U8(1).U16(0x0002).U16(kinds.Count * 3).U16(0).U16(challenge.Length);
            foreach (int kind in kinds)
                w.U24(kind);
            w.Bytes(challenge);
        });
        return WireWriter.Of(w => w.U16(0x8000 | message.Length).Bytes(message));
    }
}
