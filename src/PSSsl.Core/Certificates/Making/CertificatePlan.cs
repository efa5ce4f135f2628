using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Certificates.Making;

/// <summary>What a certificate is to say.</summary>
internal sealed class CertificatePlan
{
    internal SslCertificateKind Kind { get; init; }

    internal SubjectName Subject { get; init; } = SubjectName.Empty;

    /// <summary>GeneralNames, DER.</summary>
    internal IReadOnlyList<byte[]> AlternativeNames { get; init; } = Array.Empty<byte[]>();

    /// <summary>Null for the one that goes with the kind and the key.</summary>
    internal X509KeyUsageFlags? KeyUsage { get; init; }

    /// <summary>Object identifiers; null for those that go with the kind.</summary>
    internal IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>How many authorities may be below this one; null for any number.</summary>
    internal int? PathLength { get; init; }

    /// <summary>GeneralNames, DER.</summary>
    internal IReadOnlyList<byte[]> Permitted { get; init; } = Array.Empty<byte[]>();

    /// <summary>GeneralNames, DER.</summary>
    internal IReadOnlyList<byte[]> Excluded { get; init; } = Array.Empty<byte[]>();

    internal IReadOnlyList<string> CrlUrls { get; init; } = Array.Empty<string>();

    internal IReadOnlyList<string> OcspUrls { get; init; } = Array.Empty<string>();

    internal IReadOnlyList<string> CaIssuersUrls { get; init; } = Array.Empty<string>();

    internal bool MustStaple { get; init; }

    /// <summary>They stand in place of those that would be written by themselves.</summary>
    internal IReadOnlyList<PlannedExtension> Extensions { get; init; } = Array.Empty<PlannedExtension>();

    /// <summary>Null for an hour ago.</summary>
    internal DateTime? NotBefore { get; init; }

    /// <summary>Null for what goes with the kind.</summary>
    internal DateTime? NotAfter { get; init; }

    /// <summary>Beside <see cref="NotAfter"/>, how long it is valid.</summary>
    internal TimeSpan? Lifetime { get; init; }

    /// <summary>Big-endian; null for a random one.</summary>
    internal byte[]? SerialNumber { get; init; }

    /// <summary>SHA256, SHA384 or SHA512; null for the one that goes with the issuer's key.</summary>
    internal string? Hash { get; init; }

    internal bool IsAuthority => Kind is SslCertificateKind.CA or SslCertificateKind.Intermediate;
}
