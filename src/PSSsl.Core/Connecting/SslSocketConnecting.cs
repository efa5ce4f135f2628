using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl;

/// <summary>From a host's name to an open socket, for programs: <c>await SslSocket.ConnectAsync("www.example.org", 443)</c>.</summary>
public static class SslSocketConnecting
{
    extension(SslSocket)
    {
        /// <summary>Connects, goes through a proxy and STARTTLS where there is one, shakes hands, and verifies the server.</summary>
        /// <param name="host">A host name or an address.</param>
        /// <param name="port">The TCP port, 1 to 65535.</param>
        /// <param name="context">What TLS is spoken with; null for the defaults: TLS 1.3 and 1.2, verified by the platform's
        /// authorities.</param>
        /// <param name="options">How the server is reached; null for the defaults.</param>
        /// <param name="cancellationToken">Ends it within a moment.</param>
        /// <returns>The open socket, whose server was verified as the context says. It is the caller's to dispose.</returns>
        /// <exception cref="SslException">It failed; <see cref="SslException.Code"/> tells why, RecommendedAction what to do.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public static async Task<SslSocket> ConnectAsync(
            string host, int port, SslContext? context = null, SslConnectOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            options ??= new SslConnectOptions();
            HostAndPort target = HostAndPort.Parse(
                host ?? throw new ArgumentNullException(nameof(host)), HostAndPort.ParsePort(port.ToString(CultureInfo.InvariantCulture)),
                port);
            ProxySelection proxies = ProxiesOf(options);
            var connector = new Connector(target, context ?? new SslContext())
            {
                Timeout = options.Timeout,
                Family = options.AddressFamily,
                LocalAddress = options.LocalAddress,
                ServerName = options.ServerName,
                VerifyName = options.VerifyName,
                StartTls = options.StartTls is { } protocol ? StartTlsDialogues.Of(protocol) : null,
                Proxy = proxies.For(target, options.Trace),
                Way = ProxyWay.Of(proxies),
                Trace = options.Trace,
            };
            return await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static ProxySelection ProxiesOf(SslConnectOptions options) => options.Proxy switch
    {
        null => ProxySelection.FromEnvironment(options.ProxyCredential),
        "" => ProxySelection.None,
        { } given => ProxySelection.Given(ProxyAddress.Parse(given, nameof(SslConnectOptions.Proxy)), options.ProxyCredential),
    };
}
