using System;
using System.Linq;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl.Connecting.Proxies;

/// <summary>What can be wrong with a proxy, with its own words and where it was named.</summary>
internal static class ProxyFaults
{
    /// <summary>Nobody answers where the proxy should be.</summary>
    internal static SslException Unreachable(ProxyAddress proxy, SslException fault) =>
        fault.Wrap($"The proxy {proxy} cannot be reached: {fault.Message}", $"{fault.RecommendedAction} {Named(proxy)}".TrimStart(),
            SslPhase.Proxy);

    /// <summary>
    /// TLS with the proxy itself failed. The certificate it showed is in no case to be taken for the host's, so the error does not have it.
    /// </summary>
    internal static SslException NoTls(ProxyAddress proxy, SslException fault)
    {
        string todo = fault.Code == SslErrorCode.PeerNotTls
            ? $"A proxy that is spoken to in plain text is written http://{proxy.Place}. {Named(proxy)}"
            : fault.VerifyErrors.Count > 0
            ? "Its certificate must be for its own name, and lead to an authority that this connection trusts: give it with -CAFile or "
                + "-CACertificate, together with the host's."
            : $"{fault.RecommendedAction} {Named(proxy)}".TrimStart();
        SslException told = fault.Wrap($"TLS with the proxy {proxy} failed: {fault.Message}", todo, SslPhase.Proxy);
        told.PeerCertificate = null;
        return told;
    }

    /// <summary>It does not connect to the host.</summary>
    internal static SslException Refused(ProxyTalk talk, string answer, string? reason) => new(SslErrorCode.ProxyRefused, SslPhase.Proxy,
        $"The proxy {talk.Proxy} does not connect to {talk.Target}: it answered "
            + $"{answer}{(reason is null ? string.Empty : $" for the reason {ServerText.Quote(reason)}")}.")
    {
        RecommendedAction = $"Check host and port, and whether the proxy allows them: many allow port 443 alone. {Named(talk.Proxy)}",
    };

    /// <summary>It requires a user name and password, or does not believe it.</summary>
    /// <param name="talk">The conversation.</param>
    /// <param name="schemes">What it offers for that; empty if it does not say.</param>
    internal static SslException Unauthenticated(ProxyTalk talk, string[] schemes)
    {
        bool isHttp = talk.Proxy.Scheme is ProxyScheme.Http or ProxyScheme.Https;
        bool isOffered = !isHttp || schemes.Length == 0 || schemes.Contains("Basic", StringComparer.OrdinalIgnoreCase);
        string offers = schemes.Length == 0 ? string.Empty : $", and takes {ServerText.Quote(string.Join(", ", schemes))}";
        string wants = talk.Proxy.Credential is null || !isOffered ? "requires a user name and password"
            : "does not accept the user name and password";
        string todo = !isOffered
            ? $"Only Basic authentication (user name and password) is supported: use a relay that logs in to the proxy, or another proxy."
            : talk.Proxy.Credential is null ? "Give a user name and password with -ProxyCredential."
            : "Check -ProxyCredential, or the user name and password in the proxy's address; special characters are percent-encoded there.";
        return new SslException(SslErrorCode.ProxyAuthentication, SslPhase.Proxy,
            $"The proxy {talk.Proxy} {wants}: it answered {talk.LastHeard}{offers}.") { RecommendedAction = todo };
    }

    /// <summary>It speaks something else.</summary>
    internal static SslException Unexpected(ProxyTalk talk, byte[] answer, string expected)
    {
        bool isTls = answer.Length > 1 && answer[0] is >= 20 and <= 23 && answer[1] == 3;
        bool isHttp = answer.Length > 0 && answer[0] == 'H';
        bool isSocks = answer.Length > 0 && answer[0] == 5;
        string todo = isTls ? $"It seems to expect TLS: write https://{talk.Proxy.Place}."
            : isHttp ? $"It seems to speak HTTP: write http://{talk.Proxy.Place}."
            : isSocks && talk.Proxy.Scheme == ProxyScheme.Http ? $"It seems to speak SOCKS: write socks5://{talk.Proxy.Place}."
            : $"Check its address and port. {Named(talk.Proxy)}";
        return new SslException(SslErrorCode.ProxyUnexpected, SslPhase.Proxy,
            $"The proxy {talk.Proxy} does not speak {ProxyAddress.Word(talk.Proxy.Scheme)}: expected {expected}, received "
                + $"{(isTls ? "TLS" : ServerText.Quote(answer))}.")
        {
            RecommendedAction = todo,
        };
    }

    internal static SslException Endless(ProxyTalk talk, int most, SslException fault) => new(SslErrorCode.TooLong, SslPhase.Proxy,
        $"The proxy {talk.Proxy} answers with more than {most} bytes{LastWords(talk)}.", fault)
    {
        RecommendedAction = $"Check its address and port. {Named(talk.Proxy)}",
    };

    /// <summary>A network's failure in the conversation.</summary>
    internal static SslException Broken(ProxyTalk talk, SslException fault)
    {
        if (fault.Code == SslErrorCode.TimedOut)
        {
            string silent = talk.LastHeard is null ? "which has sent nothing" : $"which said last {talk.LastHeard}";
            return SocketFaults.TimedOut(SslPhase.Proxy, $"asking the proxy {talk.Proxy} for {talk.Target}, {silent}", talk.Deadline.Span);
        }

        bool vanished = fault.Code is SslErrorCode.PeerVanished or SslErrorCode.Truncated or SslErrorCode.NotOpen;
        return new SslException(vanished ? SslErrorCode.PeerVanished : fault.Code, SslPhase.Proxy, vanished
            ? $"The proxy {talk.Proxy} closed the connection while connecting to {talk.Target}{LastWords(talk)}."
            : $"The connection with the proxy {talk.Proxy} broke: {fault.Message}", fault)
        {
            RecommendedAction = talk.LastHeard is null
                ? $"Check that a proxy of this kind listens there, and that it takes this client. {Named(talk.Proxy)}"
                : "Look into the proxy's log: it may refuse this client, or this host.",
        };
    }

    /// <summary>The user name or password cannot be said to this kind of proxy.</summary>
    internal static SslException Unsayable(ProxyAddress proxy, string what) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"The user name and password for the proxy {proxy} cannot be sent to it: {what} has no place there.")
    {
        RecommendedAction = "Check -ProxyCredential, or the user name and password in the proxy's address.",
    };

    private static string LastWords(ProxyTalk talk) => talk.LastHeard is null ? string.Empty : $"; it said last {talk.LastHeard}";

    private static string Named(ProxyAddress proxy) => proxy.Origin == "-Proxy"
        ? "The proxy is that of -Proxy."
        : $"The proxy is that of {proxy.Origin}; -NoProxy connects without it.";
}
