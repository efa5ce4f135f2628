using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// How one protocol goes over to TLS, from the server's greeting to its consent. It has no state: one serves all connections.
/// </summary>
internal abstract class StartTlsDialogue
{
    internal abstract SslStartTlsProtocol Protocol { get; }

    internal abstract int DefaultPort { get; }

    /// <summary>What it is, and the document that says how: for completion.</summary>
    internal abstract string Description { get; }

    /// <summary>What can be put behind the command for TLS; null where nothing harmless is known.</summary>
    internal virtual PipelinedCommand? Pipelined => null;

    /// <summary>Talks until the server consents.</summary>
    /// <param name="talk">The plain conversation.</param>
    /// <param name="host">The server's name as it was asked for, for protocols that say it; empty if unknown.</param>
    /// <exception cref="SslException">The server refuses, or does not speak the protocol.</exception>
    protected abstract Task TalkAsync(PlainTalk talk, string host);

    /// <summary>Talks until the server consents; what it said is the socket's then.</summary>
    internal Task RunAsync(SslSocket socket, string? host, Deadline deadline, CancellationToken cancellationToken) =>
        RunAsync(socket, host, isPipelined: false, deadline, cancellationToken);

    /// <param name="socket">The plain connection.</param>
    /// <param name="host">The server's name, or null.</param>
    /// <param name="isPipelined">Puts a command behind the one for TLS.</param>
    /// <param name="deadline">By when it must be over.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task RunAsync(SslSocket socket, string? host, bool isPipelined, Deadline deadline, CancellationToken cancellationToken)
    {
        var talk = new PlainTalk(socket, Protocol, deadline, cancellationToken) { Behind = isPipelined ? Pipelined : null };
        await TalkAsync(talk, host ?? string.Empty).ConfigureAwait(false);
        talk.LimitCapabilities();
        talk.RefuseInjection();
        socket.Consented(new SslStartTls(Protocol, talk.Greeting, talk.Capabilities));
    }
}
