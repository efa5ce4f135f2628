namespace PSSsl.Connecting.Proxies;

/// <summary>How a proxy is spoken to: the words of curl.</summary>
internal enum ProxyScheme
{
    /// <summary>CONNECT of HTTP (RFC 9110, 9.3.6) in plain text.</summary>
    Http,

    /// <summary>The same inside of TLS with the proxy.</summary>
    Https,

    /// <summary>SOCKS 5 (RFC 1928); names are looked up here.</summary>
    Socks5,

    /// <summary>SOCKS 5; names are looked up by the proxy.</summary>
    Socks5h,
}
