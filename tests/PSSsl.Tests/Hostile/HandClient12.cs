using System;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>A client of TLS 1.2 with ECDHE-ECDSA-AES128-GCM-SHA256, a step at a time.</summary>
internal sealed class HandClient12 : HandPeer
{
    private byte[] _serverRandom = [];
    private byte[] _serverPoint = [];
    private byte[] _master = [];
    private RecordKeys? _serverKeys;
    private RecordKeys? _clientKeys;

    internal HandClient12(Socket socket)
        : base(socket)
    {
    }

    internal static readonly byte[] Groups = Ext(10, V16(0, 23));
    internal static readonly byte[] Schemes = Ext(13, V16(4, 3, 8, 4, 4, 1));
    internal static readonly byte[] Renegotiation = Ext(0xFF01, 0);

    internal static byte[] Extensions(params byte[] more) => Cat(Groups, Schemes, Renegotiation, more);

    internal byte[] Hello(byte[]? extensions = null, int version = 0x0303, byte[]? compressions = null, byte[]? suites = null,
        byte[]? sessionId = null) =>
        Msg(1, Cat(U16(version), Random, V8(sessionId ?? []), V16(suites ?? [0xC0, 0x2B]), V8(compressions ?? [0]),
            V16(extensions ?? Extensions())));

    internal HandClient12 Begin(byte[]? hello = null)
    {
        Send(22, Noted(hello ?? Hello()));
        return this;
    }

    /// <summary>Reads the server's flight.</summary>
    internal HandClient12 ReadFlight()
    {
        byte[] hello = Noted(ReadMessage(2));
        _serverRandom = hello[6..38];
        byte[] exchange = Noted(ReadMessage(12));
        _serverPoint = exchange[8..(8 + exchange[7])];
        Noted(ReadMessage(14));
        return this;
    }

    internal byte[] KeyExchange(byte[]? point = null)
    {
        byte[] message = Noted(Msg(16, V8(point ?? Share)));
        _master = Keys12.Prf(Agree(_serverPoint), "master secret", Cat(Random, _serverRandom), 48);
        (_clientKeys, _serverKeys) = Keys12.Make(_master, Random, _serverRandom);
        return message;
    }

    /// <summary>Opens with RSA key transport (RFC 5246, 7.4.7.1).</summary>
    /// <param name="version">The hello's version.</param>
    /// <param name="repeated">The version that the secret begins with.</param>
    internal HandClient12 Transport(int version, int repeated)
    {
        Begin(Hello(version: version, suites: [0, 0x9C]));
        _serverRandom = Noted(ReadMessage(2))[6..38];
        Noted(ReadMessage(14));
        byte[] secret = Cat(U16(repeated), new byte[46]);
        Send(22, Noted(Msg(16, V16(HandKeys.Rsa.Encrypt(secret, RSAEncryptionPadding.Pkcs1)))));
        _master = Keys12.Prf(secret, "master secret", Cat(Random, _serverRandom), 48);
        (_clientKeys, _serverKeys) = Keys12.Make(_master, Random, _serverRandom);
        ChangeCipher().Send(22, Finished());
        ReadMessage(20);
        return this;
    }

    internal byte[] Certificate(params byte[][] chain)
    {
        byte[] list = [];
        foreach (byte[] der in chain)
            list = Cat(list, V24(der));
        return Noted(Msg(11, V24(list)));
    }

    internal byte[] Verify(int scheme = 0x0403, Func<byte[], byte[]>? sign = null) =>
        Noted(Msg(15, Cat(U16(scheme), V16((sign ?? HandKeys.SignEc)([.. Transcript])))));

    internal HandClient12 ChangeCipher()
    {
        Send(20, 1);
        Writes = _clientKeys;
        return this;
    }

    internal byte[] Finished() => Noted(Msg(20, Keys12.Prf(_master, "client finished", TranscriptHash(), 12)));

    /// <summary>Up to our change of keys.</summary>
    internal HandClient12 UpToKeys()
    {
        Begin().ReadFlight().Send(22, KeyExchange());
        return this;
    }

    internal HandClient12 Open()
    {
        UpToKeys().ChangeCipher().Send(22, Finished());
        ReadMessage(20);
        return this;
    }

    protected override void ChangesKeys()
    {
        Reads = _serverKeys;
        ReadsAll = true;
    }

    internal void TlsShutdown()
    {
        Send(23, Encoding.ASCII.GetBytes("hello"));
        Send(21, 1, 0);
    }
}
