using System;
using System.Collections.Generic;
using System.IO;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>The protocol as the engine drives it: whole records in, records out to the output buffer, no socket, no waiting.</summary>
internal interface IRecordProtocol : IDisposable
{
    void Begin();

    /// <summary>Processes one whole record, in place.</summary>
    void Process(byte[] buffer, int offset, int count);

    /// <summary>Looks at the header of a record that is not whole yet: a type that is none, or a length that is not allowed, is not waited for.</summary>
    void Preview(byte[] header);

    void Write(byte[] buffer, int offset, int count);

    void Close();
}

/*
 * The library's "blocking" constructor is used on purpose: there records go to a stream of ours at once, instead of into a queue
 * that is copied out of later. Nothing blocks: waiting for the handshake is overridden, and records are handed in whole.
 * Writing takes the output's lock, because a reader may have to answer (an alert, a key update) while a writer writes.
 */

internal sealed class EngineClientProtocol : TlsClientProtocol, IRecordProtocol
{
    private readonly OutputBuffer _output;
    private readonly ClientPeer _peer;
    private readonly Action _peerClosed;
    private readonly ProtocolWatch _watch;
    private bool _ticketRenewed;

    internal EngineClientProtocol(OutputBuffer output, ClientPeer peer, Action peerClosed, Action<bool, int, int, int>? message)
        : base(Stream.Null, output)
    {
        _output = output;
        _peer = peer;
        _peerClosed = peerClosed;
        _watch = new ProtocolWatch(message, keepsTranscript: peer.Sessions.Wanted);
    }

    public void Begin() => Connect(_peer);

    public void Process(byte[] buffer, int offset, int count) => SafeReadFullRecord(buffer, offset, count);

    public void Preview(byte[] header) => SafePreviewRecordHeader(header);

    void IRecordProtocol.Write(byte[] buffer, int offset, int count) => WriteApplicationData(buffer, offset, count);

    public void Dispose() => _peer.Sessions.Dispose();

    protected override void BlockForHandshake()
    {
    }

    protected override void CloseConnection()
    {
    }

    protected override void HandleException(short alertDescription, string message, Exception e) => base.HandleException(PeerFault.Alert(e), message, e);

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        base.HandleAlertWarningMessage(alertDescription);
        if (alertDescription == AlertDescription.close_notify)
            _peerClosed();
    }

    protected override void SendClientHelloMessage()
    {
        _peer.Sessions.SetAge(m_clientExtensions);
        int bindersSize = _peer.Sessions.BindersSize(m_clientExtensions);
        if (m_clientHello.BindersSize != bindersSize)
            m_clientHello = new ClientHello(m_clientHello.Version, m_clientHello.Random, m_clientHello.SessionID, m_clientHello.Cookie, m_clientHello.CipherSuites, m_clientExtensions, bindersSize);
        base.SendClientHelloMessage();
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        // RFC 5077, 3.3: a server may renew its ticket also when it resumes, which the library does not expect.
        if (type == HandshakeType.new_session_ticket && m_connectionState == CS_SERVER_HELLO && Context.SecurityParameters.IsResumedSession
            && !TlsUtilities.IsTlsV13(Context) && !_ticketRenewed && m_serverExtensions?.ContainsKey(ExtensionType.session_ticket) == true)
        {
            _ticketRenewed = true;
            ReceiveNewSessionTicket(buf);
            return;
        }

        _watch.Received(buf);
        base.HandleHandshakeMessage(type, buf);
    }

    protected override void ReceiveCertificateRequest(MemoryStream buf)
    {
        base.ReceiveCertificateRequest(buf);
        _peer.CertificateRequested(m_certificateRequest);
    }

    protected override void Receive13CertificateRequest(MemoryStream buf, bool postHandshakeAuth)
    {
        base.Receive13CertificateRequest(buf, postHandshakeAuth);
        _peer.CertificateRequested(m_certificateRequest);
    }

    protected override void CompleteHandshake()
    {
        if (_watch.TakeTranscript() is { } transcript && TlsUtilities.IsTlsV13(Context))
            _peer.Sessions.KeepResumptionSecret(Context.SecurityParameters, transcript);
        base.CompleteHandshake();
    }

    protected override void Receive13NewSessionTicket(MemoryStream buf)
    {
        if (m_connectionState != CS_END)
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        long lifetime = TlsUtilities.ReadUint32(buf);
        uint ageAdd = (uint)TlsUtilities.ReadUint32(buf);
        byte[] nonce = TlsUtilities.ReadOpaque8(buf);
        byte[] ticket = TlsUtilities.ReadOpaque16(buf, 1);
        TlsUtilities.ReadOpaque16(buf);
        if (buf.Position < buf.Length)
            throw new TlsFatalAlert(AlertDescription.decode_error);
        _peer.Sessions.TicketReceived13(lifetime, ageAdd, nonce, ticket);
    }

    protected override void RefuseRenegotiation()
    {
        _watch.RenegotiationAskedFor();
        base.RefuseRenegotiation();
    }

#if NET
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        if (_watch.Listens(type))
            _watch.Sent(type, buffer.ToArray(), 0, buffer.Length);
        lock (_output)
            base.WriteRecord(type, buffer);
    }
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len)
    {
        _watch.Sent(type, buf, off, len);
        lock (_output)
            base.WriteRecord(type, buf, off, len);
    }
}

internal sealed class EngineServerProtocol : TlsServerProtocol, IRecordProtocol
{
    private readonly OutputBuffer _output;
    private readonly ServerPeer _peer;
    private readonly Action _peerClosed;
    private readonly ProtocolWatch _watch;

    internal EngineServerProtocol(OutputBuffer output, ServerPeer peer, Action peerClosed, Action<bool, int, int, int>? message, bool givesTickets)
        : base(Stream.Null, output)
    {
        _output = output;
        _peer = peer;
        _peerClosed = peerClosed;
        _watch = new ProtocolWatch(message, givesTickets);
    }

    public void Begin() => Accept(_peer);

    public void Process(byte[] buffer, int offset, int count) => SafeReadFullRecord(buffer, offset, count);

    public void Preview(byte[] header) => SafePreviewRecordHeader(header);

    void IRecordProtocol.Write(byte[] buffer, int offset, int count) => WriteApplicationData(buffer, offset, count);

    public void Dispose()
    {
    }

    protected override void BlockForHandshake()
    {
    }

    protected override void CloseConnection()
    {
    }

    protected override void HandleException(short alertDescription, string message, Exception e) => base.HandleException(PeerFault.Alert(e), message, e);

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        base.HandleAlertWarningMessage(alertDescription);
        if (alertDescription == AlertDescription.close_notify)
            _peerClosed();
    }

    protected override ClientHello ReceiveClientHelloMessage(MemoryStream buf)
    {
        ClientHello hello = base.ReceiveClientHelloMessage(buf);
        _peer.HelloReceived(hello.Extensions);
        return hello;
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        _watch.Received(buf);
        base.HandleHandshakeMessage(type, buf);
    }

    protected override void CompleteHandshake()
    {
        SecurityParameters parameters = Context.SecurityParameters;
        byte[]? secret = _watch.TakeTranscript() is { } transcript && TlsUtilities.IsTlsV13(Context) && _peer.Sessions.Tickets13 > 0
            ? Tls13Hash.ResumptionSecret(parameters, transcript)
            : null;
        try
        {
            base.CompleteHandshake();
            if (secret is not null)
                SendTickets(secret, parameters);
        }
        finally
        {
            if (secret is not null)
                Array.Clear(secret, 0, secret.Length);
        }
    }

    private void SendTickets(byte[] secret, SecurityParameters parameters)
    {
        int most = parameters.MaxFragmentLength >= 0 ? 1 << (8 + parameters.MaxFragmentLength) : 1 << 14;
        for (byte number = 0; number < _peer.Sessions.Tickets13; number++)
        {
            if (_peer.Sessions.Ticket13(secret, parameters, number) is not { } message)
                return;
            for (int at = 0; at < message.Length; at += most)
                SafeWriteRecord(ContentType.handshake, message, at, Math.Min(most, message.Length - at));
        }
    }

    protected override void RefuseRenegotiation()
    {
        _watch.RenegotiationAskedFor();
        base.RefuseRenegotiation();
    }

#if NET
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        if (_watch.Listens(type))
            _watch.Sent(type, buffer.ToArray(), 0, buffer.Length);
        lock (_output)
            base.WriteRecord(type, buffer);
    }
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len)
    {
        _watch.Sent(type, buf, off, len);
        lock (_output)
            base.WriteRecord(type, buf, off, len);
    }
}
