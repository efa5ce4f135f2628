using System;
using System.Linq;
using System.Text;
using PSSsl.Sockets;

namespace PSSsl.StartTls;

/// <summary>The ends that a plain conversation before TLS can come to, with the server's own words.</summary>
internal static class StartTlsFaults
{
    internal const int LongestQuote = 120;

    internal static SslException Refused(PlainTalk talk, string answer, string? todo) => new(SslErrorCode.StartTlsRefused, SslPhase.StartTls,
        $"{talk.PeerName} does not begin TLS by {talk.Protocol}: it answered {Quote(answer)}.")
    {
        RecommendedAction = todo ?? "Check that TLS is set up on the server, and that it is offered to this client on this port.",
    };

    internal static SslException Unexpected(PlainTalk talk, string answer, string expected) => Unexpected(talk, Encoding.UTF8.GetBytes(answer), expected);

    internal static SslException Unexpected(PlainTalk talk, byte[] answer, string expected)
    {
        bool isTls = answer.Length > 1 && answer[0] is >= 20 and <= 23 && answer[1] == 3;
        return new SslException(SslErrorCode.StartTlsUnexpected, SslPhase.StartTls,
            $"{talk.PeerName} does not speak {talk.Protocol} as expected: {expected} was due, and it sent {(isTls ? "TLS" : Quote(answer))}.")
        {
            RecommendedAction = isTls ? "This port speaks TLS from the start: leave out -StartTls." : "Check the port, and the protocol named with -StartTls.",
        };
    }

    internal static SslException Endless(PlainTalk talk, string what, Exception? inner = null) => new(SslErrorCode.TooLong, SslPhase.StartTls,
        $"{talk.PeerName} sends {what} before TLS; {talk.Protocol} servers don't{LastWords(talk)}.", inner)
    {
        RecommendedAction = "Check the port, and the protocol named with -StartTls.",
    };

    internal static SslException Injected(PlainTalk talk, byte[] bytes) => new(SslErrorCode.StartTlsInjected, SslPhase.StartTls,
        $"Behind the consent of {talk.PeerName} to begin TLS stand {Quote(bytes)}, which no server sends there: somebody on the way may have put them in (CVE-2011-0411).")
    {
        RecommendedAction = "Don't trust this connection. If the server itself is at fault, renew its software, or use its port for TLS from the start.",
    };

    /// <summary>A network's failure in the conversation, with the server's last words.</summary>
    internal static SslException Broken(PlainTalk talk, SslException fault, Deadline deadline)
    {
        if (fault.Code == SslErrorCode.TimedOut)
        {
            string silent = talk.LastHeard is null ? "which has sent nothing" : $"which said last {Quote(talk.LastHeard)}";
            return SocketFaults.TimedOut(SslPhase.StartTls, $"asking {talk.PeerName} for TLS by {talk.Protocol}, {silent}", deadline.Span);
        }

        return new SslException(SslErrorCode.PeerVanished, SslPhase.StartTls, $"{talk.PeerName} closed the connection while it was asked for TLS by {talk.Protocol}{LastWords(talk)}.", fault)
        {
            RecommendedAction = talk.LastHeard is null
                ? $"Check the port: a server of {talk.Protocol} would have said something."
                : "Look into the server's log: it may refuse this client, or not offer TLS.",
        };
    }

    private static string LastWords(PlainTalk talk) => talk.LastHeard is null ? string.Empty : $"; it said last {Quote(talk.LastHeard)}";

    internal static string Quote(string text) => Quote(Encoding.UTF8.GetBytes(text));

    /// <summary>Text in quotation marks if it is text, bytes in hex otherwise; control characters never reach a terminal.</summary>
    internal static string Quote(byte[] bytes)
    {
        int length = Array.FindIndex(bytes, b => b is (byte)'\r' or (byte)'\n');
        length = length < 0 ? bytes.Length : length;
        string text = Encoding.UTF8.GetString(bytes, 0, Math.Min(length, 2 * LongestQuote));
        bool isText = text.Length > 0 && text.All(c => c == '\t' || (!char.IsControl(c) && c != '\uFFFD'));
        if (!isText)
            return bytes.Length == 0 ? "nothing" : "the bytes " + BitConverter.ToString(bytes, 0, Math.Min(bytes.Length, 16));
        return text.Length > LongestQuote ? "\"" + text.Substring(0, LongestQuote) + "…\"" : "\"" + text + "\"";
    }
}
