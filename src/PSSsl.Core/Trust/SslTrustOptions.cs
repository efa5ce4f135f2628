using System;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;

namespace PSSsl;

/// <summary>Who is trusted, and how peers are verified. What is not given is the default's.</summary>
public record SslTrustOptions
{
    /// <summary>How the peer is verified (manual: SSL_verify_mode); default <see cref="SslVerifyMode.Peer"/> for clients.</summary>
    public SslVerifyMode? VerifyMode { get; set; }

    /// <summary>Called for each element of the chain (manual: SSL_verify_callback); its answer wins.</summary>
    public Func<SslVerifyElement, bool>? VerifyCallback { get; set; }

    /// <summary>How names are compared (manual: SSL_verifycn_scheme); default <c>default</c> (RFC 9525).</summary>
    public HostnameScheme? VerifyScheme { get; set; }

    /// <summary>The name the certificate must have (manual: SSL_verifycn_name); default the host that is connected to.</summary>
    public string? VerifyName { get; set; }

    /// <summary>A file with trusted certificates (manual: SSL_ca_file).</summary>
    public string? CAFile { get; set; }

    /// <summary>A directory with trusted certificates (manual: SSL_ca_path).</summary>
    public string? CAPath { get; set; }

    /// <summary>True if no authority is trusted: CAFile or CAPath were given as empty.</summary>
    public bool NoAuthorities { get; set; }

    /// <summary>Trusted certificates by themselves.</summary>
    public X509Certificate2[]? Authorities { get; set; }

    /// <summary>A chain may end at any given certificate, also one that is not self-signed.</summary>
    public bool AllowPartialChain { get; set; }

    /// <summary>Files with revocation lists (manual: SSL_crl_file): PEM with any number of them, or DER.</summary>
    public string[]? CrlFile { get; set; }

    /// <summary>
    /// Which certificates must be in no revocation list (manual: SSL_check_crl); default: the peer's own where lists are given. A list that is missing is a fault.
    /// </summary>
    public SslCrlCheck? CheckCrl { get; set; }

    /// <summary>Lists that are missing are fetched from where the certificates say, by http.</summary>
    public bool FetchCrl { get; set; }

    /// <summary>
    /// How the status of certificates is asked for by OCSP (manual, 2.x: SSL_ocsp_mode). Default: what a server staples is looked at, and nothing fetched.
    /// </summary>
    public SslOcspMode? Ocsp { get; set; }

    /// <summary>Intermediate certificates that the peer did not send are fetched from where the others say, by http.</summary>
    public bool FetchIssuer { get; set; }

    /// <summary>Fingerprints of certificate or key; with them, one must fit.</summary>
    public string[]? Fingerprint { get; set; }

    /// <summary>How what certificates point to is fetched; null leaves that to the connection.</summary>
    internal FetchWay? Way { get; set; }
}
