using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSSsl;

/// <summary>How <see cref="SslSocketConnecting"/> reaches a server; what TLS is spoken with is the <see cref="SslContext"/>'s.</summary>
public sealed class SslConnectOptions
{
    /// <summary>
    /// How long connecting, proxy, STARTTLS and the handshake may take together; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The name sent by SNI (RFC 6066, 3); null for the host's, an empty one for none.</summary>
    public string? ServerName { get; set; }

    /// <summary>The name that the certificate must be for; null for the context's, or else the host's.</summary>
    public string? VerifyName { get; set; }

    /// <summary>Which addresses are tried; both kinds if it is not given (RFC 8305).</summary>
    public AddressFamily AddressFamily { get; set; } = AddressFamily.Unspecified;

    /// <summary>The address of this machine to connect from; null for any.</summary>
    public IPAddress? LocalAddress { get; set; }

    /// <summary>The protocol whose plain conversation comes before TLS; null for TLS from the start.</summary>
    public SslStartTlsProtocol? StartTls { get; set; }

    /// <summary>
    /// A proxy's address, such as <c>http://proxy:3128</c> or <c>socks5h://proxy</c>; null for what the environment says (http_proxy,
    /// all_proxy, no_proxy), an empty text for none.
    /// </summary>
    public string? Proxy { get; set; }

    /// <summary>Name and password for the proxy.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Told, in one line each, what is done.</summary>
    public Action<string>? Trace { get; set; }
}
