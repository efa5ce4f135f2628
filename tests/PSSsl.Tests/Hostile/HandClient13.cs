using System;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using PSSsl.X509.Names;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

#pragma warning disable CA1822 // Scenarios read as what the peer says, also where that is the same for all.

/// <summary>A client of TLS 1.3 with secp256r1 and TLS_AES_128_GCM_SHA256, a step at a time.</summary>
internal sealed class HandClient13 : HandPeer
{
    private byte[] _clientSecret = [];
    private byte[] _master = [];

    internal HandClient13(Socket socket)
        : base(socket)
    {
    }

    internal byte[] SessionId { get; } = RandomNumberGenerator.GetBytes(32);

    internal byte[] Name => Ext(0, V16(Cat(0, V16(Encoding.ASCII.GetBytes("localhost")))));

    internal static byte[] Groups => Ext(10, V16(0, 23));

    internal static byte[] Schemes => Ext(13, V16(4, 3, 8, 4, 4, 1));

    internal static byte[] Versions => Ext(43, V8(3, 4));

    internal byte[] KeyShare => Ext(51, V16(Cat(0, 23, V16(Share))));

    /// <summary>What a hello needs; <paramref name="more"/> comes behind.</summary>
    internal byte[] Extensions(params byte[] more) => Cat(Groups, Schemes, Versions, KeyShare, more);

    internal byte[] Hello(byte[]? extensions = null, int version = 0x0303, byte[]? compressions = null, byte[]? suites = null) =>
        Msg(1, Cat(U16(version), Random, V8(SessionId), V16(suites ?? [0x13, 1]), V8(compressions ?? [0]),
            V16(extensions ?? Extensions())));

    /// <summary>Sends a hello, and takes the keys of the server's.</summary>
    internal HandClient13 Begin(byte[]? hello = null)
    {
        Send(22, Noted(hello ?? Hello()));
        return Keys();
    }

    /// <summary>Sends a hello and reads the HelloRetryRequest, whose cookie is the result.</summary>
    internal byte[] BeginRetry(byte[] hello)
    {
        Send(22, hello);
        return ReadRetry(hello);
    }

    internal byte[] ReadRetry(byte[] hello)
    {
        byte[] retry = ReadMessage(2);
        Transcript.Clear();
        Noted(Msg(254, SHA256.HashData(hello)));
        Noted(retry);
        int at = retry.AsSpan().IndexOf((byte[])[0, 44, 0, 18]);
        return retry[at..(at + 22)];
    }

    /// <summary>Reads ServerHello, and goes over to the keys of the handshake.</summary>
    internal HandClient13 Keys() => Keys(ReadMessage(2));

    private HandClient13 Keys(byte[] message)
    {
        Noted(message);
        int at = FindShare(message);
        byte[] zero = new byte[32], empty = SHA256.HashData([]), hash = TranscriptHash();
        byte[] early = HKDF.Extract(HashAlgorithmName.SHA256, zero, zero);
        byte[] secret =
            HKDF.Extract(HashAlgorithmName.SHA256, Agree(message[(at + 8)..(at + 73)]), RecordKeys.Expand(early, "derived", empty, 32));
        _clientSecret = RecordKeys.Expand(secret, "c hs traffic", hash, 32);
        Writes = new RecordKeys(_clientSecret);
        Reads = new RecordKeys(RecordKeys.Expand(secret, "s hs traffic", hash, 32));
        _master = HKDF.Extract(HashAlgorithmName.SHA256, zero, RecordKeys.Expand(secret, "derived", empty, 32));
        return this;
    }

    private static int FindShare(byte[] serverHello) => serverHello.AsSpan().IndexOf((byte[])[0, 51, 0, 69, 0, 23, 0, 65, 4]);

    /// <summary>Reads the server's flight.</summary>
    internal HandClient13 ReadFlight()
    {
        return Flown(ReadMessage(20));
    }

    private HandClient13 Flown(byte[] finished)
    {
        Noted(finished);
        byte[] hash = TranscriptHash();
        Application = new RecordKeys(RecordKeys.Expand(_master, "c ap traffic", hash, 32));
        Reads = new RecordKeys(RecordKeys.Expand(_master, "s ap traffic", hash, 32));
        return this;
    }

    /// <summary>Keys of what comes behind our Finished.</summary>
    internal RecordKeys? Application { get; private set; }

    internal byte[] Finished() =>
        Noted(Msg(20, HMACSHA256.HashData(RecordKeys.Expand(_clientSecret, "finished", [], 32), TranscriptHash())));

    internal byte[] Entry(byte[]? der = null, byte[]? extensions = null) =>
        Cat(V24(der ?? HandKeys.EcCertificate.RawData), V16(extensions ?? []));

    internal byte[] Certificate(params byte[] entries) => Noted(Msg(11, Cat(0, V24(entries))));

    internal byte[] Verify(int scheme = 0x0403, Func<byte[], byte[]>? sign = null)
    {
        byte[] signed = (sign
            ?? HandKeys.SignEc)(Cat(Repeat(64, [0x20]), Encoding.ASCII.GetBytes("TLS 1.3, client CertificateVerify"), 0, TranscriptHash()));
        return Noted(Msg(15, Cat(U16(scheme), V16(signed))));
    }

    /// <summary>The end of the handshake.</summary>
    internal HandClient13 Finish()
    {
        Send(22, Finished());
        Writes = Application;
        return this;
    }

    /// <summary>A whole handshake.</summary>
    internal HandClient13 Open() => Begin().ReadFlight().Finish();

    protected override void Passed(int type, byte[] content)
    {
        if (type != 22 || Application is not null)
            return;
        if (content[0] == 2 && FindShare(content) >= 0)
            Keys(content);
        else if (content[0] == 20)
            Flown(content);
        else
            Noted(content);
    }

    internal void TlsShutdown()
    {
        Send(23, Encoding.ASCII.GetBytes("hello"));
        Send(21, 1, 0);
    }
}
