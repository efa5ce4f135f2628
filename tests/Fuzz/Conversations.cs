using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Net;
using PSSsl.Sockets;

namespace PSSsl.Fuzz;

/// <summary>
/// What servers and proxies say in plain text before TLS, and servers to a handshake by hand. The first byte of an input chooses the protocol, the second how many bytes come
/// at a time; the rest is said, whatever our end says, and then the connection is closed.
/// </summary>
internal static class Conversations
{
    private static readonly SslStartTlsProtocol[] s_protocols = Enum.GetValues<SslStartTlsProtocol>();

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly ProxyAddress[] s_proxies =
        new[] { "http://user:secret@proxy.example:3128", "socks5h://user:secret@proxy.example", "socks5h://proxy.example" }
        .Select(a => ProxyAddress.Parse(a, "-Proxy")).ToArray();

    internal static string Dialogue(byte[] input) => Readers.Told<SslException>(() =>
    {
        SslStartTlsProtocol protocol = s_protocols[First(input) % s_protocols.Length];
        using var socket = new SslSocket(new SpokenTransport(input), "localhost", 1);
        StartTlsDialogues.Of(protocol).RunAsync(socket, "localhost", Deadline.None, CancellationToken.None).GetAwaiter().GetResult();
        IReadOnlyList<string> capabilities = socket.StartTls!.Capabilities;
        return $"{protocol} {socket.StartTls.Greeting} {string.Join("; ", capabilities)}";
    });

    internal static string Proxy(byte[] input) => Readers.Told<SslException>(() =>
    {
        ProxyAddress proxy = s_proxies[First(input) % s_proxies.Length];
        using var socket = new SslSocket(new SpokenTransport(input), "localhost", 1);
        var talk = new ProxyTalk(socket, proxy, new HostAndPort("localhost", 1), Deadline.None, CancellationToken.None);
        (proxy.Scheme == ProxyScheme.Http ? HttpConnect.AskAsync(talk) : Socks5.AskAsync(talk)).GetAwaiter().GetResult();
        return $"{proxy.Scheme} {talk.LastHeard}";
    });

    /// <summary>What a server says to an audit's handshake by hand, up to its end.</summary>
    internal static string Hand(byte[] input) => Readers.Told<SslException>(() =>
    {
        using var socket = new SslSocket(new SpokenTransport(input), "localhost", 1);
        using var line = new ProbeLine(socket, s_patience, CancellationToken.None);
        ClientHello hello = new Hellos("localhost").Of(Hellos.Tls12, HandClient.Suites)
            .With(HelloExtension.Empty(ExtensionType.SessionTicket));
        HandClient client = HandClient.BeginAsync(line, hello).GetAwaiter().GetResult();
        client.FinishAsync().GetAwaiter().GetResult();
        HandReply reply = client.ReadFinishedAsync(s_patience).GetAwaiter().GetResult();
        return $"{client.Problem} {client.Ticket?.Length} {reply.Text}";
    });

    private static int First(byte[] input) => input.Length > 0 ? input[0] : 0;
}
