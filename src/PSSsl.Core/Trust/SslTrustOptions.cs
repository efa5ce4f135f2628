using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;

namespace PSSsl;

/// <summary>Who is trusted, and how peers are verified. What is not given is the default's.</summary>
public record SslTrustOptions
{
    /// <summary>How the peer is verified; default <see cref="SslVerifyMode.Peer"/> for clients.</summary>
    public SslVerifyMode? VerifyMode { get; set; }

    /// <summary>Called for each element of the chain; its answer wins.</summary>
    public Func<SslVerifyElement, bool>? VerifyCallback { get; set; }

    /// <summary>How names are compared; default <c>default</c> (RFC 9525).</summary>
    public HostnameScheme? VerifyScheme { get; set; }

    /// <summary>The name the certificate must have; default the host that is connected to.</summary>
    public string? VerifyName { get; set; }

    /// <summary>The file with trusted certificates; of several the first. Setting it puts it in the place of all.</summary>
    public string? CAFile
    {
        get => CAFiles?.FirstOrDefault();
        set => CAFiles = value is null ? null : new[] { value };
    }

    /// <summary>The files with trusted certificates.</summary>
    public string[]? CAFiles { get; set; }

    /// <summary>A directory with trusted certificates.</summary>
    public string? CAPath { get; set; }

    /// <summary>True if no authority is trusted: CAFile or CAPath were given as empty.</summary>
    public bool NoAuthorities { get; set; }

    /// <summary>Trusted certificates by themselves.</summary>
    public X509Certificate2[]? Authorities { get; set; }

    /// <summary>A chain may end at any given certificate, also one that is not self-signed.</summary>
    public bool AllowPartialChain { get; set; }

    /// <summary>Files with revocation lists: PEM with any number of them, or DER.</summary>
    public string[]? CrlFile { get; set; }

    /// <summary>
    /// Which certificates must be in no revocation list; default: the peer's own where lists are given. A list that is missing is a fault.
    /// </summary>
    public SslCrlCheck? CheckCrl { get; set; }

    /// <summary>Lists that are missing are fetched from where the certificates say, by http.</summary>
    public bool FetchCrl { get; set; }

    /// <summary>
    /// How the status of certificates is checked by OCSP. Default: what a server staples is looked at, and nothing fetched.
    /// </summary>
    public SslOcspMode? Ocsp { get; set; }

    /// <summary>Intermediate certificates that the peer did not send are fetched from where the others say, by http.</summary>
    public bool FetchIssuer { get; set; }

    /// <summary>Fingerprints of certificate or key; with them, one must fit.</summary>
    public string[]? Fingerprint { get; set; }

    /// <summary>How what certificates point to is fetched; null leaves that to the connection.</summary>
    internal FetchWay? Way { get; set; }
}
