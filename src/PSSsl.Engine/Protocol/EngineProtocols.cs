using System;
using System.IO;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;

namespace PSSsl.Engine.Protocol;

/// <summary>The protocol as the engine drives it: whole records in, records out to the output buffer, no socket, no waiting.</summary>
internal interface IRecordProtocol
{
    void Begin();

    /// <summary>Processes one whole record, in place.</summary>
    void Process(byte[] buffer, int offset, int count);

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
    private readonly Action<bool, int, int, int>? _message;

    internal EngineClientProtocol(OutputBuffer output, ClientPeer peer, Action peerClosed, Action<bool, int, int, int>? message)
        : base(Stream.Null, output)
    {
        _message = message;
        _output = output;
        _peer = peer;
        _peerClosed = peerClosed;
    }

    public void Begin() => Connect(_peer);

    public void Process(byte[] buffer, int offset, int count) => SafeReadFullRecord(buffer, offset, count);

    void IRecordProtocol.Write(byte[] buffer, int offset, int count) => WriteApplicationData(buffer, offset, count);

    protected override void BlockForHandshake()
    {
    }

    protected override void CloseConnection()
    {
    }

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        base.HandleAlertWarningMessage(alertDescription);
        if (alertDescription == AlertDescription.close_notify)
            _peerClosed();
    }

#if NET
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        MessageTrace.Report(_message, sent: true, type, buffer.Length > 0 ? buffer[0] : -1, buffer.Length > 1 ? buffer[1] : -1, buffer.Length);
        lock (_output)
            base.WriteRecord(type, buffer);
    }
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len)
    {
        MessageTrace.Report(_message, sent: true, type, len > 0 ? buf[off] : -1, len > 1 ? buf[off + 1] : -1, len);
        lock (_output)
            base.WriteRecord(type, buf, off, len);
    }
}

internal sealed class EngineServerProtocol : TlsServerProtocol, IRecordProtocol
{
    private readonly OutputBuffer _output;
    private readonly ServerPeer _peer;
    private readonly Action _peerClosed;
    private readonly Action<bool, int, int, int>? _message;

    internal EngineServerProtocol(OutputBuffer output, ServerPeer peer, Action peerClosed, Action<bool, int, int, int>? message)
        : base(Stream.Null, output)
    {
        _message = message;
        _output = output;
        _peer = peer;
        _peerClosed = peerClosed;
    }

    public void Begin() => Accept(_peer);

    public void Process(byte[] buffer, int offset, int count) => SafeReadFullRecord(buffer, offset, count);

    void IRecordProtocol.Write(byte[] buffer, int offset, int count) => WriteApplicationData(buffer, offset, count);

    protected override void BlockForHandshake()
    {
    }

    protected override void CloseConnection()
    {
    }

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        base.HandleAlertWarningMessage(alertDescription);
        if (alertDescription == AlertDescription.close_notify)
            _peerClosed();
    }

#if NET
    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        MessageTrace.Report(_message, sent: true, type, buffer.Length > 0 ? buffer[0] : -1, buffer.Length > 1 ? buffer[1] : -1, buffer.Length);
        lock (_output)
            base.WriteRecord(type, buffer);
    }
#endif

    protected override void WriteRecord(short type, byte[] buf, int off, int len)
    {
        MessageTrace.Report(_message, sent: true, type, len > 0 ? buf[off] : -1, len > 1 ? buf[off + 1] : -1, len);
        lock (_output)
            base.WriteRecord(type, buf, off, len);
    }
}
