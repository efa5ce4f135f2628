using System;
using System.Collections.Generic;
using PSSsl.Audit.Asking;
using PSSsl.Audit.DnsRecords;
using PSSsl.Audit.Policies;
using PSSsl.Trust;

namespace PSSsl.Audit;

/// <summary>What is wanted of an audit, the same for all servers of a run.</summary>
internal sealed record AuditOptions
{
    internal AuditChecks Checks { get; init; } = AuditChecks.All;

    /// <summary>Versions, the preferred suite and the certificate alone.</summary>
    internal bool IsQuick { get; init; }

    /// <summary>Whether a web server is asked; null for what the port says.</summary>
    internal bool? IsHttp { get; init; }

    internal AskLimits Limits { get; init; } = new();

    /// <summary>How certificates are judged.</summary>
    internal TrustPolicy Trust { get; init; } = TrustPolicy.Default;

    /// <summary>Has user's code run where it can run; null runs it on the spot.</summary>
    internal Func<Func<object?>, object?>? Run { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>Whose configuration the fixes are for; empty for all that are known.</summary>
    internal IReadOnlyList<string> FixFor { get; init; } = Array.Empty<string>();

    internal IReadOnlyList<AuditPolicy> Policies { get; init; } = Array.Empty<AuditPolicy>();

    /// <summary>Where what the DNS says of certificates is asked for; null if it is not.</summary>
    internal DnsRoute? Resolver { get; init; }

    internal bool Wants(AuditChecks check) => (Checks & check) != 0;
}
