using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.Certificates;

/// <summary>An authority of this moment and a server's certificate that it signed; the authority's key is forgotten at once.</summary>
internal sealed class ThrowAwayCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(30);

    private ThrowAwayCertificate(X509Certificate2 authority, TlsIdentity identity)
    {
        Authority = authority;
        Identity = identity;
    }

    internal X509Certificate2 Authority { get; }

    internal TlsIdentity Identity { get; }

    internal static ThrowAwayCertificate ForServer(IReadOnlyList<string> names)
    {
        var maker = new CertificateMaker("PSSsl throw-away CA", s_lifetime);
        return new ThrowAwayCertificate(new X509Certificate2(maker.Authority), maker.MakeServer(names));
    }
}
