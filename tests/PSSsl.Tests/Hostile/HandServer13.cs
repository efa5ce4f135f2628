using System;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

#pragma warning disable CA1822 // Scenarios read as what the peer says, also where that is the same for all.

/// <summary>A server of TLS 1.3 with secp256r1 and TLS_AES_128_GCM_SHA256, a step at a time.</summary>
internal sealed class HandServer13 : HandPeer
{
    private static readonly byte[] s_retryRandom =
        Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    private byte[] _handshakeSecret = [];
    private byte[] _serverSecret = [];
    private byte[] _clientSecret = [];
    private byte[] _clientApplication = [];

    internal HandServer13(Socket socket)
        : base(socket)
    {
    }

    internal HelloFields Hello { get; private set; } = null!;

    internal static readonly byte[] Version13 = Ext(43, 3, 4);

    internal byte[] KeyShare => Ext(51, Cat(0, 23, V16(Share)));

    internal void ReadHello()
    {
        byte[] message = ReadMessage(1);
        Hello = new HelloFields(message);
        Noted(message);
    }

    internal byte[] ServerHello(byte[]? more = null, byte[]? extensions = null, byte[]? sessionId = null, int suite = 0x1301,
        byte[]? random = null, int version = 0x0303, int compression = 0) =>
        Msg(2, Cat(U16(version), random
            ?? Random, V8(sessionId ?? Hello.SessionId), U16(suite), compression, V16(extensions ?? Cat(Version13, KeyShare, more ?? []))));

    internal byte[] Retry(params byte[] extensions) => ServerHello(extensions: Cat(Version13, extensions), random: s_retryRandom);

    /// <summary>Sends a HelloRetryRequest, and reads the second hello.</summary>
    internal void Retries(params byte[] extensions)
    {
        byte[] first = TranscriptHash();
        Transcript.Clear();
        Noted(Msg(254, first));
        Send(22, Noted(Retry(extensions)));
        ReadHello();
    }

    /// <summary>Keys of the handshake, from a ServerHello on.</summary>
    internal byte[] Keys(byte[] serverHello)
    {
        Noted(serverHello);
        byte[] zero = new byte[32], empty = SHA256.HashData([]), hash = TranscriptHash();
        byte[] early = HKDF.Extract(HashAlgorithmName.SHA256, zero, zero);
        _handshakeSecret = HKDF.Extract(HashAlgorithmName.SHA256, Agree(Hello.Share), RecordKeys.Expand(early, "derived", empty, 32));
        _serverSecret = RecordKeys.Expand(_handshakeSecret, "s hs traffic", hash, 32);
        _clientSecret = RecordKeys.Expand(_handshakeSecret, "c hs traffic", hash, 32);
        Writes = new RecordKeys(_serverSecret);
        Reads = new RecordKeys(_clientSecret);
        return serverHello;
    }

    /// <summary>Reads the hello and answers it.</summary>
    internal HandServer13 Begin(byte[]? more = null)
    {
        ReadHello();
        return Answer(more);
    }

    internal HandServer13 Answer(byte[]? more = null)
    {
        byte[] hello = ServerHello(more);
        Plain(22, hello);
        Keys(hello);
        return this;
    }

    internal byte[] Encrypted(params byte[] extensions) => Noted(Msg(8, V16(extensions)));

    internal byte[] Entry(byte[]? der = null, byte[]? extensions = null) =>
        Cat(V24(der ?? HandKeys.EcCertificate.RawData), V16(extensions ?? []));

    internal byte[] Certificate(params byte[] entries) => Noted(Msg(11, Cat(0, V24(entries.Length == 0 ? Entry() : entries))));

    internal byte[] Verify(int scheme = 0x0403, Func<byte[], byte[]>? sign = null)
    {
        byte[] signed = (sign
            ?? HandKeys.SignEc)(Cat(Repeat(64, [0x20]), Encoding.ASCII.GetBytes("TLS 1.3, server CertificateVerify"), 0, TranscriptHash()));
        return Noted(Msg(15, Cat(U16(scheme), V16(signed))));
    }

    internal byte[] Finished() =>
        Noted(Msg(20, HMACSHA256.HashData(RecordKeys.Expand(_serverSecret, "finished", [], 32), TranscriptHash())));

    /// <summary>All that comes behind ServerHello, in records of their own.</summary>
    internal void Flight()
    {
        Send(22, Encrypted());
        Send(22, Certificate());
        Send(22, Verify());
        Send(22, Finished());
    }

    /// <summary>Goes over to the keys of application data, once Finished was sent.</summary>
    internal void Application()
    {
        byte[] master =
            HKDF.Extract(HashAlgorithmName.SHA256, new byte[32], RecordKeys.Expand(_handshakeSecret, "derived", SHA256.HashData([]), 32));
        byte[] hash = TranscriptHash();
        Writes = new RecordKeys(RecordKeys.Expand(master, "s ap traffic", hash, 32));
        _clientApplication = RecordKeys.Expand(master, "c ap traffic", hash, 32);
    }

    /// <summary>A whole handshake.</summary>
    internal HandServer13 Open()
    {
        Begin();
        Flight();
        Application();
        ReadFinished();
        return this;
    }

    internal void ReadFinished()
    {
        ReadMessage(20);
        Reads = new RecordKeys(_clientApplication);
    }

    /// <summary>Data, and the end.</summary>
    internal void TlsShutdown()
    {
        Send(23, Encoding.ASCII.GetBytes("hello"));
        Send(21, 1, 0);
    }

    internal void Complete()
    {
        Application();
        ReadFinished();
        TlsShutdown();
    }

    /// <summary>A ticket.</summary>
    internal static byte[] Ticket(params byte[] extensions) =>
        Msg(4, Cat(0, 0, 0x0E, 0x10, 1, 2, 3, 4, V8(1), V16(new byte[32]), V16(extensions)));

    protected override void Passed(int type, byte[] content)
    {
        if (type == 22 && content[0] == 20 && _clientApplication.Length > 0)
            Reads = new RecordKeys(_clientApplication);
    }
}
