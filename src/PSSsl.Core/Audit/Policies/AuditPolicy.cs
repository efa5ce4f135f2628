using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Policies;

/// <summary>A document that says how servers are to be set up, as data: what may be there, and what must.</summary>
internal sealed record AuditPolicy
{
    internal string Name { get; init; } = string.Empty;

    internal string Version { get; init; } = string.Empty;

    internal string Date { get; init; } = string.Empty;

    /// <summary>Where it stands.</summary>
    internal string Source { get; init; } = string.Empty;

    /// <summary>Versions that may be offered; null for any.</summary>
    internal IReadOnlyList<string>? AllowedProtocols { get; init; }

    /// <summary>Versions that must be.</summary>
    internal IReadOnlyList<string> RequiredProtocols { get; init; } = Array.Empty<string>();

    /// <summary>Suites by either name; null for any.</summary>
    internal IReadOnlyList<string>? AllowedSuites { get; init; }

    internal IReadOnlyList<string>? AllowedGroups { get; init; }

    /// <summary>Signature schemes of the key exchange in TLS 1.2 and 1.3; null for any.</summary>
    internal IReadOnlyList<string>? AllowedSignatures { get; init; }

    internal IReadOnlyList<string> ForbiddenSignatures { get; init; } = Array.Empty<string>();

    /// <summary>The last year of what is allowed for a time, by its name.</summary>
    internal IReadOnlyDictionary<string, int> Expires { get; init; } = new Dictionary<string, int>();

    internal IReadOnlyList<FeatureDemand> Features { get; init; } = Array.Empty<FeatureDemand>();

    internal bool RequiresPostQuantum { get; init; }

    internal int LeastRsaBits { get; init; }

    internal int LeastDhBits { get; init; }

    internal int LeastEcBits { get; init; }

    /// <summary>Days that a certificate may be valid for; 0 for any.</summary>
    internal int MostCertificateDays { get; init; }

    internal bool RequiresTrust { get; init; }

    /// <summary>Whose order of suites counts; null for either.</summary>
    internal bool? ServerOrder { get; init; }

    /// <summary>Seconds of HSTS at least; 0 for none.</summary>
    internal long LeastHsts { get; init; }

    /// <summary>Weaknesses that must not be there; those that are unknown leave the verdict open.</summary>
    internal IReadOnlyList<string> ForbiddenWeaknesses { get; init; } = Array.Empty<string>();

    /// <summary>The document's section of each rule, by the rule's name.</summary>
    internal IReadOnlyDictionary<string, string> Sections { get; init; } = new Dictionary<string, string>();

    internal SslPolicyResult Judge(SslServerReport report)
    {
        var judge = new PolicyJudge(this, report);
        judge.Judge();
        return new SslPolicyResult
        {
            Name = Name,
            Version = Version,
            Date = Date,
            Met = judge.Violations.Count > 0 ? false : judge.Unknown.Count > 0 ? null : true,
            Violations = judge.Violations.Distinct().ToArray(),
            Unknown = judge.Unknown.Distinct().ToArray(),
        };
    }
}
