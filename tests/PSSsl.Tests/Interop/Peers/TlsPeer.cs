using System.Collections.Generic;
using System.IO;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>A TLS implementation that is not ours, as the matrix sees it: what it can do, and how its ends are started.</summary>
internal abstract class TlsPeer
{
    /// <summary>Every one that the matrix has, in the table's order.</summary>
    internal static readonly IReadOnlyList<TlsPeer> All =
    [
        new OpenSslPeer(), new GnuTlsPeer(), new PerlPeer(), new SslStreamPeer(), new NodePeer(), new JavaPeer(), new NginxPeer(),
        new ChromiumPeer(),
    ];

    protected static readonly IReadOnlyList<SslVersion> Current = [SslVersion.TLSv1_3, SslVersion.TLSv1_2];

    protected static readonly IReadOnlyList<SslVersion> SinceTls10 =
        [SslVersion.TLSv1_3, SslVersion.TLSv1_2, SslVersion.TLSv1_1, SslVersion.TLSv1];

    internal abstract string Name { get; }

    /// <summary>The versions that its server is asked to negotiate, each alone; none where it has no server.</summary>
    internal virtual IReadOnlyList<SslVersion> ServerVersions => [];

    /// <summary>The versions that its client is asked to negotiate, each alone; none where it has no client.</summary>
    internal virtual IReadOnlyList<SslVersion> ClientVersions => [];

    /// <summary>False if the test cannot make its client show a certificate.</summary>
    internal virtual bool ClientShowsCertificate => true;

    /// <summary>The group that TLS 1.3 must agree on with our defaults; null where it depends on the peer's version.</summary>
    internal virtual string? Group => null;

    /// <summary>Skips the test where the peer is missing.</summary>
    internal abstract void Require();

    /// <summary>What it calls itself, with its version.</summary>
    internal abstract string Version();

    /// <summary>Starts its server, and returns when it listens.</summary>
    internal virtual RunningPeer StartServer(PeerRequest request) => throw new InvalidDataException($"{Name} has no server.");

    /// <summary>Starts its client, which connects to our listener.</summary>
    internal virtual RunningPeer StartClient(PeerRequest request, int port) => throw new InvalidDataException($"{Name} has no client.");
}
