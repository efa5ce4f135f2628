using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>All that <c>Test-SslServer</c> found out about a server.</summary>
public sealed class SslServerReport : SavedReport
{
    /// <summary>What was given: the object that came down the pipeline, or the host as it was written.</summary>
    internal object? Target { get; set; }

    /// <summary>The host.</summary>
    public string Host { get; internal init; } = string.Empty;

    /// <summary>The TCP port.</summary>
    public int Port { get; internal init; }

    /// <summary>The address that all questions went to.</summary>
    public string? Address { get; internal init; }

    /// <summary>The name that was sent by SNI; empty for none.</summary>
    public string ServerName { get; internal init; } = string.Empty;

    /// <summary>The protocol that TLS was started in, or null.</summary>
    public string? StartTls { get; internal init; }

    /// <summary>When it was begun.</summary>
    public DateTime Time { get; internal init; }

    /// <summary>How long it took.</summary>
    internal TimeSpan Duration { get; init; }

    /// <summary>How many connections it took.</summary>
    public int Connections { get; internal init; }

    /// <summary>Why some of it is missing; empty if all was checked.</summary>
    public string Incomplete { get; internal init; } = string.Empty;

    /// <summary>What was checked.</summary>
    public IReadOnlyList<string> Checks { get; internal init => field = new SslTextList(value); }
        = new SslTextList(Array.Empty<string>());

    /// <summary>The grade, by SSL Labs' rules.</summary>
    public SslGrade Grade { get; internal set; } = new();

    /// <summary>
    /// The addresses of the name, if it has several: all of them were checked, and what is said here holds for each or for the worst of
    /// them.
    /// </summary>
    public IReadOnlyList<SslServerNode> Nodes { get; internal init => field = new SslRows<SslServerNode>(value); }
        = new SslRows<SslServerNode>(Array.Empty<SslServerNode>());

    /// <summary>
    /// Other servers of the same run that have the same key, as far as they were audited; the end of the run completes it.
    /// </summary>
    public IReadOnlyList<string> SharedWith { get; internal set => field = new SslTextList(value); }
        = new SslTextList(Array.Empty<string>());

    /// <summary>Protocol versions.</summary>
    public IReadOnlyList<SslServerProtocol> Protocols { get; internal init => field = new SslRows<SslServerProtocol>(value); }
        = new SslRows<SslServerProtocol>(Array.Empty<SslServerProtocol>());

    /// <summary>Cipher suites, in the server's order, newest version first.</summary>
    public IReadOnlyList<SslServerSuite> Suites { get; internal init => field = new SslRows<SslServerSuite>(value); }
        = new SslRows<SslServerSuite>(Array.Empty<SslServerSuite>());

    /// <summary>Groups of the key exchange.</summary>
    public IReadOnlyList<SslServerGroup> Groups { get; internal init => field = new SslRows<SslServerGroup>(value); }
        = new SslRows<SslServerGroup>(Array.Empty<SslServerGroup>());

    /// <summary>Signature schemes of the key exchange.</summary>
    public IReadOnlyList<SslServerSignature> SignatureSchemes { get; internal init => field = new SslRows<SslServerSignature>(value); }
        = new SslRows<SslServerSignature>(Array.Empty<SslServerSignature>());

    /// <summary>Certificates, one for each kind of key that the server has.</summary>
    internal new IReadOnlyList<PeerCertificate> Certificates { get; init => field = new SslRows<PeerCertificate>(value); }
        = new SslRows<PeerCertificate>(Array.Empty<PeerCertificate>());

    /// <summary>Features.</summary>
    public IReadOnlyList<SslServerFeature> Features { get; internal init => field = new SslRows<SslServerFeature>(value); }
        = new SslRows<SslServerFeature>(Array.Empty<SslServerFeature>());

    /// <summary>Known weaknesses.</summary>
    public IReadOnlyList<SslServerWeakness> Weaknesses { get; internal set => field = new SslRows<SslServerWeakness>(value); }
        = new SslRows<SslServerWeakness>(Array.Empty<SslServerWeakness>());

    /// <summary>What clients of today and yesterday would agree on, by what their hellos offer; nothing is sent for it.</summary>
    public IReadOnlyList<SslClientSimulation> Clients { get; internal set => field = new SslRows<SslClientSimulation>(value); }
        = new SslRows<SslClientSimulation>(Array.Empty<SslClientSimulation>());

    /// <summary>What a web server says about itself; null if that was not checked.</summary>
    public SslServerHttp? Http { get; internal init; }

    /// <summary>True if a key exchange that is safe against quantum computers is offered; null if that is not known.</summary>
    public bool? PostQuantum { get; internal init; }

    /// <summary>What is wrong or worth knowing, the worst first.</summary>
    public IReadOnlyList<SslFinding> Findings { get; internal set => field = new SslRows<SslFinding>(value); }
        = new SslRows<SslFinding>(Array.Empty<SslFinding>());

    /// <summary>Policies that were given.</summary>
    public IReadOnlyList<SslPolicyResult> Policies { get; internal set => field = new SslRows<SslPolicyResult>(value); }
        = new SslRows<SslPolicyResult>(Array.Empty<SslPolicyResult>());

    /// <summary>The worst finding; null if there is none above the least severity.</summary>
    public SslFinding? Worst => Findings.FirstOrDefault(f => f.Severity > SslSeverity.Info);

    /// <summary>Days until the first of the certificates expires; null if there is none.</summary>
    public int? DaysRemaining => Certificates.Select(c => c.DaysRemaining).Where(d => d is not null).Min();

    /// <summary>The offered versions, newest first.</summary>
    public string Versions => string.Join(", ", Protocols.Where(p => p.State == SslOfferState.Offered).Reverse().Select(p => p.Name));

    /// <summary>Host and port.</summary>
    public string Server => $"{(Host.IndexOf(':') >= 0 ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>A version by its name.</summary>
    internal SslServerProtocol? Protocol(string name) => Protocols.FirstOrDefault(p => p.Name == name);

    internal bool? Has(string protocol) => Protocol(protocol)?.State switch
    {
        SslOfferState.Offered => true,
        SslOfferState.NotOffered => false,
        _ => null,
    };

    internal SslServerFeature? Feature(string name) => Features.FirstOrDefault(f => f.Name == name);

    internal SslServerWeakness? Weakness(string name) => Weaknesses.FirstOrDefault(w => w.Name == name);

    /// <inheritdoc/>
    public override string ToString() => $"{Server} {Grade}";
}
