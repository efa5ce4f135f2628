using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl.Connecting.Proxies;

/// <summary>Asks an HTTP proxy for a tunnel (CONNECT; RFC 9110, 9.3.6).</summary>
internal static class HttpConnect
{
    private const string Version = "HTTP/";

    internal static async Task AskAsync(ProxyTalk talk)
    {
        string authority = talk.Target.ToString();
        var request = new StringBuilder($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: PSSsl\r\n");
        if (talk.Proxy.Credential is { } credential)
            request.Append("Proxy-Authorization: Basic ").Append(Basic(talk.Proxy, credential)).Append("\r\n");
        talk.Say("CONNECT " + authority);
        await talk.SendAsync(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString())).ConfigureAwait(false);

        int status;
        List<string> fields;
        do
        {
            // RFC 9110, 15.2: any number of interim answers may come before.
            (status, fields) = await ReadAnswerAsync(talk).ConfigureAwait(false);
        }
        while (status is >= 100 and < 200);
        // Lengths among the fields of a consent mean nothing: what follows is the tunnel's (RFC 9110, 9.3.6).
        if (status is >= 200 and < 300)
            return;
        // Tinyproxy says 401, as if it were the host; before a tunnel stands nobody else can say it.
        throw status is (int)HttpStatusCode.ProxyAuthenticationRequired or (int)HttpStatusCode.Unauthorized
            ? ProxyFaults.Unauthenticated(talk, Challenges(Values(fields, "Proxy-Authenticate").Concat(Values(fields, "WWW-Authenticate"))))
            : ProxyFaults.Refused(talk, talk.LastHeard!, Reason(fields));
    }

    private static async Task<(int Status, List<string> Fields)> ReadAnswerAsync(ProxyTalk talk)
    {
        byte[] first = await talk.PeekAsync().ConfigureAwait(false);
        // What is not HTTP is not waited for a line's end that may never come.
        if (!Encoding.ASCII.GetString(first, 0, Math.Min(first.Length, Version.Length))
            .Equals(Version.Substring(0, Math.Min(first.Length, Version.Length)), StringComparison.Ordinal))
            throw ProxyFaults.Unexpected(talk, first, "an HTTP response");
        string line = await talk.ReadLineAsync().ConfigureAwait(false);
        talk.Heard(ServerText.Quote(line));
        int status = StatusOf(line);
        if (status < 0)
            throw ProxyFaults.Unexpected(talk, Encoding.UTF8.GetBytes(line), "an HTTP response");
        var fields = new List<string>();
        while ((line = await talk.ReadLineAsync().ConfigureAwait(false)).Length > 0)
            fields.Add(line);
        return (status, fields);
    }

    /// <summary>RFC 9112, 4: "HTTP/1.1 200" and perhaps a blank and words.</summary>
    private static int StatusOf(string line)
    {
        string[] words = line.Split(new[] { ' ' }, 3);
        return words.Length > 1 && words[0].StartsWith(Version, StringComparison.Ordinal) && words[1].Length == 3
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status >= 100 ? status : -1;
    }

    /// <summary>RFC 7617, 2: a colon would end the name, and control characters are forbidden.</summary>
    private static string Basic(ProxyAddress proxy, NetworkCredential credential)
    {
        if (credential.UserName.IndexOf(':') >= 0 || credential.UserName.Any(char.IsControl) || credential.Password.Any(char.IsControl))
            throw ProxyFaults.Unsayable(proxy, "a user name with a colon, or a control character");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password));
    }

    private static IEnumerable<string> Values(List<string> fields, string name) => fields
        .Where(f => f.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(f => f.Substring(name.Length + 1).Trim());

    /// <summary>Why it refuses, in the words of RFC 9209 or of Squid; null if it does not say.</summary>
    private static string? Reason(List<string> fields) =>
        Values(fields, "Proxy-Status").Concat(Values(fields, "X-Squid-Error")).FirstOrDefault();

    /// <summary>A realm may hold commas and equals signs between its quotation marks.</summary>
    private static string Unquoted(string value)
    {
        var bare = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (quoted && value[i] == '\\')
                i++;
            else if (value[i] == '"')
                quoted = !quoted;
            else if (!quoted)
                bare.Append(value[i]);
        }

        return bare.ToString();
    }

    /// <summary>
    /// The names of the schemes that are offered; each stands before its parameters, which have equals signs (RFC 9110, 11.6.1).
    /// </summary>
    private static string[] Challenges(IEnumerable<string> values) => values
        .SelectMany(v => Unquoted(v).Split(','))
        .Select(piece => piece.Trim().Split(new[] { ' ' }, 2, StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length > 0 && words[0].All(c => char.IsLetterOrDigit(c) || c == '-')
            && !(words.Length > 1 && words[1].StartsWith("=", StringComparison.Ordinal)))
        .Select(words => words[0]).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
}
