using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>JSSE, the one that still has SSL 3.0. What its policy forbids is allowed for these processes alone.</summary>
internal sealed class JavaPeer : TlsPeer
{
    private static readonly Lazy<string> s_compiled = new(Compile);

    internal override string Name => "JSSE";

    internal override IReadOnlyList<SslVersion> ServerVersions => [.. SinceTls10, SslVersion.SSLv3];

    internal override IReadOnlyList<SslVersion> ClientVersions => [.. SinceTls10, SslVersion.SSLv3];

    internal override void Require()
    {
        Peer.Require("java");
        Peer.Require("javac");
    }

    internal override string Version() => Peer.Run("java", "--version").Split('\n').Select(l => l.Trim()).First();

    internal override RunningPeer StartServer(PeerRequest request) => EchoProgram.StartServer(request, "java", Arguments());

    internal override RunningPeer StartClient(PeerRequest request, int port) => EchoProgram.StartClient(request, port, "java", Arguments());

    private static string[] Arguments() =>
    [
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
        $"-Djava.security.properties={Path.Combine(s_compiled.Value, "everything.security")}", "-cp", s_compiled.Value, "TlsEcho",
    ];

    private static string Compile()
    {
        string folder = Directory.CreateTempSubdirectory("jsse").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Peer.Run("javac", "-d", folder, EchoProgram.Source("TlsEcho.java"));
        File.WriteAllText(Path.Combine(folder, "everything.security"), "jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\n");
        return folder;
    }
}
