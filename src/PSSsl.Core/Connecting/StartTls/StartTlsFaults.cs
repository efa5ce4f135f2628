using System;
using System.Text;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>The ends that a plain conversation before TLS can come to, with the server's own words.</summary>
internal static class StartTlsFaults
{
    internal static SslException Refused(PlainTalk talk, string answer, string? todo) =>
        new(SslErrorCode.StartTlsRefused, SslPhase.StartTls,
        $"{talk.PeerName} does not begin TLS by {talk.Protocol}: it answered {ServerText.Quote(answer)}.")
    {
        RecommendedAction = todo ?? "Check that TLS is set up on the server, and that it is offered to this client on this port.",
    };

    internal static SslException Unexpected(PlainTalk talk, string answer, string expected) =>
        Unexpected(talk, Encoding.UTF8.GetBytes(answer), expected);

    internal static SslException Unexpected(PlainTalk talk, byte[] answer, string expected)
    {
        bool isTls = answer.Length > 0 && answer[0] is >= 20 and <= 23 && (answer.Length == 1 || answer[1] == 3);
        return new SslException(SslErrorCode.StartTlsUnexpected, SslPhase.StartTls,
            $"{talk.PeerName} does not speak {talk.Protocol}: expected {expected}, received {(isTls ? "TLS" : ServerText.Quote(answer))}.")
        {
            RecommendedAction = isTls ? "This port speaks TLS from the start: leave out -StartTls."
                : "Check the port, and the protocol named with -StartTls.",
        };
    }

    internal static SslException Endless(PlainTalk talk, string what, Exception? inner = null) =>
        new(SslErrorCode.TooLong, SslPhase.StartTls,
        $"{talk.PeerName} sends {what} before TLS; {talk.Protocol} servers don't{LastWords(talk)}.", inner)
    {
        RecommendedAction = "Check the port, and the protocol named with -StartTls.",
    };

    /// <summary>A network's failure in the conversation, with the server's last words.</summary>
    internal static SslException Broken(PlainTalk talk, SslException fault, Deadline deadline)
    {
        if (fault.Code == SslErrorCode.TimedOut)
        {
            string silent = talk.LastQuote is null ? "which has sent nothing" : $"which said last {talk.LastQuote}";
            return SocketFaults.TimedOut(SslPhase.StartTls, $"asking {talk.PeerName} for TLS by {talk.Protocol}, {silent}", deadline.Span);
        }

        // Behind a reset, or another fault of the network, stands the system's word for it.
        string how = fault.InnerException is null ? $"{talk.PeerName} closed the connection" : fault.Message.TrimEnd('.') + ",";
        return new SslException(fault.Code == SslErrorCode.Network ? SslErrorCode.Network : SslErrorCode.PeerVanished, SslPhase.StartTls,
            $"{how} while TLS was being requested by {talk.Protocol}{LastWords(talk)}.", fault)
        {
            RecommendedAction = talk.LastQuote is null
                ? $"Check the port: a server of {talk.Protocol} would have said something."
                : "Look into the server's log: it may refuse this client, or not offer TLS.",
        };
    }

    private static string LastWords(PlainTalk talk) => talk.LastQuote is null ? string.Empty : $"; it said last {talk.LastQuote}";
}
