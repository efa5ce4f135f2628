using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Framework;

/// <summary>Connections that others made get TLS, lose it and get it again; many are waited for at once.</summary>
internal static class UpAndDown
{
    internal static void Run()
    {
        using SslCertificate root = Lab.Root(), server = Lab.Server(root, "ECDSA P-256");
        Upgrade(server);
        Turns(server);
        WaitForMany(server);
    }

    private static void Upgrade(SslCertificate server)
    {
        using SslListener listener = Lab.Listen(server);
        foreach (Func<TcpClient, object> part in new Func<TcpClient, object>[] { c => c, c => c.Client, c => c.GetStream() })
        {
            using var tcp = new TcpClient("127.0.0.1", listener.Port);
            object source = part(tcp);
            using SslSocket client = UpgradeSource.Open(source);
            client.BeginTls(new SslContext(Lab.Pinned(server)), asServer: false, "localhost", "localhost");
            client.FinishHandshake(Deadline.After(Lab.Patience), CancellationToken.None);
            using SslSocket ours = Lab.Accept(listener);
            client.WriteLine($"from a {source.GetType().Name}");
            Console.WriteLine(ours.ReadLine());
        }
    }

    private static void Turns(SslCertificate server)
    {
        using SslListener listener = Lab.Listen(new SslContextOptions(), noHandshake: true);
        using SslSocket client = Lab.Connect(listener.Port, new SslContextOptions(), noHandshake: true), ours = Lab.Accept(listener);
        var clientContext = new SslContext(Lab.Pinned(server));
        var serverContext = new SslContext(new SslContextOptions { Certificates = new[] { server } });
        for (int turn = 1; turn <= 3; turn++)
        {
            client.BeginTls(clientContext, asServer: false, "localhost", "localhost");
            ours.BeginTls(serverContext, asServer: true, null, null);
            Both(() => client.FinishHandshake(Deadline.After(Lab.Patience), CancellationToken.None),
                () => ours.FinishHandshake(Deadline.After(Lab.Patience), CancellationToken.None));
            client.WriteLine($"up {turn}");
            Console.WriteLine(ours.ReadLine());
            Both(() => client.StopTls(), () => ours.StopTls());
            ours.WriteLine($"down {turn}");
            Console.WriteLine(client.ReadLine());
        }
    }

    private static void WaitForMany(SslCertificate server)
    {
        using SslListener listener = Lab.Listen(server);
        var context = new SslContext(Lab.Pinned(server));
        var clients = new List<SslSocket>();
        using var waiter = new SocketSelector(SslWaitFor.Read);
        for (int i = 0; i < 10; i++)
        {
            clients.Add(Lab.Connect(listener.Port, context));
            SslSocket ours = Lab.Accept(listener);
            ours.Blocking = false;
            waiter.Add(ours);
        }

        clients[7].WriteLine("seven");
        // What TLS 1.3 sends after the handshake makes nobody ready.
        List<object> ready = waiter.Wait(Deadline.After(Lab.Patience), CancellationToken.None);
        Console.WriteLine($"ready {ready.Count}: {((SslSocket)ready[0]).ReadLine()}");
        clients.ForEach(c => c.Dispose());
    }

    private static void Both(Action one, Action other) => Task.WaitAll(Task.Run(one), Task.Run(other));
}
