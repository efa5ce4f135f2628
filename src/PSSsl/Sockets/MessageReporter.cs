using System;

namespace PSSsl.Sockets;

/// <summary>Puts the engine's messages into words and hands them to the debug stream, and to the user's callback on the thread that may run it.</summary>
internal sealed class MessageReporter
{
    private readonly Action<SslMessage>? _callback;
    private readonly SslSocket _socket;

    internal MessageReporter(Action<SslMessage>? callback, SslSocket socket)
    {
        _callback = callback;
        _socket = socket;
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
        _socket.DebugTrace?.Invoke(message.ToString());
        if (_callback is null)
            return;
        _socket.RunCallback(() => { _callback(message); return null; });
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
