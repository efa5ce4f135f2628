using System;
using System.Net;
using System.Net.Http;
using System.Threading;

namespace PSSsl.Trust.Fetching;

/// <summary>How what certificates point to is fetched: directly, or through a proxy.</summary>
internal sealed class FetchWay
{
    private readonly Lazy<HttpClient> _client;
    private readonly Func<Uri, string?>? _whyNot;

    /// <param name="proxy">The proxies; null for none.</param>
    /// <param name="whyNot">Why an address cannot be fetched this way; null if it can.</param>
    internal FetchWay(IWebProxy? proxy, Func<Uri, string?>? whyNot)
    {
        _client = new Lazy<HttpClient>(() => Make(proxy));
        _whyNot = whyNot;
    }

    internal static FetchWay Direct { get; } = new(null, null);

    /// <exception cref="FetchException">This way does not lead there.</exception>
    internal void Check(Uri address)
    {
        if (_whyNot?.Invoke(address) is { } why)
            throw new FetchException(why);
    }

    internal HttpClient Client => _client.Value;

    private static HttpClient Make(IWebProxy? proxy) => new(new HttpClientHandler
    {
        UseProxy = proxy is not null,
        Proxy = proxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseDefaultCredentials = false,
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        // Each request has its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
