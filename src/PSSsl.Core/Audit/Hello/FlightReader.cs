using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Audit.Hello;

/// <summary>
/// Reads a server's first flight as it comes, in pieces of any size. It is fed by whoever answers, also by attackers: what it holds is
/// bounded, and what cannot be read ends it.
/// </summary>
internal sealed class FlightReader
{
    /// <summary>Longer than any chain that is of use; a hello alone is short.</summary>
    private const int MostBytes = 256 * 1024, MostBytesOfHello = 64 * 1024, LongestMessage = 128 * 1024, LongestRecord = 16384
        + 2048, LongestQuote = 256;

    /// <summary>Records and messages, also those that carry nothing; the longest flight has ten messages.</summary>
    private const int MostRecords = 500, MostMessages = 20;

    private readonly bool _wantsAll;
    private readonly List<byte> _input = new();
    private readonly List<byte> _message = new();
    private int _records;
    private int _messages;

    /// <param name="wantsAll">False if the server's hello is enough.</param>
    internal FlightReader(bool wantsAll) => _wantsAll = wantsAll;

    internal ServerFlight Flight { get; } = new();

    internal bool IsOver => Flight.End != FlightEnd.Open;

    /// <summary>Takes bytes that came.</summary>
    internal void Add(byte[] bytes, int offset, int count)
    {
        if (IsOver)
            return;
        Flight.Count += count;
        int most = _wantsAll ? MostBytes : MostBytesOfHello;
        if (Flight.Count > most)
        {
            Fail($"more than {most} bytes");
            return;
        }

        _input.AddRange(new ArraySegment<byte>(bytes, offset, count));
        try
        {
            while (!IsOver && ReadRecord())
            {
            }
        }
        catch (FormatException e)
        {
            Fail(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Nothing more will come.</summary>
    internal void Finish(FlightEnd end)
    {
        if (!IsOver)
            Flight.End = end;
    }

    private bool ReadRecord()
    {
        if (_input.Count < 3)
            return false;
        if (_records == 0 && (_input[0] & 0x80) != 0)
            return ReadSsl2();
        if (_input[0] is < 20 or > 24 || _input[1] != 3)
        {
            if (_records > 0)
                throw new FormatException("a record of an unknown type");
            Flight.Beginning = _input.Take(LongestQuote).ToArray();
            Flight.End = FlightEnd.NotTls;
            return false;
        }

        if (_input.Count < 5)
            return false;
        int length = (_input[3] << 8) | _input[4];
        if (length > LongestRecord)
            throw new FormatException($"a record of {length} bytes");
        if (_input.Count < 5 + length)
            return false;
        if (++_records > MostRecords)
            throw new FormatException($"more than {MostRecords} records");
        int type = _input[0];
        var body = new byte[length];
        _input.CopyTo(5, body, 0, length);
        _input.RemoveRange(0, 5 + length);
        ReadBody(type, body);
        return true;
    }

    private void ReadBody(int type, byte[] body)
    {
        if (type == 21)
        {
            ReadAlert(body);
        }
        else if (type == 22)
        {
            _message.AddRange(body);
            while (!IsOver && ReadMessage())
            {
            }
        }
        else if (type == 20 && Flight.Hello is not null)
        {
            // An empty signal of TLS 1.3's compatibility mode, or a session that is resumed.
            Flight.End = FlightEnd.Whole;
        }
        else
        {
            throw new FormatException($"a record of type {type} in place of a hello");
        }
    }

    private void ReadAlert(byte[] body)
    {
        if (body.Length != 2)
            throw new FormatException($"an alert of {body.Length} bytes");
        Flight.Alert = body[1];
        // A warning is not a refusal, except that the connection ends (RFC 5246, 7.2.1).
        Flight.IsFatal = body[0] == 2 || body[1] == 0;
        if (Flight.IsFatal)
            Flight.End = body[1] == 0 ? FlightEnd.Closed : FlightEnd.Alert;
    }

    private bool ReadMessage()
    {
        if (_message.Count < 4)
            return false;
        int length = (_message[1] << 16) | (_message[2] << 8) | _message[3];
        if (length > LongestMessage)
            throw new FormatException($"a message of {length} bytes");
        if (_message.Count < 4 + length)
            return false;
        if (++_messages > MostMessages)
            throw new FormatException($"more than {MostMessages} messages");
        int type = _message[0];
        var body = new byte[length];
        _message.CopyTo(4, body, 0, length);
        // A wish for another handshake is not part of this one (RFC 5246, 7.4.1.1).
        if (_wantsAll && type != 0)
            Flight.Messages.AddRange(_message.Take(4 + length));
        _message.RemoveRange(0, 4 + length);
        if (Flight.Hello is null && type != 2 && type != 0)
            throw new FormatException($"a message of type {type} in place of a hello");
        Understand(type, body);
        return true;
    }

    private void Understand(int type, byte[] body)
    {
        switch (type)
        {
            case 2:
                ReadHello(body);
                break;
            case 11:
                ReadCertificates(body);
                break;
            case 12:
                Flight.Keys = ServerKeys.Read(body, SuiteRegistry.ById(Flight.Hello!.Suite), Flight.Hello.Version);
                break;
            case 13:
                Flight.Wish = CertificateWish.Read(body, Flight.Hello!.Version);
                break;
            case 14:
                Flight.IsDone = true;
                Flight.End = FlightEnd.Whole;
                break;
            case 22:
                ReadStatus(body);
                break;
        }
    }

    private void ReadHello(byte[] body)
    {
        if (Flight.Hello is not null)
            throw new FormatException("a second hello");
        Flight.Hello = ServerHello.Read(body);
        // What follows in TLS 1.3 is encrypted.
        if (!_wantsAll || Flight.Hello.Version >= 0x0304)
            Flight.End = FlightEnd.Whole;
    }

    private void ReadCertificates(byte[] body)
    {
        var reader = new WireReader(body);
        WireReader list = reader.Part(reader.U24());
        var certificates = new List<byte[]>();
        while (list.Left > 0)
            certificates.Add(list.Bytes(list.U24()));
        Flight.Certificates = certificates;
    }

    private void ReadStatus(byte[] body)
    {
        var reader = new WireReader(body);
        if (reader.U8() == 1)
            Flight.Status = reader.Bytes(reader.U24());
    }

    private bool ReadSsl2()
    {
        int length = ((_input[0] & 0x7F) << 8) | _input[1];
        // A hello (4) or an error (0); anything else with that bit is some other protocol.
        if (_input[2] is not (4 or 0) || length < 3)
        {
            Flight.Beginning = _input.Take(LongestQuote).ToArray();
            Flight.End = FlightEnd.NotTls;
            return false;
        }

        if (_input.Count < 2 + length)
            return false;
        // Servers that do not have the protocol say so too, as JSSE does: no kind of cipher is common (draft-hickman-netscape-ssl-00, 3.6).
        if (_input[2] == 0)
        {
            bool isNoCipher = length == 3 && _input[3] == 0 && _input[4] == 1;
            if (!isNoCipher)
                throw new FormatException("an error of SSL 2.0");
            Flight.Alert = (int)SslAlert.handshake_failure;
            Flight.IsFatal = true;
            Flight.End = FlightEnd.Alert;
            return true;
        }

        Flight.Ssl2 = Ssl2ServerHello.Read(_input.GetRange(2, length).ToArray());
        Flight.End = FlightEnd.Whole;
        return true;
    }

    private void Fail(string problem)
    {
        Flight.Problem = problem;
        Flight.End = FlightEnd.Malformed;
        _input.Clear();
        _message.Clear();
    }
}
