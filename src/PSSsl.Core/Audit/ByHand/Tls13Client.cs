using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;

namespace PSSsl.Audit.ByHand;

/// <summary>
/// A handshake of TLS 1.3 by hand, to see what no engine shows of the encrypted part. Its own key is always 1, so that the server's public
/// key is the shared secret; it keeps nothing secret, and does not verify the peer.
/// </summary>
internal sealed class Tls13Client
{
    private const int P256 = 23, MostRecords = 100, LongestMessage = 128 * 1024;

    private readonly ProbeLine _line;
    private readonly LineRecords _records;
    private readonly List<byte> _messages = new();
    private readonly List<byte> _input = new();
    private Tls13Keys? _keys;
    private Tls13Seal? _server;
    private Deadline _deadline;
    private int _count;

    private Tls13Client(ProbeLine line)
    {
        _line = line;
        _records = new LineRecords(line);
    }

    /// <summary>Why it comes to nothing; null while it goes on.</summary>
    internal string? Problem { get; private set; }

    /// <summary>The alert that ended it; null if none did.</summary>
    internal int? Alert { get; private set; }

    /// <summary>The extensions that are encrypted.</summary>
    internal IReadOnlyList<HelloExtension> Extensions { get; private set; } = Array.Empty<HelloExtension>();

    /// <summary>The certificates; null if they did not come, or are compressed.</summary>
    internal IReadOnlyList<byte[]>? Certificates { get; private set; }

    /// <summary>How the certificates are compressed (RFC 8879, 7.3); 0 for not.</summary>
    internal int Compression { get; private set; }

    internal bool WantsCertificate { get; private set; }

    /// <summary>True once the server's flight was read.</summary>
    internal bool IsDone { get; private set; }

    internal static ClientHello Hello(Hellos hellos) => hellos.Of(Hellos.Tls13, new[] { 0x1301, 0x1302 })
        .With(HelloExtension.Groups(new[] { P256 })).With(HelloExtension.KeyShares((P256, Hellos.P256Generator)));

    /// <summary>Says hello, and reads the server's flight.</summary>
    internal static async Task<Tls13Client> BeginAsync(ProbeLine line, ClientHello hello, TimeSpan patience)
    {
        var client = new Tls13Client(line) { _deadline = Deadline.After(patience) };
        client._messages.AddRange(hello.EncodeMessage());
        await line.SendAsync(hello.Encode()).ConfigureAwait(false);
        try
        {
            while (client is { IsDone: false, Problem: null } && await client.NextAsync().ConfigureAwait(false) is { } message)
                client.Understand(message.Type, message.Body);
        }
        catch (FormatException e)
        {
            client.Problem = $"a message that cannot be read ({e.Message.TrimEnd('.')})";
        }

        return client;
    }

    /// <summary>Ends the handshake, and reads tickets: what each says of early data (RFC 8446, 4.6.1), 0 for nothing.</summary>
    internal async Task<IReadOnlyList<long>> ReadTicketsAsync(TimeSpan patience)
    {
        var sizes = new List<long>();
        _deadline = Deadline.After(patience);
        Tls13Seal own = _keys!.OfClient();
        _server = _keys.OfServerLater(_messages.ToArray());
        var sent = new List<byte>();
        if (WantsCertificate)
        {
            byte[] none = { 11, 0, 0, 4, 0, 0, 0, 0 };
            _messages.AddRange(none);
            sent.AddRange(own.Seal(22, none));
        }

        byte[] verify = _keys.VerifyData(_messages.ToArray());
        sent.AddRange(own.Seal(22, WireWriter.Of(w => w.U8(20).U24(verify.Length).Bytes(verify))));
        await _line.SendAsync(sent.ToArray()).ConfigureAwait(false);
        try
        {
            while (sizes.Count == 0 && await NextAsync().ConfigureAwait(false) is { } message)
            {
                if (message.Type == 4)
                    sizes.Add(EarlyData(message.Body));
            }
        }
        catch (FormatException e)
        {
            Problem = $"a message that cannot be read ({e.Message.TrimEnd('.')})";
        }

        return sizes;
    }

    private static long EarlyData(byte[] ticket)
    {
        var reader = new WireReader(ticket);
        _ = reader.U32();
        _ = reader.U32();
        _ = reader.Vector8();
        _ = reader.Vector16();
        HelloExtension? early = Read(reader.Part(reader.U16())).FirstOrDefault(e => e.Type == ExtensionType.EarlyData);
        return early is null ? 0 : new WireReader(early.Data).U32();
    }

    private static List<HelloExtension> Read(WireReader list)
    {
        var extensions = new List<HelloExtension>();
        while (list.Left > 0)
            extensions.Add(new HelloExtension(list.U16(), list.Vector16()));
        return extensions;
    }

    /// <summary>The next message; null if none comes, for which <see cref="Problem"/> has the reason.</summary>
    private async Task<(int Type, byte[] Body)?> NextAsync()
    {
        while (_input.Count < 4 || _input.Count < 4 + Length)
        {
            if (_input.Count >= 4 && Length > LongestMessage)
                throw new FormatException($"a message of {Length} bytes");
            if (++_count > MostRecords)
                throw new FormatException($"more than {MostRecords} records");
            (int Type, byte[] Body)? record = _deadline.Passed ? null
                : await _records.ReadAsync(TimeSpan.FromMilliseconds(_deadline.RemainingMilliseconds)).ConfigureAwait(false);
            if (record is null)
                Problem = _records.IsOver ? "the end of the connection" : "silence";
            else if (record.Value.Type != 20)
                Take(record.Value.Type, record.Value.Body);
            if (Problem is not null)
                return null;
        }

        int type = _input[0];
        byte[] body = _input.GetRange(4, Length).ToArray();
        if (!IsDone)
            _messages.AddRange(_input.Take(4 + Length));
        _input.RemoveRange(0, 4 + Length);
        return (type, body);
    }

    private int Length => (_input[1] << 16) | (_input[2] << 8) | _input[3];

    private void Take(int type, byte[] body)
    {
        (int Type, byte[] Text)? text = type == 23 && _server is not null ? _server.Open(body) : (type, body);
        if (text is null)
            Problem = "a record that is sealed with other keys";
        else if (text.Value.Type == 21 && text.Value.Text.Length == 2)
            NoteAlert(text.Value.Text[1]);
        else if (text.Value.Type == 22)
            _input.AddRange(text.Value.Text);
        else if (text.Value.Type != 23)
            throw new FormatException($"a record of type {text.Value.Type}");
    }

    private void NoteAlert(int alert)
    {
        Alert = alert;
        Problem = $"the alert {(SslAlert)alert}";
    }

    private void Understand(int type, byte[] body)
    {
        if (_keys is null && type != 2)
            throw new FormatException($"a message of type {type} in place of a hello");
        var reader = new WireReader(body);
        switch (type)
        {
            case 2 when _keys is null:
                Agree(ServerHello.Read(body));
                break;
            case 8:
                Extensions = Read(reader.Part(reader.U16()));
                break;
            case 11:
                Certificates = ReadCertificates(reader);
                break;
            case 13:
                WantsCertificate = true;
                break;
            case 20:
                IsDone = true;
                break;
            case 25:
                Compression = reader.U16();
                break;
        }
    }

    private static List<byte[]> ReadCertificates(WireReader reader)
    {
        _ = reader.Vector8();
        WireReader list = reader.Part(reader.U24());
        var certificates = new List<byte[]>();
        while (list.Left > 0)
        {
            certificates.Add(list.Bytes(list.U24()));
            _ = list.Vector16();
        }

        return certificates;
    }

    private void Agree(ServerHello hello)
    {
        byte[]? share = hello.Find(ExtensionType.KeyShare);
        if (hello.Version != Hellos.Tls13)
            Problem = $"a hello of {hello.Version:X4}";
        else if (hello.IsRetryRequest || hello.Suite is not (0x1301 or 0x1302) || share is not { Length: 69 } || hello.Group != P256)
            Problem = "it does not take what a handshake by hand offers";
        else
        {
            // The point's first coordinate is the secret, since it is multiplied by 1.
            _keys = new Tls13Keys(SuiteRegistry.ById(hello.Suite), share.Skip(5).Take(32).ToArray(), _messages.ToArray());
            _server = _keys.OfServer();
        }
    }
}
