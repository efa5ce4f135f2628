using System;

namespace PSSsl.Audit;

/// <summary>What an audit asks about.</summary>
[Flags]
internal enum AuditChecks
{
    None = 0,
    Protocols = 1,
    Suites = 2,
    Groups = 4,
    Signatures = 8,
    Certificates = 16,
    Features = 32,
    Weaknesses = 64,
    Http = 128,
    All = Protocols | Suites | Groups | Signatures | Certificates | Features | Weaknesses | Http,
}
