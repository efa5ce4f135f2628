using System;
using System.Collections.Generic;
using System.IO;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Guard;

namespace PSSsl.Engine.Protocol;

/// <summary>The client's part of the protocol.</summary>
internal sealed class EngineClientProtocol : TlsClientProtocol, IRecordProtocol
{
    private readonly ClientPeer _peer;
    private readonly Action _peerClosed;
    private readonly RecordGuard _guard;
    private readonly ProtocolWatch _watch;
    private readonly RecordPath _records;
    private bool _ticketRenewed;
    private byte[]? _keptShares;
    private IDictionary<int, TlsAgreement>? _keptAgreements;

    internal EngineClientProtocol(OutputBuffer output, ClientPeer peer, Action peerClosed, RecordGuard guard,
        Action<bool, int, int, int>? message)
        : base(Stream.Null, output)
    {
        _peer = peer;
        _peerClosed = peerClosed;
        _guard = guard;
        _watch = new ProtocolWatch(message, keepsTranscript: peer.Sessions.Wanted);
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

    protected override bool SafeReadFullRecord(byte[] input, int inputOff, int inputLen) => _records.Read(input, inputOff, inputLen);

    protected override void HandleException(short alertDescription, string message, Exception e) =>
        base.HandleException(PeerFault.Alert(e), message, e);

    protected override void RaiseAlertFatal(short alertDescription, string message, Exception cause)
    {
        AlertSent = alertDescription;
        base.RaiseAlertFatal(alertDescription, message, cause);
    }

    protected override void HandleAlertMessage(short alertLevel, short alertDescription)
    {
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

    protected override void SendClientHelloMessage()
    {
        KeepShares();
        _peer.Sessions.SetAge(m_clientExtensions);
        int bindersSize = _peer.Sessions.BindersSize(m_clientExtensions);
        if (m_clientHello.BindersSize != bindersSize)
            m_clientHello = new ClientHello(m_clientHello.Version, m_clientHello.Random, m_clientHello.SessionID, m_clientHello.Cookie,
                m_clientHello.CipherSuites, m_clientExtensions, bindersSize);
        base.SendClientHelloMessage();
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf) =>
        PeerFault.InMessage(type, () => HandleMessage(type, buf));

    private void HandleMessage(short type, HandshakeMessageInput buf)
    {
        _guard.Message(type);
        // RFC 5077, 3.3: a server may renew its ticket also when it resumes, which the library does not expect.
        if (type == HandshakeType.new_session_ticket && m_connectionState == CS_SERVER_HELLO && Context.SecurityParameters.IsResumedSession
            && !_guard.IsTls13 && !_ticketRenewed && m_serverExtensions?.ContainsKey(ExtensionType.session_ticket) == true)
        {
            _ticketRenewed = true;
            ReceiveNewSessionTicket(buf);
            return;
        }

        CheckContent(type, buf);
        _watch.Received(type, buf);
        base.HandleHandshakeMessage(type, buf);
        if (type == HandshakeType.key_update)
            _guard.Turn();
    }

    /// <summary>What the library takes and must not.</summary>
    private void CheckContent(short type, MemoryStream message)
    {
        if (type == HandshakeType.certificate)
            SizeLimits.CheckChain(message, _guard.IsTls13);
        else if (type == HandshakeType.certificate_verify && _guard.IsTls13)
            SchemeRules.CheckTls13(message);
        else if (type == HandshakeType.certificate_status && m_connectionState == CS_SERVER_CERTIFICATE
            && Context.SecurityParameters.StatusRequestVersion > 0)
            StapleRules.CheckMessage(message);
        else if (type == HandshakeType.server_key_exchange && !_guard.IsTls13)
            ServerHelloRules.CheckCurve(message, Context.SecurityParameters.KeyExchangeAlgorithm);
    }

    protected override void ProcessServerHello(ServerHello serverHello)
    {
        ServerHelloRules.CheckDowngrade(serverHello, _peer.LatestVersion);
        if (serverHello.Extensions is { } extensions)
            ExtensionRules.CheckFlags(extensions);
        if (_peer.Offers(serverHello.Version) && m_tlsSession is null)
            ServerHelloRules.CheckSession(serverHello, m_clientHello.SessionID);
        base.ProcessServerHello(serverHello);
        if (!_guard.IsTls13)
            _watch.DropTranscript();
    }

    protected override void Process13ServerHello(ServerHello serverHello, bool afterHelloRetryRequest)
    {
        _guard.IsTls13 = true;
        ExtensionRules.CheckAnswer(serverHello.Extensions, m_clientExtensions, "ServerHello");
        base.Process13ServerHello(serverHello, afterHelloRetryRequest);
    }

    protected override void Process13HelloRetryRequest(ServerHello helloRetryRequest)
    {
        ServerHelloRules.CheckRetry(helloRetryRequest);
        IDictionary<int, byte[]>? extensions = helloRetryRequest.Extensions;
        // RFC 8446, 4.1.4: a server may want its cookie back and nothing else. The library wants a group, so it gets one, and the shares
        // stay as they were.
        if (extensions?.ContainsKey(ExtensionType.cookie) == true && !extensions.ContainsKey(ExtensionType.key_share)
            && m_clientAgreements is { Count: > 0 })
        {
            _keptAgreements = m_clientAgreements;
            _keptShares = m_clientExtensions[ExtensionType.key_share];
            m_clientAgreements = new Dictionary<int, TlsAgreement>();
            using IEnumerator<int> groups = _keptAgreements.Keys.GetEnumerator();
            groups.MoveNext();
            TlsExtensionsUtilities.AddKeyShareHelloRetryRequest(extensions, groups.Current);
        }

        _guard.IsTls13 = true;
        base.Process13HelloRetryRequest(helloRetryRequest);
    }

    /// <summary>The second hello has the shares of the first, where none were asked for.</summary>
    private void KeepShares()
    {
        if (_keptShares is null)
            return;
        m_clientExtensions[ExtensionType.key_share] = _keptShares;
        m_clientAgreements = _keptAgreements;
        _keptShares = null;
    }

    protected override void HandleServerCertificate()
    {
        if (_guard.IsTls13)
            ExtensionRules.CheckEntries(Context.SecurityParameters.PeerCertificate, m_clientExtensions);
        else if (Context.SecurityParameters is { PeerCertificate: null } parameters
            && ServerHelloRules.ShowsCertificate(parameters.KeyExchangeAlgorithm))
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "The server leaves its certificate out");
        base.HandleServerCertificate();
    }

    protected override void ReceiveCertificateRequest(MemoryStream buf)
    {
        base.ReceiveCertificateRequest(buf);
        _peer.CertificateRequested(m_certificateRequest);
    }

    protected override void Receive13CertificateRequest(MemoryStream buf, bool postHandshakeAuth)
    {
        ExtensionRules.CheckRequest(buf);
        base.Receive13CertificateRequest(buf, postHandshakeAuth);
        _peer.CertificateRequested(m_certificateRequest);
    }

    protected override void CompleteHandshake()
    {
        if (_watch.TakeTranscript() is { } transcript && _guard.IsTls13)
            _peer.Sessions.KeepResumptionSecret(Context.SecurityParameters, transcript);
        base.CompleteHandshake();
        _guard.Completes();
    }

    protected override void Receive13NewSessionTicket(MemoryStream buf)
    {
        if (m_connectionState != CS_END)
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        long lifetime = TlsUtilities.ReadUint32(buf);
        uint ageAdd = (uint)TlsUtilities.ReadUint32(buf);
        byte[] nonce = TlsUtilities.ReadOpaque8(buf);
        byte[] ticket = TlsUtilities.ReadOpaque16(buf, 1);
        ExtensionRules.CheckVector(TlsUtilities.ReadOpaque16(buf));
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
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer) => _records.Write(type, buffer);
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len) => _records.Write(type, buf, off, len);
}
