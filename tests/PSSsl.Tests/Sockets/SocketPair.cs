using System;
using PSSsl.Certificates;
using PSSsl.Sockets;

namespace PSSsl.Tests.Sockets;

/// <summary>Two open sockets of ours in memory, driven in turns by one thread.</summary>
internal sealed class SocketPair : IDisposable
{
    private static readonly SslCertificate s_identity = ThrowAwayCertificate.ForServer(["localhost"]);

    internal SocketPair(SslContextOptions? client = null)
    {
        (ClientEnd, ServerEnd) = WinsockTransport.Pair();
        Client = new SslSocket(ClientEnd, "localhost", 1);
        Server = new SslSocket(ServerEnd, null, 0);
        client ??= new SslContextOptions { VerifyMode = SslVerifyMode.None };
        Client.BeginTls(new SslContext(client), asServer: false, "localhost", "localhost");
        Server.BeginTls(new SslContext(new SslContextOptions { Certificates = [s_identity] }), asServer: true, null, null);
        Client.Blocking = Server.Blocking = false;
    }

    internal WinsockTransport ClientEnd { get; }

    internal WinsockTransport ServerEnd { get; }

    internal SslSocket Client { get; }

    internal SslSocket Server { get; }

    internal SocketPair Open()
    {
        while (!(Client.Connect() & Server.Accept()))
        {
        }

        Client.Blocking = Server.Blocking = true;
        return this;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
