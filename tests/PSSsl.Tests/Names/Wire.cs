using System;
using System.Text;
using PSSsl.Engine;

namespace PSSsl.Tests.Names;

/// <summary>The wire between two engines, in somebody's hands.</summary>
internal static class Wire
{
    internal static byte[] Take(TlsEngine engine)
    {
        ArraySegment<byte> output = engine.TakeOutput();
        byte[] bytes = output.ToArray();
        if (output.Count > 0)
            engine.RecycleOutput(output.Array!);
        return bytes;
    }

    internal static void Give(TlsEngine engine, byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            ArraySegment<byte> room = engine.ReceiveRoom();
            int n = Math.Min(room.Count, bytes.Length - at);
            Buffer.BlockCopy(bytes, at, room.Array!, room.Offset, n);
            at += n;
            engine.Received(n);
            engine.Process();
        }
    }

    internal static void Replace(byte[] bytes, string old, string with)
    {
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old));
        if (at < 0 || old.Length != with.Length)
            throw new InvalidOperationException($"'{old}' is not on the wire.");
        Encoding.ASCII.GetBytes(with).CopyTo(bytes, at);
    }
}
