using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>
/// The browser without a window: it trusts our authority by a certificate store of its own, verifies, loads a page and prints it.
/// </summary>
internal sealed class ChromiumPeer : TlsPeer
{
    internal override string Name => "Chromium";

    internal override IReadOnlyList<SslVersion> ClientVersions => Current;

    internal override bool ClientShowsCertificate => false;

    internal override string Group => "X25519MLKEM768";

    internal override void Require()
    {
        Peer.Require("chromium");
        Peer.Require("certutil");
    }

    internal override string Version() => string.Join(' ', Peer.Run("chromium", "--version").Split(' ')[..2]);

    internal override RunningPeer StartClient(PeerRequest request, int port)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("chromium");
        string store = $"sql:{home.CreateSubdirectory(".pki/nssdb")}";
        Peer.Run("certutil", "-N", "-d", store, "--empty-password");
        Peer.Run("certutil", "-A", "-d", store, "-t", "C,,", "-n", "test", "-i", request.Pki.CAFile);
        // No name but ours is looked up, and only on this machine.
        return new Running(Peer.Start("env", $"HOME={home}", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--user-data-dir={home}/data",
            "--host-resolver-rules=MAP server.example 127.0.0.1,MAP * ~NOTFOUND",
            $"--ssl-version-max={(request.Version == SslVersion.TLSv1_3 ? "tls1.3" : "tls1.2")}", "--dump-dom",
            $"https://server.example:{port}/"), home);
    }

    private sealed class Running(Peer process, DirectoryInfo home) : RunningPeer
    {
        /// <summary>A browser opens connections in advance that it may never use: the one with a request on it is meant.</summary>
        internal override Task<SslSocket> AcceptAsync(SslListener listener, CancellationToken cancel) => Task.Run(() =>
        {
            var open = new List<SslSocket>();
            for (Deadline deadline = Deadline.After(TimeSpan.FromSeconds(20)); !deadline.Passed;)
            {
                if (listener.Core.Take(Deadline.After(TimeSpan.FromMilliseconds(50)), cancel) is { } accepted)
                {
                    open.Add(accepted.Socket ?? throw accepted.Error!);
                    open[^1].Blocking = false;
                }

                if (open.Find(s => s.Peek(1) is { Length: > 0 }) is not { } asking)
                    continue;
                asking.Blocking = true;
                open.FindAll(s => s != asking).ForEach(s => s.Dispose());
                return asking;
            }

            throw new TimeoutException($"{open.Count} connections, and no request.");
        }, cancel);

        /// <summary>Answers one request with a page and a goodbye.</summary>
        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            string? line = socket.ReadLine();
            Assert.Equal("GET / HTTP/1.1", line);
            while (!string.IsNullOrEmpty(line))
                line = socket.ReadLine();
            string page = $"<html><head></head><body>{Convert.ToHexString(RandomNumberGenerator.GetBytes(32 * 1024))}</body></html>";
            socket.Write($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}");
            socket.Close();
            using var dom = new StreamReader(process.Output);
            Assert.Equal(page, (await dom.ReadToEndAsync(cancel)).Trim());
            Assert.True(process.WaitForExit());
        }

        public override void Dispose()
        {
            process.Dispose();
            home.Delete(recursive: true);
        }
    }
}
