using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Certificates;

/// <summary>Where a certificate and its key are, and what the user calls that.</summary>
internal sealed class CertificateSource
{
    /// <param name="entry">The entry of a map; null for the options themselves.</param>
    internal CertificateSource(string? entry = null) => Entry = entry;

    internal string? Entry { get; }

    internal IReadOnlyList<string> CertificateFiles { get; init; } = Array.Empty<string>();

    internal IReadOnlyList<string> KeyFiles { get; init; } = Array.Empty<string>();

    internal IReadOnlyList<SslCertificate> Certificates { get; init; } = Array.Empty<SslCertificate>();

    internal Func<string, char[]?>? Password { get; init; }

    internal static SslCertificate[] Together(IEnumerable<SslCertificate>? ours, IEnumerable<X509Certificate2>? platforms) =>
        (ours ?? Array.Empty<SslCertificate>()).Concat((platforms ?? Array.Empty<X509Certificate2>()).Select(c => new SslCertificate(c)))
            .ToArray();

    internal string CertificateFileOption => Entry ?? "CertificateFile";

    internal string KeyFileOption => Entry ?? "KeyFile";

    internal string CertificateOption => Entry ?? "Certificate";
}
