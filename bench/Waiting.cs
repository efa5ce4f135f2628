using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>
/// Processor time of an echo server with 500 connections, each with one request of 1 KiB after the other: <c>examples/echo-server.ps1</c>,
/// one thread of PowerShell with Wait-SslSocket, beside asynchronous SslStreams. Each is a process of its own; what it used before all were
/// connected does not count. Each begins by telling its process: a shell that is a tool of .NET runs in a child of what was started.
/// The script runs in the pwsh of the path, or in the one that PSSSL_PWSH names.
/// </summary>
internal static class Waiting
{
    private const int Connections = 500;
    private const int Rounds = 100;
    private const int Size = 1024;

    internal static IEnumerable<Comparison> All()
    {
        var servers = new Lazy<(EchoProcess Ours, EchoProcess Theirs)>(Start);
        yield return new Comparison("500 sockets under Wait-SslSocket, processor time of an echo", "µs", 9,
            () => servers.Value.Ours.Measure(), () => servers.Value.Theirs.Measure());
        if (!servers.IsValueCreated)
            yield break;
        servers.Value.Ours.Dispose();
        servers.Value.Theirs.Dispose();
    }

    private static (EchoProcess Ours, EchoProcess Theirs) Start()
    {
        string folder = Directory.CreateTempSubdirectory("psssl-bench").FullName;
        string certificate = Path.Combine(folder, "cert.pem"), key = Path.Combine(folder, "key.pem");
        using (var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            using X509Certificate2 made = new CertificateRequest("CN=localhost", pair,
                HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(3));
            File.WriteAllText(certificate, made.ExportCertificatePem());
            File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem());
        }

        string script = Path.Combine(History.Root, "examples/echo-server.ps1");
        string shell = Environment.GetEnvironmentVariable("PSSSL_PWSH") is { Length: > 0 } named ? named : "pwsh";
        int ours = FreePort(), theirs = FreePort();
        string serve = $"$PID; & '{script}' -Port {Text(ours)} -CertificateFile '{certificate}' -KeyFile '{key}'";
        return (new EchoProcess(ours, [shell, "-NoProfile", "-Command", serve]),
            new EchoProcess(theirs, ["dotnet", typeof(Waiting).Assembly.Location, "serve", Text(theirs), certificate, key]));
    }

    /// <summary>The other server: what anybody would write with SslStream.</summary>
    internal static async Task ServeAsync(int port, string certificateFile, string keyFile)
    {
        Console.WriteLine(Environment.ProcessId);
        using var certificate = X509CertificateLoader.LoadPkcs12(X509Certificate2.CreateFromPemFile(certificateFile, keyFile)
            .Export(X509ContentType.Pkcs12), null);
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        while (true)
            _ = EchoAsync(await listener.AcceptTcpClientAsync().ConfigureAwait(false), certificate);
    }

    private static async Task EchoAsync(TcpClient client, X509Certificate2 certificate)
    {
        client.NoDelay = true;
        using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        for (int n; (n = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            await stream.WriteAsync(buffer.AsMemory(0, n)).ConfigureAwait(false);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class EchoProcess : IDisposable
    {
        private readonly Process _started;
        private readonly Process _process;
        private readonly SslStream[] _clients;

        internal EchoProcess(int port, string[] command)
        {
            _started = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
            _process = Process.GetProcessById(int.Parse(_started.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
            _clients = Task.WhenAll(Enumerable.Range(0, Connections).Select(i => ConnectAsync(port, i))).GetAwaiter().GetResult();
        }

        /// <summary>Microseconds of the server's processor time for an echo.</summary>
        internal double Measure()
        {
            _process.Refresh();
            TimeSpan before = _process.TotalProcessorTime;
            Task.WhenAll(_clients.Select(TalkAsync)).GetAwaiter().GetResult();
            _process.Refresh();
            return (_process.TotalProcessorTime - before).TotalMicroseconds / (Connections * Rounds);
        }

        private static async Task<SslStream> ConnectAsync(int port, int place)
        {
            // A few at a time: both servers are to have connections, not a crowd before the door.
            await Task.Delay(4 * place).ConfigureAwait(false);
            var client = new TcpClient { NoDelay = true };
            for (int attempt = 0; !client.Connected; attempt++)
            {
                try
                {
                    await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
                }
                catch (SocketException) when (attempt < 300)
                {
                    await Task.Delay(100).ConfigureAwait(false);
                }
            }

            var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
            await stream.AuthenticateAsClientAsync("localhost").ConfigureAwait(false);
            return stream;
        }

        private static async Task TalkAsync(SslStream stream)
        {
            var buffer = new byte[Size];
            for (int i = 0; i < Rounds; i++)
            {
                await stream.WriteAsync(buffer).ConfigureAwait(false);
                await stream.ReadExactlyAsync(buffer).ConfigureAwait(false);
            }
        }

        public void Dispose()
        {
            foreach (SslStream client in _clients)
                client.Dispose();
            _process.Kill();
            _process.Dispose();
            _started.WaitForExit();
            _started.Dispose();
        }
    }
}
