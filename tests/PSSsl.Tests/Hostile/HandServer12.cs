using System;
using System.Net.Sockets;
using System.Text;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>A server of TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256, a step at a time.</summary>
internal sealed class HandServer12 : HandPeer
{
    private byte[] _master = [];
    private RecordKeys? _serverKeys;
    private RecordKeys? _clientKeys;

    internal HandServer12(Socket socket)
        : base(socket)
    {
    }

    internal HelloFields Hello { get; private set; } = null!;

    internal static readonly byte[] Renegotiation = Ext(0xFF01, 0);

    internal HandServer12 ReadHello()
    {
        byte[] message = ReadMessage(1);
        Hello = new HelloFields(message);
        Noted(message);
        return this;
    }

    internal byte[] ServerHello(byte[]? more = null, byte[]? extensions = null, byte[]? random = null, int version = 0x0303,
        int suite = 0xC02B, int compression = 0,
        byte[]? sessionId = null) =>
            Noted(Msg(2,
                Cat(U16(version), random
                    ?? Random, V8(sessionId ?? []), U16(suite), compression, V16(extensions ?? Cat(Renegotiation, more ?? [])))));

    internal byte[] Certificate(params byte[][] chain)
    {
        byte[] list = [];
        foreach (byte[] der in chain.Length == 0 ? [HandKeys.EcCertificate.RawData] : chain)
            list = Cat(list, V24(der));
        return Noted(Msg(11, V24(list)));
    }

    internal byte[] KeyExchange(byte[]? parameters = null, int scheme = 0x0403, Func<byte[], byte[]>? sign = null)
    {
        byte[] offered = parameters ?? Cat(3, 0, 23, V8(Share));
        return Noted(Msg(12, Cat(offered, U16(scheme), V16((sign ?? HandKeys.SignEc)(Cat(Hello.Random, Random, offered))))));
    }

    internal byte[] Request(byte[]? types = null, byte[]? schemes = null, byte[]? authorities = null) =>
        Noted(Msg(13, Cat(V8(types ?? [64, 1]), V16(schemes ?? [4, 3]), V16(authorities ?? []))));

    internal byte[] Done() => Noted(Msg(14));

    /// <summary>All that comes before the client's answer.</summary>
    internal HandServer12 Flight(byte[]? more = null)
    {
        Send(22, ServerHello(more));
        Send(22, Certificate());
        Send(22, KeyExchange());
        Send(22, Done());
        return this;
    }

    /// <summary>Reads the client's answer up to its Finished.</summary>
    internal HandServer12 ReadAnswer()
    {
        byte[] exchange = Noted(ReadMessage(16));
        _master = Keys12.Prf(Agree(exchange[5..]), "master secret", Cat(Hello.Random, Random), 48);
        (_clientKeys, _serverKeys) = Keys12.Make(_master, Hello.Random, Random);
        Noted(ReadMessage(20));
        return this;
    }

    protected override void ChangesKeys()
    {
        Reads = _clientKeys;
        ReadsAll = true;
    }

    internal HandServer12 ChangeCipher()
    {
        Send(20, 1);
        Writes = _serverKeys;
        return this;
    }

    internal byte[] Finished() => Noted(Msg(20, Keys12.Prf(_master, "server finished", TranscriptHash(), 12)));

    internal HandServer12 Open()
    {
        ReadHello().Flight().ReadAnswer().ChangeCipher().Send(22, Finished());
        return this;
    }

    internal HandServer12 UpToKeys() => ReadHello().Flight().ReadAnswer();

    internal void TlsShutdown()
    {
        Send(23, Encoding.ASCII.GetBytes("hello"));
        Send(21, 1, 0);
    }
}
