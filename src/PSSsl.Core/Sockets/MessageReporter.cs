using System;
using System.Collections.Concurrent;
using System.Threading;
using PSSsl.Engine;

namespace PSSsl.Sockets;

/// <summary>
/// Puts the engine's messages into words and hands them to the debug stream, and to the user's callback on the thread that may run it. The
/// user's code does not run while a direction is locked: what is reported then waits until it is not.
/// </summary>
internal sealed class MessageReporter
{
    private readonly Action<SslMessage>? _callback;
    private readonly SocketCore _core;
    private readonly ConcurrentQueue<SslMessage> _waiting = new();

    internal MessageReporter(Action<SslMessage>? callback, SocketCore core)
    {
        _callback = callback;
        _core = core;
    }

    internal void Report(bool sent, int contentType, int detail, int length)
    {
        string content = contentType switch
        {
            20 => "change_cipher_spec",
            21 => "alert",
            22 => "handshake",
            23 => "application_data",
            _ => $"type {contentType}",
        };
        string? what = contentType switch
        {
            21 => ((SslAlert)detail).ToString(),
            22 => HandshakeType(detail),
            _ => null,
        };
        var message = new SslMessage(sent, content, what, length);
        if (Monitor.IsEntered(_core.In.Lock) || Monitor.IsEntered(_core.Out.Lock))
            _waiting.Enqueue(message);
        else
            Hand(message);
    }

    /// <summary>Hands over what waits. No lock is held.</summary>
    /// <exception cref="SslException">The user's code failed.</exception>
    internal void Deliver()
    {
        while (_waiting.TryDequeue(out SslMessage? message))
        {
            try
            {
                Hand(message);
            }
#pragma warning disable CA1031 // Whatever the user's code does: the connection ends with it, as it does in the handshake.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                var failure = new TlsEngineException(TlsFailure.HostFailed, (int)SslAlert.internal_error, e.Message, e)
                    { AfterHandshake = true };
                throw _core.Fail(HandshakeFaults.Explain(failure, _core.Owner, _core.PeerName));
            }
        }
    }

    private void Hand(SslMessage message)
    {
        _core.Owner.DebugTrace?.Invoke(message.ToString());
        if (_callback is not null)
            _core.Handshake.RunCallback(() => { _callback(message); return null; });
    }

    /// <summary>IANA's names (RFC 8446, 4).</summary>
    private static string HandshakeType(int type) => type switch
    {
        0 => "hello_request",
        1 => "client_hello",
        2 => "server_hello",
        4 => "new_session_ticket",
        8 => "encrypted_extensions",
        11 => "certificate",
        12 => "server_key_exchange",
        13 => "certificate_request",
        14 => "server_hello_done",
        15 => "certificate_verify",
        16 => "client_key_exchange",
        20 => "finished",
        22 => "certificate_status",
        24 => "key_update",
        _ => $"handshake {type}",
    };
}
