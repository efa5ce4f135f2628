using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>.NET's own TLS, in this process.</summary>
internal sealed class SslStreamPeer : TlsPeer
{
    internal override string Name => "SslStream";

    internal override IReadOnlyList<SslVersion> ServerVersions => Current;

    internal override IReadOnlyList<SslVersion> ClientVersions => Current;

    internal override void Require()
    {
    }

    internal override string Version() => $".NET {Environment.Version}";

    internal override RunningPeer StartServer(PeerRequest request)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Running(ServeAsync(listener, request)) { Port = ((IPEndPoint)listener.LocalEndpoint).Port };
    }

    internal override RunningPeer StartClient(PeerRequest request, int port) => new Running(DialAsync(request, port));

    private static async Task ServeAsync(TcpListener listener, PeerRequest request)
    {
        using TcpListener closes = listener;
        using TcpClient tcp = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(tcp.GetStream());
        using X509Certificate2 certificate = Load(request.CertificateFile, request.KeyFile);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = request.ClientCertificate,
            CertificateChainPolicy = Policy(request),
            EnabledSslProtocols = Protocol(request.Version),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        await tls.AuthenticateAsServerAsync(options);
        await EchoAsync(tls);
    }

    private static async Task DialAsync(PeerRequest request, int port)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(tcp.GetStream());
        using X509Certificate2? certificate = request.ClientCertificate ? Load(request.ClientCertificateFile, request.ClientKeyFile) : null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "server.example",
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = Policy(request),
            EnabledSslProtocols = Protocol(request.Version),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        await tls.AuthenticateAsClientAsync(options);
        await EchoAsync(tls);
    }

    private static async Task EchoAsync(SslStream tls)
    {
        var buffer = new byte[16 * 1024];
        for (int left = 65536; left > 0;)
        {
            int n = await tls.ReadAsync(buffer);
            await tls.WriteAsync(buffer.AsMemory(0, n));
            left = n > 0 ? left - n : throw new InvalidOperationException("The data ended early.");
        }

        await tls.ShutdownAsync();
    }

    private static SslProtocols Protocol(SslVersion version) => version == SslVersion.TLSv1_3 ? SslProtocols.Tls13 : SslProtocols.Tls12;

    private static X509ChainPolicy Policy(PeerRequest request)
    {
        var policy = new X509ChainPolicy
            { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true };
        policy.CustomTrustStore.ImportFromPemFile(request.Pki.CAFile);
        return policy;
    }

    private static X509Certificate2 Load(string certificate, string key) => X509Certificate2.CreateFromPemFile(certificate, key);

    private sealed class Running(Task work) : RunningPeer
    {
        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            await base.TalkAsync(socket, cancel);
            await work.WaitAsync(cancel);
        }

        public override void Dispose()
        {
        }
    }
}
