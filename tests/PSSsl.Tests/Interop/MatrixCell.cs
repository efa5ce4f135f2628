using System.Collections.Generic;
using System.Linq;
using PSSsl.Tests.Interop.Peers;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Interop;

/// <summary>One thing that works between us and a peer: a cell of the table in docs/interop.md.</summary>
/// <param name="Peer">The peer's name.</param>
/// <param name="Role">What we are: Client or Listener.</param>
/// <param name="Column">The heading of the column.</param>
internal sealed record MatrixCell(string Peer, string Role, string Column)
{
    internal const string Client = "client";
    internal const string Listener = "listener";

    /// <summary>The table's columns. One that a test is added for needs its heading here and its cells in <see cref="All"/>.</summary>
    internal static readonly IReadOnlyList<string> Columns =
    [
        "TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0", "SSL 3.0", "Hybrid group", "ALPN", "Client certificate, TLS 1.3",
        "Client certificate, TLS 1.2",
        "Resumption, TLS 1.3", "Resumption, TLS 1.2",
    ];

    /// <summary>Where sessions are resumed (<see cref="SessionInteropTests"/>); the others are not tried.</summary>
    private static readonly (string Peer, string Role)[] s_resuming =
    [
        ("OpenSSL", Client), ("OpenSSL", Listener), ("IO::Socket::SSL", Client), ("IO::Socket::SSL", Listener), ("GnuTLS", Client),
        ("GnuTLS", Listener), ("Node", Client), ("Node", Listener), ("nginx", Client),
    ];

    /// <summary>Every cell that is tested; what a peer cannot do has none.</summary>
    internal static readonly IReadOnlyList<MatrixCell> All =
        TlsPeer.All.SelectMany(p => Cells(p, Client, p.ServerVersions).Concat(Cells(p, Listener, p.ClientVersions)))
        .Concat(s_resuming.SelectMany(r =>
            new[] { Resumption(r.Peer, r.Role, SslVersion.TLSv1_3), Resumption(r.Peer, r.Role, SslVersion.TLSv1_2) })).ToArray();

    internal static MatrixCell Resumption(string peer, string role, SslVersion version) =>
        new(peer, role, $"Resumption, {Heading(version)}");

    internal static string Heading(SslVersion version) => version switch
    {
        SslVersion.SSLv3 => "SSL 3.0",
        SslVersion.TLSv1 => "TLS 1.0",
        SslVersion.TLSv1_1 => "TLS 1.1",
        SslVersion.TLSv1_2 => "TLS 1.2",
        _ => "TLS 1.3",
    };

    private static IEnumerable<MatrixCell> Cells(TlsPeer peer, string role, IReadOnlyList<SslVersion> versions)
    {
        foreach (SslVersion version in versions)
        {
            yield return new(peer.Name, role, Heading(version));
            if (version >= SslVersion.TLSv1_2 && (role == Client || peer.ClientShowsCertificate))
                yield return new(peer.Name, role, $"Client certificate, {Heading(version)}");
        }

        if (versions.Count == 0)
            yield break;
        yield return new(peer.Name, role, "ALPN");
        if (peer.Group is not null)
            yield return new(peer.Name, role, "Hybrid group");
    }
}
