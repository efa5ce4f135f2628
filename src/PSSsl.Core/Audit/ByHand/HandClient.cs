using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;

namespace PSSsl.Audit.ByHand;

/// <summary>
/// A handshake of TLS 1.0 to 1.2 of which each byte is ours, to ask what an engine would never say. It keeps nothing secret: its own key is
/// always 1, so that the server's public key is the shared secret, and it does not verify the peer.
/// </summary>
internal sealed class HandClient
{
    private const int P256 = 23, MostRecords = 100, LongestMessage = 128 * 1024;

    private readonly ProbeLine _line;
    private readonly int _version;
    private readonly byte[] _clientRandom;
    private readonly List<byte> _messages = new();
    private readonly List<byte> _plain = new();
    private byte[] _master = Array.Empty<byte>();

    private HandClient(ProbeLine line, int version, byte[] clientRandom)
    {
        _line = line;
        _version = version;
        _clientRandom = clientRandom;
        Records = new LineRecords(line);
    }

    /// <summary>Suites that can be spoken by hand.</summary>
    internal static IReadOnlyList<int> Suites { get; } = SuiteRegistry.UpToTls12
        .Where(s => SuiteRegistry.ById(s) is { KeyExchange: "RSA" or "ECDH" or "DH" } suite
        && RecordSeal.IsKnown(suite)).ToArray();

    internal static IReadOnlyList<int> CbcSuites { get; } = Suites.Where(s => SuiteRegistry.ById(s).Encryption == "AES").ToArray();

    /// <summary>The groups that a key is agreed on in.</summary>
    internal static HelloExtension Groups { get; } = HelloExtension.Groups(new[] { P256 });

    internal ServerFlight? Flight { get; private set; }

    internal LineRecords Records { get; }

    internal RecordSeal? Seal { get; private set; }

    /// <summary>What the client's Finished held, which a renegotiation is bound to.</summary>
    internal byte[] VerifyData { get; private set; } = Array.Empty<byte>();

    internal byte[]? Ticket { get; private set; }

    /// <summary>Why it comes to nothing.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Says hello, and reads up to where keys are made.</summary>
    internal static async Task<HandClient> BeginAsync(ProbeLine line, ClientHello hello)
    {
        ClientHello spoken = hello.Version > Hellos.Ssl3 ? hello.With(Groups) : hello;
        var client = new HandClient(line, spoken.Version, spoken.Random);
        await line.SendAsync(spoken.Encode()).ConfigureAwait(false);
        client._messages.AddRange(spoken.EncodeMessage());
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
        client.Flight = flight;
        if (flight.Hello?.Version != spoken.Version || !flight.IsDone)
            client.Problem = $"its first flight was not whole: {flight.Told}";
        else if (!spoken.Suites.Contains(flight.Hello.Suite))
            client.Problem = $"it took {SuiteRegistry.ById(flight.Hello.Suite)}, which was not offered";
        return client;
    }

    /// <summary>Sends all that the client has to say, to its Finished.</summary>
    /// <param name="change">Changes the padding of Finished.</param>
    internal async Task FinishAsync(Action<byte[]>? change = null)
    {
        if (Problem is not null)
            return;
        ServerHello hello = Flight!.Hello!;
        SslCipher suite = SuiteRegistry.ById(hello.Suite);
        _messages.AddRange(Flight.Messages);
        if (!RecordSeal.IsKnown(suite) || Agree(suite) is not { } agreed)
        {
            Problem = $"a key for {suite} cannot be agreed on by hand";
            return;
        }

        if (Flight.Wish is not null)
            _messages.AddRange(new byte[] { 11, 0, 0, 3, 0, 0, 0 });
        byte[] exchange = WireWriter.Of(w => w.U8(16).U24(agreed.Message.Length).Bytes(agreed.Message));
        _messages.AddRange(exchange);
        var derivation = new KeyDerivation(_version, suite);
        _master = hello.Find(ExtensionType.ExtendedMasterSecret) is null
            ? derivation.MasterSecret(agreed.Secret, _clientRandom, hello.Random)
            : derivation.ExtendedMasterSecret(agreed.Secret, _messages.ToArray());
        byte[] block = derivation.KeyBlock(_master, _clientRandom, hello.Random, RecordSeal.KeyBlockLength(suite, _version));
        Seal = new RecordSeal(suite, _version, block, isClient: true);
        VerifyData = derivation.VerifyData(_master, _messages.ToArray(), isClient: true);
        byte[] finished = WireWriter.Of(w => w.U8(20).U24(VerifyData.Length).Bytes(VerifyData));
        await _line.SendAsync(WireWriter.Of(w =>
        {
            if (Flight.Wish is not null)
                w.U8(22).U16(_version).Vector16(new byte[] { 11, 0, 0, 3, 0, 0, 0 });
            w.U8(22).U16(_version).Vector16(exchange).U8(20).U16(_version).Vector16(new byte[] { 1 })
                .Bytes(Seal.Seal(22, finished, change));
        })).ConfigureAwait(false);
    }

    /// <summary>Reads the server's end of the handshake. What comes in place of it is said.</summary>
    /// <param name="patience">For all of it: who goes on with something else is not waited for.</param>
    internal async Task<HandReply> ReadFinishedAsync(TimeSpan patience)
    {
        if (Problem is not null)
            return HandReply.None;
        try
        {
            return await ReadFinishedAsync(Deadline.After(patience)).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            return new HandReply { Text = $"a message that cannot be read ({e.Message.TrimEnd('.')})" };
        }
    }

    private async Task<HandReply> ReadFinishedAsync(Deadline deadline)
    {
        bool hasKeys = false;
        for (int i = 0; await Records.ReadAsync(deadline).ConfigureAwait(false) is { } record; i++)
        {
            if (i == MostRecords)
                throw new FormatException($"more than {MostRecords} records");
            switch (record.Type)
            {
                case 20:
                    hasKeys = true;
                    break;
                case 22 when hasKeys:
                    return HandReply.Whole;
                case 22:
                    NoteTicket(record.Body);
                    break;
                case 21 when !hasKeys && record.Body.Length == 2:
                    return HandReply.OfAlert(record.Body[1]);
                default:
                    return new HandReply { Text = $"a record of type {record.Type}" };
            }
        }

        return Records.IsOver ? HandReply.Over : HandReply.Silence;
    }

    /// <summary>NewSessionTicket comes before there are keys (RFC 5077, 3.3), whole or in several records.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    private void NoteTicket(byte[] record)
    {
        _plain.AddRange(record);
        while (_plain.Count >= 4)
        {
            int length = (_plain[1] << 16) | (_plain[2] << 8) | _plain[3];
            if (length > LongestMessage)
                throw new FormatException($"a message of {length} bytes");
            if (_plain.Count < 4 + length)
                return;
            var reader = new WireReader(_plain.GetRange(4, length).ToArray());
            if (_plain[0] == 4)
            {
                _ = reader.U32();
                Ticket = reader.Vector16();
            }

            _plain.RemoveRange(0, 4 + length);
        }
    }

    private (byte[] Secret, byte[] Message)? Agree(SslCipher suite)
    {
        ServerKeys? keys = Flight!.Keys;
        if (suite.KeyExchange == "RSA" && RsaMessage.KeyOf(Flight) is { Modulus: { } modulus } key)
        {
            byte[] secret = WireWriter.Of(w => w.U16(_version).Bytes(ClientHello.RandomBytes(46)));
            return (secret, WireWriter.Of(w => w.Vector16(RsaMessage.Encrypt(key, secret, modulus.Length))));
        }

        if (suite.KeyExchange == "ECDH" && keys is { Group: P256, Public.Length: 65 })
            return (keys.Public.Skip(1).Take(32).ToArray(), WireWriter.Of(w => w.Vector8(Hellos.P256Generator)));
        if (suite.KeyExchange == "DH" && keys is { Prime: not null, Generator: { } generator })
            return (keys.Public.SkipWhile(b => b == 0).ToArray(), WireWriter.Of(w => w.Vector16(generator)));
        return null;
    }
}
