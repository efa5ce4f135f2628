using System.Collections.Generic;

namespace PSSsl.Shim;

/// <summary>A certificate with its key, in files.</summary>
internal sealed class CredentialFiles
{
    internal string? Certificate { get; set; }

    internal string? Key { get; set; }

    /// <summary>What is stapled to it.</summary>
    internal byte[]? Staple { get; set; }
}

/// <summary>What a connection is to be like.</summary>
internal sealed class ShimOptions
{
    internal int Port { get; set; }
    internal ulong ShimId { get; set; }
    internal bool IsIpv6 { get; set; }
    internal bool AsksForHandshaker { get; set; }
    internal int ResumeCount { get; set; }
    internal bool IsServer { get; set; }

    // What may be negotiated.
    internal HashSet<int> ExcludedVersions { get; } = [];
    internal int LeastVersion { get; set; } = 0x0301;
    internal int MostVersion { get; set; } = 0x0304;
    internal string Suites { get; set; } = SuiteList.Default;
    internal List<int> Groups { get; } = [];
    internal List<int>? KeyShares { get; set; }
    internal List<int> Schemes { get; } = [];
    internal bool PrefersOwnOrder { get; set; }
    internal CredentialFiles Default { get; } = new();
    internal List<CredentialFiles> Further { get; } = [];
    internal string? HostName { get; set; }
    internal List<string> Protocols { get; } = [];
    internal bool RefusesProtocols { get; set; }
    internal string? PskKey { get; set; }
    internal string PskIdentity { get; set; } = string.Empty;
    internal bool GivesTickets { get; set; } = true;
    internal bool AsksForStatus { get; set; }
    internal bool AsksForCertificate { get; set; }
    internal bool DemandsCertificate { get; set; }
    internal IReadOnlyList<byte[]>? Authorities { get; set; }
    internal bool RefusesChain { get; set; }
    internal int RefusalAlert { get; set; } = 40;

    // What is done.
    internal bool ReadsByteByByte { get; set; }
    internal bool WritesFirst { get; set; }
    internal bool WritesManySizes { get; set; }
    internal bool ShutsDown { get; set; }
    internal bool ChecksGoodbye { get; set; }
    internal bool PeeksFirst { get; set; }
    internal int ReadSize { get; set; } = 512;

    // What is expected.
    internal bool NeverOpens { get; set; }
    internal int? Version { get; set; }
    internal int? Suite { get; set; }
    internal int? Group { get; set; }
    internal int? Scheme { get; set; }
    internal string? Protocol { get; set; }
    internal string? ServerName { get; set; }
    internal bool NoServerName { get; set; }
    internal bool NoSession { get; set; }
    internal bool SessionMiss { get; set; }
    internal bool SessionId { get; set; }
    internal bool NoSessionId { get; set; }
    internal bool TicketRenewal { get; set; }
    internal bool ExtendedMasterSecret { get; set; }
    internal byte[]? Status { get; set; }
    internal string? PeerCertificate { get; set; }
    internal bool NoPeerCertificate { get; set; }
    internal IReadOnlyList<byte[]>? RequestedAuthorities { get; set; }
    internal int? Credential { get; set; }
    internal bool Retry { get; set; }
    internal bool NoRetry { get; set; }
}
