using System;
using System.Collections.Generic;
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

    internal IReadOnlyList<X509Certificate2> Certificates { get; init; } = Array.Empty<X509Certificate2>();

    internal Func<string, char[]?>? Password { get; init; }

    internal string CertificateFileOption => Entry ?? nameof(SslContextOptions.CertificateFile);

    internal string KeyFileOption => Entry ?? nameof(SslContextOptions.KeyFile);

    internal string CertificateOption => Entry ?? nameof(SslContextOptions.Certificate);
}
