using System;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.X509;

namespace PSSsl.Contexts;

/// <summary>
/// Everything of a context that a verdict on a server depends on, and what the server was shown, as a string: sessions pass only between contexts where it is the same.
/// </summary>
internal static class TrustKey
{
    internal static string Of(SslContext context) => string.Join("|",
        context.VerifyMode ?? SslVerifyMode.Peer,
        context.Anchors.Digest,
        context.AllowPartialChain,
        context.VerifyScheme.Name,
        string.Join(",", context.Pins.Select(p => p.ToString())),
        context.Revocation.Key,
        string.Join(",", context.Identities.Select(i => Sha256Digest.Of(i.ChainDer[0]))),
        // What a callback accepts nobody can compare, so its sessions stay in its context.
        context.VerifyCallback is null && context.VerifyScheme.Name != HostnameScheme.CustomName ? string.Empty : Guid.NewGuid().ToString());
}
