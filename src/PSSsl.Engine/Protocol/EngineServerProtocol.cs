using System;
using System.IO;
using System.Linq;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>The server's part of the protocol.</summary>
internal sealed class EngineServerProtocol : TlsServerProtocol, IRecordProtocol
{
    private readonly OutputBuffer _output;
    private readonly ServerPeer _peer;
    private readonly Action _peerClosed;
    private readonly RecordGuard _guard;
    private readonly ProtocolWatch _watch;
    private readonly RecordPath _records;
    private bool _firstHadKey;
    private SameHello? _firstHello;

    internal EngineServerProtocol(OutputBuffer output, ServerPeer peer, Action peerClosed, RecordGuard guard,
        Action<bool, int, int, int>? message, bool givesTickets)
        : base(Stream.Null, output)
    {
        _output = output;
        _peer = peer;
        _peerClosed = peerClosed;
        _guard = guard;
        _watch = new ProtocolWatch(message, givesTickets);
        _records = new RecordPath(output, guard, _watch, new RecordPath.LibraryRecords
        {
            Read = base.SafeReadFullRecord,
            Write = base.WriteRecord,
#if NET
            WriteSpan = base.WriteRecord,
#endif
            Refuse = e => HandleException(e.AlertDescription, "The record is refused", e),
            IsWrongKey = e => KeyProof.IsWrong(e, Context, m_connectionState == CS_END, peer.Sessions.PskIdentity),
        });
    }

    public int AlertSent { get; private set; } = -1;

    public void Begin() => Accept(_peer);

    public void Process(byte[] buffer, int offset, int count) => SafeReadFullRecord(buffer, offset, count);

    public void Preview(byte[] header)
    {
        if (!_guard.Drops(header[0]))
            SafePreviewRecordHeader(header);
    }

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

    protected override bool SafeReadFullRecord(byte[] input, int inputOff, int inputLen) => _records.Read(input, inputOff, inputLen);

    protected override void HandleException(short alertDescription, string message, Exception e) =>
        base.HandleException(PeerFault.Alert(e), message, e);

    protected override void RaiseAlertFatal(short alertDescription, string message, Exception cause)
    {
        AlertSent = alertDescription;
        lock (_output)
        {
            int before = _output.Pending;
            base.RaiseAlertFatal(alertDescription, message, cause);
            // The library says nothing until it has understood a hello; a client that sends none is to know why it is turned away.
            if (_output.Pending == before && m_connectionState <= CS_CLIENT_HELLO)
                EarlyAlert.Write(_output, alertDescription);
        }
    }

    protected override void HandleAlertMessage(short alertLevel, short alertDescription)
    {
        if (_guard.TakesDropped())
            return;
        if (_guard.IsLastWord(alertDescription))
        {
            HandleFailure();
            throw new TlsFatalAlertReceived(alertDescription);
        }

        base.HandleAlertMessage(_guard.LevelOf(alertLevel, alertDescription), alertDescription);
    }

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        base.HandleAlertWarningMessage(alertDescription);
        if (alertDescription == AlertDescription.close_notify)
            _peerClosed();
    }

    protected override void HandleChangeCipherSpecMessage() => _guard.DecryptsFromHere();

    protected override ClientHello ReceiveClientHelloMessage(MemoryStream buf)
    {
        long start = buf.Position;
        ClientHello hello = ReadHello(buf);
        bool isSecond = m_connectionState == CS_SERVER_HELLO_RETRY_REQUEST;
        _peer.HelloReceived(hello.Extensions);
        var form = new ClientHelloForm(buf, start);
        _peer.HelloVersion = form.Version;
        _guard.IsTls13 = ClientHelloRules.Check(hello, form, _peer.Versions);
        bool isEarly = _guard.IsTls13 && hello.Extensions.ContainsKey(ExtensionType.early_data);
        // RFC 8446, 4.2.10.
        if (isSecond && isEarly)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The client announces early data in its second hello");
        if (isSecond)
            _guard.Retried();
        else if (isEarly)
            _guard.ExpectEarlyData();
        CheckSame(hello, isSecond);
        return hello;
    }

    private void CheckSame(ClientHello hello, bool isSecond)
    {
        if (isSecond)
            _firstHello?.Check(hello);
        else if (_guard.IsTls13)
            _firstHello = new SameHello(hello);
    }

    private ClientHello ReadHello(MemoryStream message)
    {
        try
        {
            return LaterVersion.Read(message, base.ReceiveClientHelloMessage);
        }
        catch (TlsFatalAlert e) when (e.AlertDescription == AlertDescription.handshake_failure)
        {
            // What is not offered must be (RFC 5246, 7.4.1.2): there is nothing to negotiate.
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The hello does not offer to go without compression", e);
        }
    }

    protected override ServerHello Generate13HelloRetryRequest(ClientHello clientHello)
    {
        _guard.Retries();
        _firstHadKey = _peer.Sessions.HasKey;
        return base.Generate13HelloRetryRequest(clientHello);
    }

    /// <summary>
    /// What was chosen by the first hello binds the second (RFC 8446, 4.1.2): a pre-shared key that is there no more, or only now, would
    /// leave no proof of either end, or a suite that is not the key's.
    /// </summary>
    protected override ServerHello Generate13ServerHello(ClientHello clientHello, HandshakeMessageInput clientHelloMessage,
        bool afterHelloRetryRequest)
    {
        ServerHello answer = Answer(clientHello, clientHelloMessage, afterHelloRetryRequest);
        if (afterHelloRetryRequest && m_selectedPsk13 != _firstHadKey)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                "The client's second hello has other pre-shared keys than its first");
        return answer;
    }

    private ServerHello Answer(ClientHello hello, HandshakeMessageInput message, bool afterRetry)
    {
        try
        {
            return base.Generate13ServerHello(hello, message, afterRetry);
        }
        catch (TlsFatalAlert e) when (e.AlertDescription == AlertDescription.decrypt_error && _peer.Sessions.PskIdentity is not null)
        {
            // The binder.
            throw NamedAlert.WrongPreSharedKey(e);
        }
        catch (TlsFatalAlert e) when (e is not NamedAlert && e.AlertDescription == AlertDescription.handshake_failure)
        {
            throw NamedAlert.NothingInCommon("There is no group in common", e);
        }
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf) =>
        PeerFault.InMessage(type, () => HandleMessage(type, buf));

    private void HandleMessage(short type, HandshakeMessageInput buf)
    {
        _guard.Message(type);
        if (type == HandshakeType.certificate)
            SizeLimits.CheckChain(buf, _guard.IsTls13);
        else if (type == HandshakeType.certificate_verify && _guard.IsTls13)
            SchemeRules.CheckTls13(buf);
        _watch.Received(type, buf);
        base.HandleHandshakeMessage(type, buf);
        if (type == HandshakeType.key_update)
            _guard.Turn();
        else if (type == HandshakeType.client_hello && !_guard.IsTls13)
            _watch.DropTranscript();
    }

    protected override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (_guard.IsTls13)
            ExtensionRules.CheckEntries(clientCertificate, asked: null);
        base.NotifyClientCertificate(clientCertificate);
    }

    protected override void CompleteHandshake()
    {
        SecurityParameters parameters = Context.SecurityParameters;
        byte[]? secret = _watch.TakeTranscript() is { } transcript && _guard.IsTls13 && _peer.Sessions.Tickets13 > 0
            ? Tls13Hash.ResumptionSecret(parameters, transcript)
            : null;
        try
        {
            base.CompleteHandshake();
            _guard.Completes();
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
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer) => _records.Write(type, buffer);
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len) => _records.Write(type, buf, off, len);
}
