using System;
using System.Collections.Generic;
using System.IO;

namespace PSSsl.Bench;

/// <summary>Managed memory of an idle connection, one end, in KiB; a read waits on it, as on a server's connections.</summary>
internal static class Idle
{
    private const int Connections = 200;

    internal static IEnumerable<Comparison> All()
    {
        var ends = new Ends("P-256", SslVersion.TLSv1_3);
        yield return new Comparison("memory of an idle connection", "KiB", 3, () => Measure(ends, true), () => Measure(ends, false));
    }

    private static double Measure(Ends ends, bool ours)
    {
        var held = new List<Stream>(2 * Connections);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Connections; i++)
        {
            (Stream client, Stream server) = ends.ConnectAsync(ours, ours).GetAwaiter().GetResult();
            held.Add(client);
            held.Add(server);
            _ = server.ReadAsync(new byte[1], 0, 1);
            _ = client.ReadAsync(new byte[1], 0, 1);
        }

        double each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / (2 * Connections);
        foreach (Stream stream in held)
            stream.Dispose();
        return each;
    }
}
