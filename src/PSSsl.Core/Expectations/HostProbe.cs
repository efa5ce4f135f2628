using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Ciphers;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Sockets;

namespace PSSsl.Expectations;

/// <summary>Shakes hands with a host to see what it says, and hangs up. Nothing that is wrong with its certificate ends that.</summary>
internal class HostProbe
{
    /// <summary>
    /// Suites of every kind that this module speaks, the safe ones first; those that need a pre-shared key cannot be asked about.
    /// </summary>
    private const string EverySuite = "DEFAULT:ALL:COMPLEMENTOFALL:@SECLEVEL=0";

    private static readonly string[] s_groups = NamedGroups.Descriptions.Select(g => g.Key).ToArray();
    private static readonly string[] s_schemes = SignatureSchemes.Descriptions.Select(s => s.Key).ToArray();

    internal static readonly SslVersion[] Versions =
        { SslVersion.TLSv1_3, SslVersion.TLSv1_2, SslVersion.TLSv1_1, SslVersion.TLSv1, SslVersion.SSLv3 };

    private readonly ProxySelection _proxies;

    internal HostProbe(ProxySelection proxies) => _proxies = proxies;

    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What certificates are judged with.</summary>
    internal Lazy<SslContext> Judging { get; init; } = new(() => new SslContext());

    /// <summary>What is shown to servers that ask for a certificate.</summary>
    internal string? CertificateFile { get; init; }

    /// <summary>Its key; null if it is in the same file.</summary>
    internal string? KeyFile { get; init; }

    /// <summary>Has user's code run where it can run; null runs it on the spot.</summary>
    internal CallbackRunner? Callbacks { get; init; }

    internal object? RunUsersCode(Func<object?> code) => Callbacks is null ? code() : Callbacks(code, Cancellation);

    internal Action<string> Trace { get; init; } = _ => { };

    internal CancellationToken Cancellation { get; init; }

    /// <summary>Offers everything.</summary>
    internal Task<ProbeAnswer> AskAsync(ExpectationSubject host) => AskAsync(host, Versions, EverySuite, null);

    /// <summary>Offers one version, with every suite that it has.</summary>
    internal Task<ProbeAnswer> AskAsync(ExpectationSubject host, SslVersion version) => AskAsync(host, new[] { version }, EverySuite, null);

    /// <summary>
    /// Offers one version up to TLS 1.2 with suites by number that nobody here could go on with: it never comes to an end, and the answer
    /// tells whether one was taken up.
    /// </summary>
    internal virtual Task<ProbeAnswer> AskUnspokenAsync(ExpectationSubject host, SslVersion version, IReadOnlyList<int> suites)
    {
        var route = new Audit.Asking.ProbeRoute(host.Host!, Judging.Value)
        {
            StartTls = host.StartTls, Proxy = _proxies.For(host.Host!, Trace), GivenName = host.ServerName, Timeout = Timeout,
                Trace = Trace,
        };
        return UnspokenProbe.AskAsync(route, version, suites, Cancellation);
    }

    /// <summary>Offers certain versions and suites, every group and every signature scheme.</summary>
    internal virtual Task<ProbeAnswer> AskAsync(ExpectationSubject host, SslVersion[] versions, string? ciphers, string[]? suites) =>
        OfferAsync(host, Offer(versions, ciphers, suites));

    private async Task<ProbeAnswer> OfferAsync(ExpectationSubject host, SslContextOptions offer)
    {
        // The engine's messages come on the thread that shakes hands, and are over when it is.
        bool tookUp = false;
        offer.MessageCallback = message => tookUp |= !message.Sent && message.HandshakeType == "server_hello";
        var context = new SslContext(offer);
        return await ConnectAsync(host, context, () => tookUp).ConfigureAwait(false);
    }

    /// <summary>Shakes hands as clients do, and judges the certificate.</summary>
    /// <param name="host">Whom with.</param>
    /// <param name="verifyName">The name that it must be for; null for the host's.</param>
    internal virtual Task<ProbeAnswer> LookAsync(ExpectationSubject host, string? verifyName = null) =>
        ConnectAsync(host, Judging.Value, () => false, verifyName);

    private SslContextOptions Offer(SslVersion[] versions, string? ciphers, string[]? suites) => new()
    {
        Version = versions.Cast<object>().ToArray(),
        CipherList = ciphers,
        CipherSuite = suites,
        Group = s_groups,
        SignatureScheme = s_schemes,
        // The host is not judged; a proxy on the way to it is, by the same authorities as for every other connection.
        Trust = Judging.Value.Trust.ForProxies with { Mode = SslVerifyMode.None },
        CertificateFile = CertificateFile,
        KeyFile = KeyFile,
    };

    private async Task<ProbeAnswer> ConnectAsync(ExpectationSubject subject, SslContext context, Func<bool> tookUp,
        string? verifyName = null)
    {
        HostAndPort host = subject.Host!;
        var connector = new Connector(host, context)
        {
            Timeout = Timeout,
            ServerName = subject.ServerName,
            Place = subject.Place ?? host,
            VerifyName = verifyName ?? subject.VerifyName,
            LooksOnly = true,
            Callbacks = Callbacks,
            StartTls = subject.StartTls,
            Proxy = _proxies.For(subject.Place ?? host, Trace),
            Trace = Trace,
        };
        SslSocket socket;
        try
        {
            socket = await connector.ConnectAsync(Cancellation).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            SslVersion? only = context.Versions.Count == 1 && tookUp() ? context.Versions[0] : null;
            return new ProbeAnswer { Error = e, TookUp = tookUp(), Version = only, Certificate = e.PeerCertificate };
        }

        try
        {
            return new ProbeAnswer
                { TookUp = true, Version = socket.Version, Cipher = socket.Cipher, Certificate = socket.PeerCertificate };
        }
        finally
        {
            socket.Close(SslShutdown.Fast);
        }
    }
}
