using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Crypto;
using PSSsl.Engine.Guard;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine;

/// <summary>
/// One TLS connection without a socket. Bytes of the peer are received into <see cref="ReceiveRoom"/> and processed record by
/// record; bytes for the peer are taken with <see cref="TakeOutput"/>. Nothing waits. One thread may read while another writes.
/// </summary>
public sealed class TlsEngine : IDisposable, IPlaintextTap
{
    private readonly OutputBuffer _output = new();
    private readonly InputBuffer _input = new();
    private readonly EngineCrypto _crypto;
    private readonly EngineHost _host;
    private readonly IRecordProtocol _protocol;
    private readonly ClientPeer? _client;
    private readonly ServerPeer? _server;

    private bool _sawTls;
    private bool _headerChecked;
    private volatile bool _peerClosed;

    /// <summary>Makes an engine; <see cref="Start"/> begins its handshake.</summary>
    /// <param name="settings">What it may negotiate.</param>
    public TlsEngine(TlsEngineSettings settings)
    {
        settings = OwnFault.Mark(settings ?? throw new ArgumentNullException(nameof(settings)));
        var guard = new RecordGuard();
        _crypto = new EngineCrypto(this, _output, guard, settings.KeyLog is null ? null : new KeyLog(settings.KeyLog));
        _host = new EngineHost(settings, _crypto);
        if (settings.IsServer)
        {
            _server = new ServerPeer(_host, _crypto);
            _protocol = new EngineServerProtocol(_output, _server, OnPeerClosed, guard, settings.Message,
                givesTickets: settings.TicketKeys is not null);
        }
        else
        {
            _client = new ClientPeer(_host, _crypto);
            _protocol = new EngineClientProtocol(_output, _client, OnPeerClosed, guard, settings.Message);
        }
    }

    /// <summary>What it may negotiate; on a server, once the hello was read, under the name that the client asks for.</summary>
    public TlsEngineSettings Settings => _host.Settings;

    /// <summary>What the handshake came to; null until it is complete.</summary>
    public TlsNegotiated? Negotiated => _host.Negotiated;

    /// <summary>Why the connection ended, if it failed.</summary>
    public TlsEngineException? Failure { get; private set; }

    /// <summary>True once the peer said that it will send no more (close_notify).</summary>
    public bool PeerClosed => _peerClosed;

    /// <summary>True once close_notify is among the output.</summary>
    public bool LocalClosed { get; private set; }

    /// <summary>Certificates that the peer showed, also when they were refused.</summary>
    public IReadOnlyList<X509Certificate2> PeerCertificates => _host.PeerCertificates;

    /// <summary>
    /// Names (DER) of the authorities that the peer, a server, takes certificates of; empty if it names none, null if it asked for no
    /// certificate.
    /// </summary>
    public IReadOnlyList<byte[]>? RequestedAuthorities => _client?.RequestedAuthorities;

    /// <summary>True if the peer, a server, asked for a certificate and was given none.</summary>
    public bool NoCertificateGiven => _client?.NoCertificateGiven == true;

    /// <summary>Plaintext bytes that can be read now.</summary>
    public int Available => _input.PlainCount;

    /// <summary>True if there are bytes for the peer.</summary>
    public bool HasOutput => _output.Pending > 0;

    /// <summary>Bytes that are missing to the next whole header or record: what a reader asks for that must not read beyond it.</summary>
    public int MissingInput => _input.Missing;

    /// <summary>True if bytes are here that make up no whole record yet.</summary>
    public bool HasPartialRecord => _input.Count > 0;

    /// <summary>True if a whole record is here that was not processed.</summary>
    public bool HasRecord => _input.HasRecord;

    /// <summary>Begins the handshake; a client's first message is then among the output.</summary>
    public void Start()
    {
        RunOwn(_protocol.Begin);
    }

    /// <summary>Where bytes of the peer are to be put. All plaintext must have been read.</summary>
    public ArraySegment<byte> ReceiveRoom()
    {
        if (_input.PlainCount > 0)
            throw new InvalidOperationException("Plaintext is still to be read.");
        return _input.Room();
    }

    /// <summary>Tells how many bytes were put there.</summary>
    public void Received(int count) => _input.Added(count);

    /// <summary>
    /// Processes records until there is plaintext, the handshake is over, the peer closed, or no record is whole. True if it processed
    /// any. A failure is thrown, now and at every later call; the alert for the peer is among the output.
    /// </summary>
    public bool Process()
    {
        if (Failure is not null)
            throw Failure;
        bool any = false, handshaking = Negotiated is null;
        while (_input.PlainCount == 0 && !_peerClosed && handshaking == Negotiated is null)
        {
            CheckIsTls();
            if (!_input.HasRecord)
            {
                CheckHeader();
                break;
            }

            _headerChecked = false;
            int length = _input.BeginRecord();
            int start = _input.Start;
            try
            {
                if (Settings.Message is not null && Negotiated is null)
                    TracePlainRecord(start, length);
                _protocol.Process(_input.Array, start, length);
            }
            catch (Exception e) when (e is IOException or OwnFault)
            {
                throw Fail(e);
            }

            any = true;
            if (_input.PlainCount == 0)
                _input.Skip(length);
        }

        return any;
    }

    /// <summary>Copies plaintext out.</summary>
    /// <returns>The number of bytes; 0 if there is none.</returns>
    public int Read(byte[] buffer, int offset, int count) => _input.ReadPlain(buffer, offset, count);

    /// <summary>Copies plaintext out and leaves it there.</summary>
    /// <returns>The number of bytes; 0 if there is none.</returns>
    public int Peek(byte[] buffer, int offset, int count) => _input.PeekPlain(buffer, offset, count);

    /// <summary>Encrypts bytes for the peer.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        if (Failure is not null)
            throw Failure;
        lock (_output)
        {
            try
            {
                _protocol.Write(buffer, offset, count);
            }
#pragma warning disable CA1031 // As in RunOwn, which would allocate at each call.
            catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                throw Fail(OwnFault.OfEngine(e));
            }
        }
    }

    /// <summary>Takes the bytes for the peer; the array is given back with <see cref="RecycleOutput"/> once they are sent.</summary>
    public ArraySegment<byte> TakeOutput()
    {
        lock (_output)
            return _output.Take();
    }

    /// <summary>Gives back an array that <see cref="TakeOutput"/> handed out.</summary>
    public void RecycleOutput(byte[] array)
    {
        lock (_output)
            _output.Recycle(array);
    }

    /// <summary>Lets go of arrays that hold nothing, before a wait.</summary>
    public void Trim()
    {
        if (_input.PlainCount == 0)
            _input.Trim();
        lock (_output)
            _output.Trim();
    }

    /// <summary>Puts close_notify among the output.</summary>
    public void Close()
    {
        if (LocalClosed || Failure is not null)
            return;
        LocalClosed = true;
        lock (_output)
            RunOwn(_protocol.Close);
    }

    /// <summary>Takes bytes that came after the peer's close_notify, or that were not TLS at all: they are plain text.</summary>
    public byte[] TakeLeftover() => _input.TakeAll();

    /// <summary>Clears keys and buffers.</summary>
    public void Dispose()
    {
        _crypto.Dispose();
        _protocol.Dispose();
        _input.DropPlain();
        _input.Skip(_input.Count);
        Trim();
    }

    void IPlaintextTap.Plaintext(byte[] buffer, int offset, int count) => _input.Decrypted(offset, count);

    void IPlaintextTap.Received(int contentType, byte[] buffer, int offset, int count) =>
        MessageTrace.Report(Settings.Message, sent: false, contentType, count > 0 ? buffer[offset] : -1, count > 1 ? buffer[offset + 1]
            : -1, count);

    private void OnPeerClosed() => _peerClosed = true;

    private void CheckIsTls()
    {
        if (_sawTls || _input.Count == 0)
            return;
        if (FirstBytes.Refuse(_input, Settings.IsServer, _output) is { } notTls)
            throw Failure = notTls;
        _sawTls = _input.Count >= FirstBytes.Told;
    }

    private void CheckHeader()
    {
        if (_headerChecked || _input.Count < InputBuffer.HeaderLength)
            return;
        _headerChecked = true;
        Preview();
    }

    private void Preview()
    {
        var header = new byte[InputBuffer.HeaderLength];
        Buffer.BlockCopy(_input.Array, _input.Start, header, 0, header.Length);
        Run(() => _protocol.Preview(header));
    }

    /// <summary>Records that come before any cipher is made pass no tap.</summary>
    private void TracePlainRecord(int start, int length)
    {
        byte type = _input.Array[start];
        if (!_crypto.HasRecordCipher && length > InputBuffer.HeaderLength + 1)
            ((IPlaintextTap)this).Received(type, _input.Array, start + InputBuffer.HeaderLength, length - InputBuffer.HeaderLength);
    }

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or OwnFault)
        {
            throw Fail(e);
        }
    }

    /// <summary>What we do by ourselves: nothing of the peer's goes into it, so whatever it ends with is not the peer's.</summary>
    private void RunOwn(Action step)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // The library and the platform have many kinds, and none of them tells who failed.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            throw Fail(OwnFault.OfEngine(e));
        }
    }

    private TlsEngineException Fail(Exception cause)
    {
        _input.DropPlain();
        var blame = Blame.For(cause, _protocol.AlertSent);
        return Failure = new TlsEngineException(blame.Failure, blame.Alert, blame.Cause.Message, blame.Cause)
        {
            Detail = blame.Detail,
            AlertPassed = blame.Failure == TlsFailure.AlertReceived || _protocol.AlertSent >= 0,
            AfterHandshake = Negotiated is not null,
            NameNotServed = _server?.NameNotServed == true,
            NoCertificateGiven = _client?.NoCertificateGiven == true,
            NoCertificateCame = _server?.NoCertificateCame == true,
            CertificateMatters = _client is null || _client.RequestedAuthorities is not null,
        };
    }
}
