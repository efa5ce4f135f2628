using System;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Framework;

/// <summary>Both ends are ours: every kind of key, a mebibyte each way at once, sessions.</summary>
internal static class BothEnds
{
    private const int OneMebibyte = 1 << 20;

    internal static void Run()
    {
        using SslCertificate root = Lab.Root();
        foreach (string kind in new[] { "ECDSA P-256", "RSA 2048", "Ed25519", "ML-DSA-65" })
        {
            using SslCertificate server = Lab.Server(root, kind);
            using SslListener listener = Lab.Listen(server);
            // ML-DSA is for TLS 1.3 alone.
            foreach (string version in kind.StartsWith("ML-DSA", StringComparison.Ordinal) ? new[] { "TLSv1_3" }
                : new[] { "TLSv1_3", "TLSv1_2" })
                Shake(listener, Lab.Pinned(server) with { Version = new object[] { version } }, kind);
        }
    }

    private static void Shake(SslListener listener, SslContextOptions options, string kind)
    {
        var context = new SslContext(options with { SessionCache = new SslSessionCache() });
        using SslSocket client = Lab.Connect(listener.Port, context), ours = Lab.Accept(listener);
        Exchange(client, ours);
        Console.WriteLine($"{kind} {client.Version} {client.Group} {client.SignatureScheme}");
        client.Close();
        if (ours.Read(new byte[1], 0, 1) != 0 || !ours.ClosedCleanly)
            throw new InvalidOperationException("The client's goodbye did not arrive.");

        using SslSocket again = Lab.Connect(listener.Port, context), oursAgain = Lab.Accept(listener);
        oursAgain.WriteLine("again");
        Console.WriteLine($"{kind} {again.Version} resumed={again.SessionReused} {again.ReadLine()}");
    }

    private static void Exchange(SslSocket one, SslSocket other)
    {
        byte[] there = Noise(1), back = Noise(2);
        Task[] writers = { Task.Run(() => one.Write(there)), Task.Run(() => other.Write(back)) };
        Task<byte[]>[] readers = { Task.Run(() => ReadAll(other)), Task.Run(() => ReadAll(one)) };
        Task.WaitAll(writers.Concat(readers).ToArray());
        if (!readers[0].Result.SequenceEqual(there) || !readers[1].Result.SequenceEqual(back))
            throw new InvalidOperationException("What was read is not what was written.");
    }

    private static byte[] ReadAll(SslSocket socket)
    {
        var all = new byte[OneMebibyte];
        for (int have = 0; have < all.Length;)
        {
            int n = socket.Read(all, have, all.Length - have);
            have += n > 0 ? n : throw new InvalidOperationException($"The end after {have} bytes.");
        }

        return all;
    }

    private static byte[] Noise(int seed)
    {
        var noise = new byte[OneMebibyte];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
