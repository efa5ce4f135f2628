using System;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>Keys are changed before so much is encrypted with one that AES-GCM weakens (RFC 8446, 5.5: 2^24.5 records).</summary>
public sealed class KeyUpdateTests
{
    [Fact]
    public void AKeyIsUpdatedLongBeforeItsLimit()
    {
        int updates = 0;
        using TlsIdentity identity = EnginePair.Ec();
        using var pair = new EnginePair(
            EnginePair.ClientSettings(0x0304) with { Message = (sent, type, detail, _) => updates += sent && type == 22 && detail == 24 ? 1
                : 0 },
            EnginePair.ServerSettings(identity, 0x0304));
        pair.Handshake();
        var one = new byte[1];
        long arrived = 0;
        const int batch = 64, records = (1 << 20) + (1 << 12);
        for (int written = 0; written < records; written += batch)
        {
            for (int i = 0; i < batch; i++)
                pair.Client.Write(one, 0, 1);
            arrived += Carry(pair.Client, pair.Server);
        }

        Assert.Equal(records, arrived);
        Assert.Equal(1, updates);
    }

    /// <summary>Carries all output and reads all plaintext.</summary>
    private static int Carry(TlsEngine from, TlsEngine to)
    {
        var read = new byte[16];
        int total = 0;
        ArraySegment<byte> output = from.TakeOutput();
        for (int sent = 0; sent < output.Count;)
        {
            ArraySegment<byte> room = to.ReceiveRoom();
            int n = Math.Min(room.Count, output.Count - sent);
            Buffer.BlockCopy(output.Array!, output.Offset + sent, room.Array!, room.Offset, n);
            sent += n;
            to.Received(n);
            while (to.Process())
            {
                for (int taken; (taken = to.Read(read, 0, read.Length)) > 0;)
                    total += taken;
            }
        }

        from.RecycleOutput(output.Array!);
        return total;
    }
}
