using System;
using System.Collections.Generic;
using System.Globalization;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>
/// A current Node: OpenSSL 3.5, which speaks X25519MLKEM768, is built into it. PSSSL_NODE names the program if the path's is older.
/// </summary>
internal sealed class NodePeer : TlsPeer
{
    private static readonly Lazy<string> s_program = new(Find);

    internal override string Name => "Node";

    internal override IReadOnlyList<SslVersion> ServerVersions => SinceTls10;

    internal override IReadOnlyList<SslVersion> ClientVersions => SinceTls10;

    internal override string Group => "X25519MLKEM768";

    internal override void Require()
    {
        if (s_program.Value.Length > 0)
            return;
        const string missing = "Node with OpenSSL 3.5 or later is not installed: name one by PSSSL_NODE";
        Assert.SkipWhen(Peer.MayBeMissing, missing);
        Assert.Fail(missing);
    }

    /// <summary>Starts it with a script.</summary>
    internal static Peer Run(string script, params string[] arguments) => Peer.Start(s_program.Value, ["-e", script, .. arguments]);

    internal override string Version() =>
        Peer.Run(s_program.Value, "-p", "`Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`");

    internal override RunningPeer StartServer(PeerRequest request) =>
        EchoProgram.StartServer(request, s_program.Value, EchoProgram.Source("tls-echo.mjs"));

    internal override RunningPeer StartClient(PeerRequest request, int port) =>
        EchoProgram.StartClient(request, port, s_program.Value, EchoProgram.Source("tls-echo.mjs"));

    private static string Find()
    {
        string program = Environment.GetEnvironmentVariable("PSSSL_NODE") is { Length: > 0 } named ? named : "node";
        if (!Peer.IsInstalled(program))
            return string.Empty;
        string[] openSsl = Peer.Run(program, "-p", "process.versions.openssl").Split('.', '-', '+');
        var version = new Version(int.Parse(openSsl[0], CultureInfo.InvariantCulture), int.Parse(openSsl[1], CultureInfo.InvariantCulture));
        return version >= new Version(3, 5) ? program : string.Empty;
    }
}
