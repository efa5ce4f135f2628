using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>nginx as one process on the loopback, with a configuration and a page of its own.</summary>
internal sealed class NginxPeer : TlsPeer
{
    internal override string Name => "nginx";

    internal override IReadOnlyList<SslVersion> ServerVersions => SinceTls10;

    internal override void Require() => Peer.Require("nginx");

    // "nginx version: nginx/1.22.1", and the library with -V.
    internal override string Version() =>
        Peer.Run("sh", "-c", "nginx -V 2>&1").Split('\n')[0].Replace("nginx version: nginx/", "nginx ", StringComparison.Ordinal);

    internal override RunningPeer StartServer(PeerRequest request)
    {
        int port = PeerPorts.Next();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nginx");
        string page = Convert.ToHexString(RandomNumberGenerator.GetBytes(32 * 1024));
        File.WriteAllText(Path.Combine(folder.FullName, "page.txt"), page);
        string configuration = Path.Combine(folder.FullName, "nginx.conf");
        string versions = request.Version.ToString().Replace('_', '.');
        File.WriteAllText(configuration, $$"""
            daemon off;
            master_process off;
            pid {{folder}}/pid;
            error_log stderr;
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                server {
                    listen 127.0.0.1:{{port}} ssl;
                    root {{folder}};
                    ssl_certificate {{request.CertificateFile}};
                    ssl_certificate_key {{request.KeyFile}};
                    ssl_protocols {{versions}};
                    ssl_ciphers {{(request.Version < SslVersion.TLSv1_2 ? "DEFAULT:@SECLEVEL=0" : "DEFAULT")}};
                    ssl_client_certificate {{request.Pki.CAFile}};
                    ssl_verify_client {{(request.ClientCertificate ? "on" : "off")}};
                    add_header X-Client $ssl_client_verify;
                }
            }
            """);
        return new Running(Peer.StartServer(port, "nginx", "-c", configuration, "-e", "stderr", "-p", folder.FullName), folder, page,
            request.ClientCertificate) { Port = port };
    }

    private sealed class Running(Peer process, DirectoryInfo folder, string page, bool clientCertificate) : RunningPeer
    {
        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            socket.Write("GET /page.txt HTTP/1.1\r\nHost: server.example\r\nConnection: close\r\n\r\n");
            using var reader = new StreamReader(socket.GetStream());
            string response = await reader.ReadToEndAsync(cancel);
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
            Assert.Contains($"\r\nX-Client: {(clientCertificate ? "SUCCESS" : "NONE")}\r\n", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\n" + page, response, StringComparison.Ordinal);
            Assert.True(socket.ClosedCleanly);
        }

        public override void Dispose()
        {
            process.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
