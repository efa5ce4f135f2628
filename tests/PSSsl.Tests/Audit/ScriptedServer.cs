using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using static PSSsl.Tests.Audit.ScriptedWire;

namespace PSSsl.Tests.Audit;

/// <summary>
/// A server of TLS 1.2 with one suite (RSA, AES-128-CBC, SHA-1) that is as it should be, but for the faults that it is told to have: what
/// cannot be had in programs any more.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private const int Suite = 0x002F, Version = 0x0303;

    private readonly ScriptedConnections _connections;
    private readonly RSA _key = RSA.Create(2048);
    private readonly byte[] _certificate;

    internal ScriptedServer()
        : this(IPAddress.Loopback, 0)
    {
    }

    internal ScriptedServer(IPAddress address, int port)
    {
        _certificate = CertificateLab.SelfSigned("CN=localhost", _key).RawData;
        _connections = new ScriptedConnections(address, port, Serve);
    }

    internal byte[] Certificate => _certificate;

    internal int Port => _connections.Port;

    /// <summary>It does not look at the bytes of the padding.</summary>
    internal bool IgnoresPadding { get; init; }

    /// <summary>It says back 32 bytes of session id.</summary>
    internal bool FillsSessionId { get; init; }

    /// <summary>It tells at once when the padding of RSA is wrong.</summary>
    internal bool TellsRsaPadding { get; init; }

    /// <summary>How many keys for tickets it has, and takes in turn; 0 for another one each time.</summary>
    internal int TicketKeys { get; init; } = 1;

    /// <summary>It gives tickets and takes none.</summary>
    internal bool RefusesTickets { get; init; }

    /// <summary>It takes a ticket only with a session id of the usual length.</summary>
    internal bool WantsLongSessionId { get; init; }

    internal bool Renegotiates { get; init; }

    /// <summary>It hangs up where a client's key is to come, without a word.</summary>
    internal bool StopsBehindFlight { get; init; }

    /// <summary>It says nothing where a client's key is to come.</summary>
    internal bool FallsSilent { get; init; }

    /// <summary>The suite that it says it takes, whatever was offered; null for its own.</summary>
    internal int? SaysSuite { get; init; }

    /// <summary>Its tickets say that they are longer than they are.</summary>
    internal bool CutsTickets { get; init; }

    /// <summary>Its tickets come in two records.</summary>
    internal bool SplitsTickets { get; init; }

    /// <summary>Shows a certificate with another key; null for its own.</summary>
    internal byte[]? Shows { get; init; }

    /// <summary>What it does first on a connection, by its number: true if that was all.</summary>
    internal Func<int, Socket, bool> Begin { get; init; } = (_, _) => false;

    public void Dispose()
    {
        _connections.Dispose();
        _key.Dispose();
    }

    private void Serve(int number, NetworkStream stream)
    {
        if (!Begin(number, stream.Socket))
            Talk(stream, Ticket(number));
    }

    private void Talk(NetworkStream stream, byte[] own)
    {
        (int type, byte[] message) = Read(stream);
        var hello = new WireReader(message);
        if (type != 22 || hello.U8() != 1)
            return;
        _ = hello.U24();
        int version = hello.U16();
        byte[] clientRandom = hello.Bytes(32), sessionId = hello.Vector8();
        IReadOnlyList<int> suites = hello.Part(hello.U16()).Numbers();
        _ = hello.Vector8();
        Dictionary<int, byte[]> extensions = Extensions(hello);
        if (version < Version || !suites.Contains(Suite) || IsOfTls13Alone(extensions))
        {
            stream.Write(Alert(40));
            return;
        }

        byte[]? ticket = extensions.GetValueOrDefault(ExtensionType.SessionTicket);
        bool isResumed = ticket is not null && ticket.SequenceEqual(own) && !RefusesTickets
            && (!WantsLongSessionId || sessionId.Length == 32);
        byte[] random = RandomNumberGenerator.GetBytes(32);
        byte[] said = isResumed ? FillsSessionId ? [.. sessionId, .. new byte[32 - sessionId.Length]] : sessionId : [];
        byte[] serverHello = Message(2, w => w.U16(Version).Bytes(random).Vector8(said).U16(SaysSuite ?? Suite).U8(0).Vector16(WireWriter.Of(e =>
        {
            e.U16(ExtensionType.RenegotiationInfo).Vector16([0]);
            if (ticket is not null)
                e.U16(ExtensionType.SessionTicket).Vector16([]);
        })));
        stream.Write(Record(22, serverHello));
        if (isResumed)
            return;
        byte[] shown = Shows ?? _certificate;
        byte[] certificates = Message(11, w => w.U24(shown.Length + 3).U24(shown.Length).Bytes(shown)), done = Message(14, _ => { });
        stream.Write([.. Record(22, certificates), .. Record(22, done)]);
        if (FallsSilent)
            Thread.Sleep(60_000);
        if (StopsBehindFlight || FallsSilent)
            return;
        (type, byte[] exchange) = Read(stream);
        if (type != 22)
        {
            stream.Write(Alert(10));
            return;
        }

        byte[]? premaster = Decrypt(exchange);
        if (premaster is null && TellsRsaPadding)
        {
            stream.Write(Alert(40));
            return;
        }

        Finish(stream, clientRandom, random, premaster ?? RandomNumberGenerator.GetBytes(48), ticket is not null ? own : null);
    }

    private void Finish(NetworkStream stream, byte[] clientRandom, byte[] random, byte[] premaster, byte[]? ticket)
    {
        SslCipher suite = SuiteRegistry.ById(Suite);
        var derivation = new KeyDerivation(Version, suite);
        byte[] master = derivation.MasterSecret(premaster, clientRandom, random);
        byte[] block = derivation.KeyBlock(master, clientRandom, random, RecordSeal.KeyBlockLength(suite, Version));
        if (Read(stream).Type != 20 || !IsRight(Read(stream).Body, block))
        {
            stream.Write(Alert(20));
            return;
        }

        var seal = new RecordSeal(suite, Version, block, isClient: false);
        if (ticket is not null)
            Give(stream, Message(4, w => w.U16(0).U16(300).U16(ticket.Length + (CutsTickets ? 9 : 0)).Bytes(ticket)));
        stream.Write([.. Record(20, [1]), .. seal.Seal(22, Message(20, w => w.Bytes(new byte[12])))]);
        if (Read(stream).Type == 22)
            stream.Write(Renegotiates ? seal.Seal(22, new byte[80]) : seal.Seal(21, [1, 100]));
    }

    private void Give(NetworkStream stream, byte[] message) =>
        stream.Write(SplitsTickets ? [.. Record(22, message[..7]), .. Record(22, message[7..])] : Record(22, message));

    /// <summary>What a ticket of one of its keys is: the key's name, and some more.</summary>
    private byte[] Ticket(int number)
    {
        int key = TicketKeys == 0 ? number : number % TicketKeys;
        return [.. BitConverter.GetBytes(key), .. new byte[40]];
    }

    /// <summary>Padding and MAC of a client's first record.</summary>
    private bool IsRight(byte[] body, byte[] block)
    {
        using var aes = Aes.Create();
        aes.Key = block[40..56];
        byte[] plain = aes.DecryptCbc(body.AsSpan(16), body.AsSpan(0, 16), PaddingMode.None);
        int padding = plain[^1];
        if (padding + 21 > plain.Length || (!IgnoresPadding && plain.Skip(plain.Length - 1 - padding).Any(b => b != padding)))
            return false;
        byte[] text = plain[..(plain.Length - padding - 21)], mac = plain[text.Length..(text.Length + 20)];
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 22, 3, 3, (byte)(text.Length >> 8), (byte)text.Length];
        byte[] signed = [.. header, .. text];
        return HMACSHA1.HashData(block[..20], signed).SequenceEqual(mac);
    }

    private byte[]? Decrypt(byte[] message)
    {
        try
        {
            byte[] secret = _key.Decrypt(message[6..], RSAEncryptionPadding.Pkcs1);
            return secret.Length == 48 ? secret : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsOfTls13Alone(Dictionary<int, byte[]> extensions) =>
        extensions.TryGetValue(ExtensionType.SupportedVersions, out byte[]? versions) && !versions.Chunk(2)
            .Any(_ => Contains(versions, 3, 3));

    private static bool Contains(byte[] versions, byte major, byte minor) =>
        Enumerable.Range(0, versions.Length / 2).Any(i => versions[1 + 2 * i] == major && versions[2 + 2 * i] == minor);
}
