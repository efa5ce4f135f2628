using System;
using System.IO;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// What both roles' protocols keep an eye on: messages for whoever traces them, the transcript for sessions of TLS 1.3, and peers that keep
/// asking.
/// </summary>
internal sealed class ProtocolWatch
{
    /// <summary>
    /// How often a peer may ask for renegotiation and be refused with a warning (RFC 5746, 4.5). Each refusal is an answer that it can make
    /// us give without reading any; nobody honest asks so often.
    /// </summary>
    private const int MostRenegotiations = 4;

    private readonly Action<bool, int, int, int>? _message;
    private Transcript? _transcript;
    private int _renegotiations;

    internal ProtocolWatch(Action<bool, int, int, int>? message, bool keepsTranscript)
    {
        _message = message;
        _transcript = keepsTranscript ? new Transcript() : null;
    }

#if NET
    internal void Sent(short contentType, ReadOnlySpan<byte> content)
    {
        MessageTrace.Report(_message, sent: true, contentType, content.Length > 0 ? content[0] : -1, content.Length > 1 ? content[1] : -1,
            content.Length);
        if (contentType == ContentType.handshake)
            _transcript?.Add(content);
    }
#else
    internal void Sent(short contentType, byte[] buffer, int offset, int count)
    {
        MessageTrace.Report(_message, sent: true, contentType, count > 0 ? buffer[offset] : -1, count > 1 ? buffer[offset + 1] : -1, count);
        if (contentType == ContentType.handshake)
            _transcript?.Add(buffer, offset, count);
    }
#endif

    /// <summary>A whole handshake message.</summary>
    internal void Received(short type, MemoryStream message)
    {
        if (type != HandshakeType.hello_request)
            _transcript?.Add(message);
    }

    /// <summary>It is of use in TLS 1.3 alone.</summary>
    internal void DropTranscript() => _transcript = null;

    /// <summary>The transcript, at the handshake's end; later messages are not part of it.</summary>
    internal Transcript? TakeTranscript()
    {
        Transcript? taken = _transcript;
        _transcript = null;
        return taken;
    }

    internal void RenegotiationAskedFor()
    {
        if (++_renegotiations > MostRenegotiations)
            throw new TlsFatalAlert(AlertDescription.no_renegotiation, "The peer keeps asking for renegotiation.");
    }
}
