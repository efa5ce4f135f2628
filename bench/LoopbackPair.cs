using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Sockets;
using PSSsl.X509;

namespace PSSsl.Bench;

/// <summary>
/// Client and server, ours or SslStream, on a loopback connection that is verified against the certificate's own authority.
/// </summary>
internal sealed class LoopbackPair : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly TlsIdentity _identity;
    private readonly SslContext _ourServer;
    private readonly SslContext _ourClient;
    private readonly SslContext _ourResumingClient;
    private readonly SslServerAuthenticationOptions _theirServer;
    private readonly SslClientAuthenticationOptions _theirClient;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="key">The kind of the certificate's key.</param>
    /// <param name="version">The version.</param>
    /// <param name="group">The group of our ends, if it is not the usual one.</param>
    internal LoopbackPair(string key, SslVersion version, string? group = null)
    {
        using RSA? rsa = key == "RSA" ? RSA.Create(2048) : null;
        using ECDsa? ec = key == "RSA" ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = rsa is not null ? new("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=localhost", ec!, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _identity = TlsIdentity.FromPlatform(_certificate, [])!;
        _ourServer = new SslContext(new SslContextOptions { Identities = [_identity], Version = [version] });
        _ourClient = new SslContext(new SslContextOptions
            { Authorities = [_certificate], Version = [version], Group = group is null ? null : [group] });
        _ourResumingClient =
            new SslContext(new SslContextOptions { Authorities = [_certificate], Version = [version], SessionCacheSize = 16 });
        SslProtocols protocols = version == SslVersion.TLSv1_3 ? SslProtocols.Tls13 : SslProtocols.Tls12;
        // No resumption: full handshakes are measured on both sides.
        _theirServer = new SslServerAuthenticationOptions
            { ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
                EnabledSslProtocols = protocols, AllowTlsResume = false };
        var policy = new X509ChainPolicy
            { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(_certificate);
        _theirClient = new SslClientAuthenticationOptions
            { TargetHost = "localhost", EnabledSslProtocols = protocols, CertificateChainPolicy = policy, AllowTlsResume = false };
        _listener.Start(512);
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Judges the certificate as a client does.</summary>
    internal void Verify()
    {
        using var received = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        Trust.ChainVerdict verdict = Trust.ChainVerifier.Verify(new Trust.ChainRequest(received, [received], _ourClient.Trust.Anchors)
            { Purpose = Trust.ChainPurpose.ServerAuth });
        if (!verdict.Trusted)
            throw new InvalidOperationException(verdict.Errors[0].Message);
    }

    /// <summary>A connection with both handshakes done.</summary>
    internal Task<(Stream Client, Stream Server)> ConnectAsync(bool ourClient, bool ourServer) =>
        ConnectAsync(ourClient ? _ourClient : null, ourServer);

    /// <summary>
    /// A connection of our ends, with a byte from the server, behind which the tickets of TLS 1.3 have come; nothing is left open.
    /// </summary>
    internal async Task GreetAsync(bool resumes)
    {
        (Stream client, Stream server) = await ConnectAsync(resumes ? _ourResumingClient : _ourClient, true).ConfigureAwait(false);
        var one = new byte[1];
        await server.WriteAsync(one).ConfigureAwait(false);
        await client.ReadExactlyAsync(one).ConfigureAwait(false);
        await client.DisposeAsync().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<(Stream Client, Stream Server)> ConnectAsync(SslContext? ourClient, bool ourServer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Task connecting = socket.ConnectAsync(IPAddress.Loopback, Port);
        Socket accepted = await _listener.AcceptSocketAsync().ConfigureAwait(false);
        accepted.NoDelay = true;
        await connecting.ConfigureAwait(false);
        Task<Stream> server = Task.Run(() => ServerAsync(accepted, ourServer));
        Stream client = await ClientAsync(socket, ourClient).ConfigureAwait(false);
        return (client, await server.ConfigureAwait(false));
    }

    private async Task<Stream> ClientAsync(Socket socket, SslContext? ours)
    {
        if (ours is not null)
        {
            var tls = new SslSocket(new SocketTransport(socket), "localhost", Port);
            tls.BeginTls(ours, asServer: false, "localhost", "localhost");
            await tls.FinishHandshakeAsync(Deadline.None, CancellationToken.None).ConfigureAwait(false);
            return tls.GetStream();
        }

        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(_theirClient).ConfigureAwait(false);
        return stream;
    }

    private async Task<Stream> ServerAsync(Socket socket, bool ours)
    {
        if (ours)
        {
            var tls = new SslSocket(new SocketTransport(socket), null, 0);
            tls.BeginTls(_ourServer, asServer: true, null, null);
            await tls.FinishHandshakeAsync(Deadline.None, CancellationToken.None).ConfigureAwait(false);
            return tls.GetStream();
        }

        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(_theirServer).ConfigureAwait(false);
        return stream;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _identity.Dispose();
        _certificate.Dispose();
    }
}
