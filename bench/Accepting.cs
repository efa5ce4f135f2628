using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSSsl.Sockets;

namespace PSSsl.Bench;

/// <summary>
/// Connections a second that a listener takes, ours beside <c>openssl s_server</c>, both loaded by the same <c>openssl s_time</c>
/// processes: more is better. s_server has one thread and serves one client at a time, so with one client at a time both are measured
/// alike, and with four what threads bring.
/// </summary>
internal static class Accepting
{
    private const string Seconds = "1";

    internal static IEnumerable<Comparison> All()
    {
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            foreach (string key in new[] { "P-256", "RSA" })
            {
                // Nothing is started for a comparison that nobody asks for.
                var ends = new Lazy<Listeners>(() => new Listeners(key, version));
                foreach (int clients in new[] { 1, 4 })
                {
                    yield return new Comparison($"accept {version} {key}, {clients} at a time", "connections/s", 3,
                        () => Measure(ends.Value.OurPort, version, clients), () => Measure(ends.Value.TheirPort, version, clients));
                }

                if (ends.IsValueCreated)
                    ends.Value.Dispose();
            }
        }
    }

    private static double Measure(int port, SslVersion version, int clients)
    {
        var watch = Stopwatch.StartNew();
        Process[] load = Enumerable.Range(0, clients)
            .Select(_ => OpenSsl("s_time", "-connect", $"127.0.0.1:{port}", "-new", "-time", Seconds, Flag(version))).ToArray();
        int connections = 0;
        foreach (Process client in load)
        {
            // "2745 connections in 4 real seconds, 0 bytes read per connection"
            string last = client.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            client.WaitForExit();
            connections += int.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture);
            client.Dispose();
        }

        return connections / watch.Elapsed.TotalSeconds;
    }

    private static string Flag(SslVersion version) => version == SslVersion.TLSv1_3 ? "-tls1_3" : "-tls1_2";

    private static Process OpenSsl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>
    /// Both listeners with one certificate, each with its own defaults. A connection is over as soon as its handshake is.
    /// </summary>
    private sealed class Listeners : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench");
        private readonly SslListener _ours;
        private readonly Process _theirs;

        internal Listeners(string key, SslVersion version)
        {
            string certificate = Path.Combine(_folder.FullName, "certificate.pem"), keyFile = Path.Combine(_folder.FullName, "key.pem");
            WriteIdentity(key, certificate, keyFile);
            var context = new SslContext(new SslContextOptions { CertificateFile = certificate, KeyFile = keyFile, Version = [version] });
            _ours = new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 128, context, TimeSpan.FromSeconds(20), false, null), null);
            new Thread(CloseEach) { IsBackground = true }.Start();

            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                TheirPort = ((IPEndPoint)free.LocalEndpoint).Port;
            }

            _theirs = OpenSsl("s_server", "-quiet", "-accept", $"127.0.0.1:{TheirPort}", "-cert", certificate, "-key", keyFile,
                Flag(version));
            _theirs.BeginOutputReadLine();
            while (!Listens(TheirPort))
                Thread.Sleep(20);
        }

        internal int OurPort => _ours.Port;

        internal int TheirPort { get; }

        public void Dispose()
        {
            _ours.Dispose();
            _theirs.Kill();
            _theirs.Dispose();
            _folder.Delete(recursive: true);
        }

        private void CloseEach()
        {
            while (_ours.Core.Take(Deadline.None, CancellationToken.None) is { } client)
                client.Socket?.Close();
        }

        private static bool Listens(int port)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return false;
            }
        }

        private static void WriteIdentity(string key, string certificateFile, string keyFile)
        {
            using RSA? rsa = key == "RSA" ? RSA.Create(2048) : null;
            using ECDsa? ec = key == "RSA" ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = rsa is not null ? new("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : new("CN=localhost", ec!, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate =
                request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
            File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
            File.WriteAllText(keyFile, rsa?.ExportPkcs8PrivateKeyPem() ?? ec!.ExportPkcs8PrivateKeyPem());
        }
    }
}
