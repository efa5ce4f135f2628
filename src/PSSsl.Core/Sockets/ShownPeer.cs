using System;
using System.Net;
using PSSsl.Trust;

namespace PSSsl.Sockets;

/// <summary>What the peer of a socket has shown, described, with the connection that it was shown in.</summary>
internal static class ShownPeer
{
    /// <param name="socket">Its peer has sent a certificate.</param>
    /// <param name="isProven">Whether the handshake is over, by which the peer proves that it has the key.</param>
    internal static PeerCertificate Describe(SslSocket socket, bool isProven)
    {
        var chain = new PresentedChain(socket.PeerCertificates[0], socket.PeerCertificates, socket.Judge?.Staple);
        return PeerCertificate.Shown(chain, socket.Judge?.Verdict, isProven, Connection(socket));
    }

    private static ShownBy Connection(SslSocket socket)
    {
        // Behind a proxy the address is the proxy's.
        IPEndPoint? address = socket.Proxy is null ? socket.RemoteEndPoint as IPEndPoint : null;
        return new ShownBy
        {
            Peer = socket.PeerName,
            PeerHost = socket.ComputerName,
            Port = socket.ComputerName is null && socket.Proxy is null ? address?.Port : socket.Port,
            Address = address?.Address.ToString(),
            StartTls = socket.StartTls?.Protocol.ToString(),
            Version = socket.Version?.ToString(),
            Cipher = socket.Cipher?.Name,
            Date = DateTime.UtcNow,
            IsClients = socket.IsServer,
            Target = socket.Target,
            ClientCertificateRequested = socket.IsServer ? null : socket.ClientCertificateRequested,
            ClientCertificateAuthorities = socket.ClientCertificateAuthorities,
        };
    }
}
