using System;
using System.Collections.Generic;
using System.Net.Sockets;
using PSSsl.Audit.Hello;

namespace PSSsl.Tests.Audit;

/// <summary>Records and messages as a scripted server reads and writes them.</summary>
internal static class ScriptedWire
{
    internal static (int Type, byte[] Body) Read(NetworkStream stream)
    {
        var header = new byte[5];
        stream.ReadExactly(header);
        var body = new byte[(header[3] << 8) | header[4]];
        stream.ReadExactly(body);
        return (header[0], body);
    }

    internal static byte[] Record(int type, byte[] body) => WireWriter.Of(w => w.U8(type).U16(0x0303).Vector16(body));

    internal static byte[] Alert(byte number) => Record(21, [2, number]);

    internal static byte[] Message(int type, Action<WireWriter> write)
    {
        byte[] body = WireWriter.Of(write);
        return WireWriter.Of(w => w.U8(type).U24(body.Length).Bytes(body));
    }

    /// <summary>The extensions at the end of a hello.</summary>
    internal static Dictionary<int, byte[]> Extensions(WireReader hello)
    {
        var extensions = new Dictionary<int, byte[]>();
        WireReader list = hello.Left > 0 ? hello.Part(hello.U16()) : new WireReader([]);
        while (list.Left > 0)
            extensions[list.U16()] = list.Vector16();
        return extensions;
    }
}
