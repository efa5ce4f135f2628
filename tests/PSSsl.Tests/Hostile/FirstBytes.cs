using System.Collections.Generic;
using System.Text;
using static PSSsl.SslAlert;
using static PSSsl.SslErrorCode;
using static PSSsl.Tests.Hostile.Bytes;

namespace PSSsl.Tests.Hostile;

/// <summary>What a client begins with that is not a hello.</summary>
internal static class FirstBytes
{
    private static Scenario S(string name, SslErrorCode code, SslAlert? alert, params byte[] bytes) =>
        Scenarios.Client12("first: " + name, code, alert, p => p.Raw(bytes));

    internal static IEnumerable<Scenario> All =>
    [
        S("a hello of one byte", ProtocolViolation, decode_error, 22, 3, 1, 0, 5, 1, 0, 0, 1, 0),
        S("an empty hello", ProtocolViolation, decode_error, 22, 3, 1, 0, 4, 1, 0, 0, 0),
        S("Finished", ProtocolViolation, unexpected_message, Rec(22, Msg(20, new byte[12]))),
        S("a message of no type", ProtocolViolation, unexpected_message, Rec(22, Msg(77, 1))),
        S("an empty record", ProtocolViolation, unexpected_message, 22, 3, 1, 0, 0),
        S("a record of 16385 bytes", ProtocolViolation, record_overflow, 22, 3, 1, 0x40, 1, 1, 0, 0x3F, 0xFD),
        S("data", ProtocolViolation, unexpected_message, Rec(23, 1, 2, 3)),
        S("ChangeCipherSpec", ProtocolViolation, unexpected_message, Rec(20, 1)),
        S("half a hello", PeerVanished, null, 22, 3, 1, 0, 100, 1, 0),
        S("nothing", PeerVanished, null),
        S("HTTP", PeerNotTls, null, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n")),
        S("SSL 2.0's format", PeerNotTls, protocol_version, Cat(0x80, 0x2E, 1, 3, 1, 0, 0x15, 0, 0, 0, 0x10, new byte[37])),
        S("a byte of SSL 2.0's format", PeerVanished, null, 0x80),
        S("SSL 2.0's format, and no version", PeerNotTls, null, 0x80, 0x2E, 1, 9, 9),
        S("the length of SSL 2.0's format, and another message", PeerNotTls, null, 0x80, 0x2E, 9, 3, 1),
    ];
}
