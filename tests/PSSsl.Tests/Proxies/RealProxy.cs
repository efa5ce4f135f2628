using System;
using System.IO;
using System.Linq;
using PSSsl.Tests.Interop;

namespace PSSsl.Tests.Proxies;

/// <summary>A proxy that we did not write, in a folder of its own.</summary>
internal sealed class RealProxy : IDisposable
{
    internal const string User = "bob", Password = "pä:ss w%rd";

    private readonly DirectoryInfo _folder;
    private readonly Peer _process;

    private RealProxy(int ports, Func<string, int[], string> configuration, Func<string, string[]> command)
    {
        _folder = Directory.CreateTempSubdirectory("proxy");
        // Squid reads its files as another user.
        if (!OperatingSystem.IsWindows())
            _folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Ports = Enumerable.Range(0, ports).Select(_ => PeerPorts.Next()).ToArray();
        string file = Path.Combine(_folder.FullName, "conf");
        File.WriteAllText(file, configuration(_folder.FullName, Ports));
        string[] words = command(file);
        _process = Peer.StartServer(Ports[0], words[0], words[1..]);
    }

    internal int[] Ports { get; }

    internal int Port => Ports[0];

    /// <summary>
    /// Squid on three ports: plain, with TLS, and one that wants a password. It knows web.lab.example as this machine, and lets nobody to
    /// forbidden.lab.example.
    /// </summary>
    internal static RealProxy Squid(TestPki pki)
    {
        Peer.Require("squid");
        string hash = Peer.Run("openssl", "passwd", "-6", Password);
        return new RealProxy(3, (folder, ports) =>
        {
            File.WriteAllText(Path.Combine(folder, "users"), $"{User}:{hash}\n");
            File.WriteAllText(Path.Combine(folder, "hosts"), "127.0.0.1 localhost web.lab.example xn--bcher-kva.lab.example\n");
            return $"""
                http_port 127.0.0.1:{ports[0]}
                https_port 127.0.0.1:{ports[1]} tls-cert={pki.CertificateFile("EC")} tls-key={pki.KeyFile("EC")}
                http_port 127.0.0.1:{ports[2]}
                auth_param basic program /usr/lib/squid/basic_ncsa_auth {folder}/users
                auth_param basic realm the lab, where a=b
                acl guarded localport {ports[2]}
                acl known proxy_auth REQUIRED
                http_access deny guarded !known
                acl forbidden dstdomain forbidden.lab.example
                http_access deny forbidden
                http_access allow all
                hosts_file {folder}/hosts
                cache deny all
                cache_log /dev/null
                cache_store_log none
                access_log none
                pid_filename none
                pinger_enable off
                coredump_dir {folder}
                shutdown_lifetime 0 seconds
                visible_hostname proxy.lab.example

                """;
        }, file => ["squid", "-N", "-f", file]);
    }

    internal static RealProxy Tinyproxy() => new(1, (_, ports) => $"""
        Port {ports[0]}
        Listen 127.0.0.1
        Timeout 60
        MaxClients 100
        Allow 127.0.0.1
        BasicAuth {User} lab-secret

        """, file => ["tinyproxy", "-d", "-c", file]);

    /// <summary>Dante, which lets nobody to port 9.</summary>
    internal static RealProxy Dante() => new(1, (_, ports) => $$"""
        logoutput: stderr
        internal: 127.0.0.1 port = {{ports[0]}}
        external: 127.0.0.1
        clientmethod: none
        socksmethod: none
        client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
        socks block { from: 0.0.0.0/0 to: 127.0.0.0/8 port = 9 }
        socks pass { from: 127.0.0.0/8 to: 127.0.0.0/8 }

        """, file => ["danted", "-f", file, "-p", file + ".pid"]);

    public void Dispose()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
