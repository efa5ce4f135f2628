using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Engine;

/// <summary>
/// What an authority's file says that it is to be trusted for, beside the certificate: the auxiliary part of OpenSSL's TRUSTED CERTIFICATE
/// (X509_CERT_AUX), by which distributions also mark those that are not to be trusted any more.
/// </summary>
public sealed class CertificateUses
{
    private const string AnyUse = "2.5.29.37.0";

    internal CertificateUses(IReadOnlyList<string>? trusted, IReadOnlyList<string> rejected)
    {
        Trusted = trusted;
        Rejected = rejected;
    }

    /// <summary>The purposes it is trusted for; null if none are named, and then it is for all.</summary>
    public IReadOnlyList<string>? Trusted { get; }

    /// <summary>The purposes it is not to be trusted for.</summary>
    public IReadOnlyList<string> Rejected { get; }

    /// <summary>True if it says anything at all.</summary>
    public bool Restricts => Trusted is not null || Rejected.Count > 0;

    /// <summary>Whether it may be trusted for a purpose, as OpenSSL decides it (obj_trust); for none in particular it may if nothing speaks
    /// against any.</summary>
    /// <param name="purpose">The object identifier of an extended key usage; null for no purpose in particular.</param>
    public bool Allows(string? purpose)
    {
        if (purpose is null)
            return Rejected.Count == 0 && (Trusted is null || Trusted.Contains(AnyUse));
        if (Rejected.Contains(purpose) || Rejected.Contains(AnyUse))
            return false;
        return Trusted is null || Trusted.Contains(purpose) || Trusted.Contains(AnyUse);
    }

    /// <summary>What holds if both are said of one certificate: the stricter.</summary>
    public CertificateUses And(CertificateUses other)
    {
        IReadOnlyList<string>? trusted = Trusted is null ? other.Trusted : other.Trusted is null ? Trusted
            : Trusted.Where(t => other.Trusted.Contains(t)).ToArray();
        return new CertificateUses(trusted, Rejected.Union(other.Rejected).ToArray());
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"trusted: {(Trusted is null ? "any" : Sorted(Trusted))}; rejected: {Sorted(Rejected)}";

    private static string Sorted(IEnumerable<string> purposes) => string.Join(" ", purposes.OrderBy(o => o, StringComparer.Ordinal));
}
