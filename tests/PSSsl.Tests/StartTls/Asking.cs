using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using PSSsl.Tests.Sockets;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>Our end of a conversation, and what is held against each of its failures.</summary>
internal static class Asking
{
    /// <summary>Long enough for a busy machine; no test waits for it to pass.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Connects as the cmdlets do.</summary>
    internal static Task<SslSocket> ConnectAsync(SslStartTlsProtocol protocol, int port, TestIdentity? identity = null,
        TimeSpan? timeout = null, Action<string>? trace = null) =>
        new Connector(new HostAndPort("localhost", port),
            new SslContext(new SslContextOptions { Authorities = identity is null ? [] : [identity.Certificate] }))
        {
            StartTls = StartTlsDialogues.Of(protocol),
            Family = AddressFamily.InterNetwork,
            Timeout = timeout ?? s_patience,
            Trace = trace,
        }.ConnectAsync(Cancel);

    /// <summary>Connects to a server that lets it fail, and sees that the connection is closed then.</summary>
    internal static async Task<SslException> FailAsync(SslStartTlsProtocol protocol, ScriptedServer server, Turn[] turns,
        TimeSpan? timeout = null)
    {
        Task serving = server.RunAsync(turns);
        SslException error = await Assert.ThrowsAsync<SslException>(() => ConnectAsync(protocol, server.Port, timeout: timeout)
            .WaitAsync(s_patience, Cancel));
        await serving.WaitAsync(s_patience, Cancel);
        Check(error);
        return error;
    }

    /// <summary>Runs a dialogue alone, with a server that has said everything in advance.</summary>
    internal static async Task<SslSocket> TalkAsync(SslStartTlsProtocol protocol, MemoryTransport transport, string? host = "localhost")
    {
        var socket = new SslSocket(transport, "localhost", 1);
        await StartTlsDialogues.Of(protocol).RunAsync(socket, host, Deadline.After(s_patience), Cancel);
        return socket;
    }

    internal static async Task<SslException> FailAsync(SslStartTlsProtocol protocol, string says, string? host = "localhost")
    {
        SslException error =
            await Assert.ThrowsAsync<SslException>(() => TalkAsync(protocol, new MemoryTransport(Conversation.Bytes(says)), host));
        Check(error);
        return error;
    }

    /// <summary>Every failure says in which phase it was and what to do, and no server reaches a terminal through it.</summary>
    internal static void Check(SslException error)
    {
        Assert.Contains(error.Phase, new[] { SslPhase.Connect, SslPhase.StartTls, SslPhase.Handshake });
        Assert.False(string.IsNullOrEmpty(error.RecommendedAction), error.Message);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.True(error.Message.Length < 600, error.Message);
    }
}
