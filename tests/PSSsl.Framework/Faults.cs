using System;
using System.Net;
using System.Net.Sockets;

namespace PSSsl.Framework;

/// <summary>What goes wrong is told as on every other platform.</summary>
internal static class Faults
{
    internal static void Run()
    {
        using SslCertificate root = Lab.Root(), server = Lab.Server(root, "ECDSA P-256"), other = Lab.Server(root, "ECDSA P-256");
        using SslListener listener = Lab.Listen(server);
        Expect("pin", () => Lab.Connect(listener.Port, Lab.Pinned(other)).Dispose());
        Expect("told", () => Lab.Accept(listener).Dispose());

        int free = Lab.Listen(server).Release();
        Expect("refused", () => Lab.Connect(free, Lab.Pinned(server)).Dispose());

        using (SslListener plain = Lab.Listen(new SslContextOptions(), noHandshake: true))
        {
            using SslSocket client = Lab.Connect(plain.Port, new SslContextOptions(), noHandshake: true), ours = Lab.Accept(plain);
            ours.WriteLine("220 no TLS here");
            client.BeginTls(new SslContext(Lab.Pinned(server)), asServer: false, "localhost", "localhost");
            Expect("plain", () => client.Connect());
        }

        using (SslSocket client = Lab.Connect(listener.Port, Lab.Pinned(server)))
        {
            // The end of the connection without close_notify: anybody on the way could have made it.
            Lab.Accept(listener).Close(SslShutdown.None);
            Expect("cut", () => client.Read(1));
        }

        using (SslSocket client = Lab.Connect(listener.Port, Lab.Pinned(server)))
        {
            using SslSocket silent = Lab.Accept(listener);
            client.Timeout = TimeSpan.FromMilliseconds(200);
            Expect("silent", () => client.Read(1));
            client.Blocking = false;
            int read = client.Read(new byte[1], 0, 1);
            Console.WriteLine($"unblocked {read} {client.LastError?.Code}");
        }

        Expect("taken", () => Take(listener.Port));
    }

    internal static void Expect(string what, Action action)
    {
        try
        {
            action();
        }
        catch (SslException e)
        {
            Console.WriteLine($"{what} {e.Code}");
            return;
        }

        throw new InvalidOperationException($"{what}: nothing went wrong.");
    }

    private static void Take(int port)
    {
        using var core = new SslListener(Sockets.ListenerCore.Bind(IPAddress.Loopback, port, 1, new SslContext(new SslContextOptions()),
            Lab.Patience, true, null), null);
    }

    private static int Release(this SslListener listener)
    {
        int port = listener.Port;
        listener.Dispose();
        return port;
    }
}
