using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Net;

namespace PSSsl.Trust.Fetching;

/// <summary>
/// Fetches what certificates point to: issuers, revocation lists, responses. The addresses are an unverified peer's, so this is done only
/// on request, by plain HTTP alone (RFC 5280, 8: HTTPS would need a certificate to be judged in turn), without credentials and cookies,
/// with one redirection at most, and bounded in size and time.
/// </summary>
internal sealed class HttpFetcher
{
    private const int MostRedirections = 1;

    private readonly FetchWay _way;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;

    /// <param name="way">Directly, or through a proxy.</param>
    /// <param name="longest">What one fetch may take.</param>
    /// <param name="deadline">By when all must be done.</param>
    /// <param name="cancellation">Ends a fetch.</param>
    internal HttpFetcher(FetchWay way, TimeSpan longest, Deadline deadline, CancellationToken cancellation)
    {
        _way = way;
        Longest = longest;
        _deadline = deadline;
        _cancellation = cancellation;
    }

    internal TimeSpan Longest { get; }

    /// <exception cref="FetchException">It cannot be had.</exception>
    internal byte[] Get(string url, int mostBytes) => Run(url, mostBytes, uri => new HttpRequestMessage(HttpMethod.Get, uri));

    /// <exception cref="FetchException">It cannot be had.</exception>
    internal byte[] Post(string url, byte[] body, string mediaType, int mostBytes) => Run(url, mostBytes, uri =>
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
    });

    private byte[] Run(string url, int mostBytes, Func<Uri, HttpRequestMessage> request)
    {
        Uri uri = Check(url, null);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        int left = _deadline.RemainingMilliseconds;
        ending.CancelAfter(left == Timeout.Infinite ? Longest : TimeSpan.FromMilliseconds(Math.Min(left, Longest.TotalMilliseconds)));
        try
        {
            // The thread that judges waits; the handshake cannot go on without the verdict.
            return Task.Run(() => FetchAsync(uri, mostBytes, request, ending.Token), ending.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e)
        {
            _cancellation.ThrowIfCancellationRequested();
            throw new FetchException($"{url} did not answer in time", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new FetchException($"{url} cannot be fetched: {e.GetBaseException().Message.TrimEnd('.')}", e);
        }
    }

    private async Task<byte[]> FetchAsync(Uri uri, int mostBytes, Func<Uri, HttpRequestMessage> request, CancellationToken cancellation)
    {
        for (int redirections = 0; ; redirections++)
        {
            _way.Check(uri);
            using HttpRequestMessage message = request(uri);
            using HttpResponseMessage answer = await _way.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location)
            {
                if (redirections == MostRedirections)
                    throw new FetchException($"{uri} leads from one place to the next");
                uri = Uri.TryCreate(uri, location, out Uri? next) ? Check(next.AbsoluteUri, uri.AbsoluteUri)
                    : throw new FetchException($"{uri} leads to '{location.OriginalString}', which cannot be an address");
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK)
                throw new FetchException($"{uri} answers {(int)answer.StatusCode} {answer.ReasonPhrase}");
            return await ReadAsync(answer.Content, uri, mostBytes, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What a length claims is not believed: it is counted.</summary>
    private static async Task<byte[]> ReadAsync(HttpContent content, Uri uri, int mostBytes, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > mostBytes)
            throw TooLarge(uri, mostBytes);
#if NET
        using Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
#else
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        // Not every stream of .NET Framework looks at the token while it reads: closing it ends the read.
        using CancellationTokenRegistration closing = cancellation.Register(stream.Dispose);
        try
        {
            for (int n; (n = await stream.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (all.Length + n > mostBytes)
                    throw TooLarge(uri, mostBytes);
                all.Write(buffer, 0, n);
            }
        }
        catch (ObjectDisposedException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }

        return all.ToArray();
    }

    private static FetchException TooLarge(Uri uri, int mostBytes) => new($"{uri} has more than {mostBytes} bytes");

    private static Uri Check(string url, string? from)
    {
        string origin = from is null ? string.Empty : $" (to which {from} leads)";
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.UserInfo.Length == 0
            ? uri
            : throw new FetchException($"'{url}'{origin} is not fetched: only http:// is");
    }
}
