using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Questions;

/// <summary>
/// What a web server says about itself: the status, its software, and whether browsers are told to come by TLS alone (RFC 6797).
/// </summary>
internal sealed class HttpQuestion : Question
{
    private const int LongestAnswer = 32 * 1024, LongestWord = 200;

    private const string CutOff = "\0";

    internal override AuditChecks Check => AuditChecks.Http;

    internal override string About => "what its web server says";

    /// <summary>That a web server was not heard must not look as if there were none.</summary>
    internal override void Leave(AuditRun run, string why)
    {
        base.Leave(run, why);
        if (IsWeb(run))
            run.Facts.Http = new SslServerHttp { Detail = why };
    }

    private static bool IsWeb(AuditRun run) =>
        run.Options.IsHttp ?? (run.Route.StartTls is null && run.Route.Target.Port is 443 or 8443);

    internal override async Task AskAsync(AuditRun run)
    {
        if (!IsWeb(run) || run.Facts.Offered.Count == 0)
            return;
        SslVersion[] versions = run.Facts.Offered.Select(v => (SslVersion)v).ToArray();
        string host = run.Route.ServerName is { Length: > 0 } name ? name : run.Route.Target.Host;
        string text = string.Empty;
        Shaken shaken;
        try
        {
            shaken = await Shaken.TryAsync(run, versions, options => options.Alpn = new[] { "http/1.1" }, async socket =>
            {
                byte[] request =
                    Encoding.ASCII.GetBytes(
                        $"GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: PSSsl\r\nAccept: */*\r\nConnection: close\r\n\r\n");
                Deadline deadline = Deadline.After(run.Route.Timeout);
                await socket.WriteAsync(request, 0, request.Length, deadline, run.Asker.Stop).ConfigureAwait(false);
                text = await ReadAsync(socket, deadline, run).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            run.Facts.Http = new SslServerHttp { Detail = e.Message.TrimEnd('.') };
            return;
        }

        run.Facts.Http = shaken.Negotiated is null ? new SslServerHttp { Detail = shaken.Why } : Read(text);
    }

    private static async Task<string> ReadAsync(SslSocket socket, Deadline deadline, AuditRun run)
    {
        var answer = new byte[LongestAnswer];
        int have = 0;
        while (have < answer.Length)
        {
            int n = await socket.ReadAsync(answer, have, answer.Length - have, deadline, run.Asker.Stop).ConfigureAwait(false);
            have += n;
            string text = Encoding.ASCII.GetString(answer, 0, have);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
                return text.Substring(0, end);
            if (n == 0)
                break;
        }

        // Without the end of the headers what is missing may have been on its way.
        return $"{Encoding.ASCII.GetString(answer, 0, have)}{CutOff}";
    }

    internal static SslServerHttp Read(string answer)
    {
        bool isCutOff = answer.EndsWith(CutOff, StringComparison.Ordinal);
        answer = isCutOff ? answer.Substring(0, answer.Length - CutOff.Length) : answer;
        string[] lines = answer.Split(new[] { "\r\n" }, StringSplitOptions.None);
        if (!lines[0].StartsWith("HTTP/", StringComparison.Ordinal))
            return new SslServerHttp { Detail = answer.Length == 0 ? "it said nothing" : "what it said is not HTTP" };
        string? hsts = Header(lines, "Strict-Transport-Security");
        string[] parts = (hsts ?? string.Empty).Split(';').Select(p => p.Trim()).ToArray();
        string? age = parts.FirstOrDefault(p => p.StartsWith("max-age", StringComparison.OrdinalIgnoreCase));
        long? seconds = age?.Split('=') is { Length: 2 } pair
            && long.TryParse(pair[1].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out long read) ? read : null;
        return new SslServerHttp
        {
            Status = Clean(lines[0]),
            Server = Header(lines, "Server"),
            HasHsts = hsts is not null && seconds > 0 ? true : isCutOff ? null : false,
            Detail = isCutOff ? "its headers have no end" : null,
            HstsMaxAge = seconds,
            HstsSubdomains = parts.Any(p => p.Equals("includeSubDomains", StringComparison.OrdinalIgnoreCase)),
            HstsPreload = parts.Any(p => p.Equals("preload", StringComparison.OrdinalIgnoreCase)),
        };
    }

    private static string? Header(string[] lines, string name) => lines.Skip(1)
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => Clean(l.Substring(name.Length + 1).Trim()))
        .FirstOrDefault();

    private static string Clean(string text) =>
        new(text.Take(LongestWord).Select(c => c is >= ' ' and < '\x7F' ? c : '.').ToArray());
}
