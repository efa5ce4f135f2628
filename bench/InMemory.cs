using System;
using PSSsl.Engine;

namespace PSSsl.Bench;

/// <summary>Two engines without a network.</summary>
internal static class InMemory
{
    /// <summary>Shakes hands to the end of both.</summary>
    internal static void Handshake(TlsEngine client, TlsEngine server)
    {
        server.Start();
        client.Start();
        while (client.Negotiated is null || server.Negotiated is null)
        {
            Move(client, server);
            Move(server, client);
        }
    }

    /// <summary>Carries what one end has to say to the other.</summary>
    internal static void Move(TlsEngine from, TlsEngine to)
    {
        ArraySegment<byte> output = from.TakeOutput();
        if (output.Count == 0)
            return;
        ArraySegment<byte> room = to.ReceiveRoom();
        output.AsSpan().CopyTo(room);
        to.Received(output.Count);
        to.Process();
        from.RecycleOutput(output.Array!);
    }
}
