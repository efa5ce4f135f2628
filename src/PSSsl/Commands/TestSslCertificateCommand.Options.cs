using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;

namespace PSSsl.Commands;

public sealed partial class TestSslCertificateCommand
{
    /// <summary>Files with a certificate and perhaps the rest of its chain: PEM, DER, PKCS#7. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] Path { get; set; } = null!;

    /// <summary>Files whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] LiteralPath { get; set; } = null!;

    /// <summary>The certificate itself: an X509Certificate2, what Get-PeerCertificate gave (with the chain that was sent), an open socket, PEM text or bytes.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object Certificate { get; set; } = null!;

    /// <summary>Certificates between it and the anchor: objects, PEM text, or paths of files.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IssuerCompleter))]
    public object[]? Intermediate { get; set; }

    /// <summary>The host that the certificate must be for.</summary>
    [Parameter(Position = 1)]
    [Alias("VerifyName", "DnsName")]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string? HostName { get; set; }

    /// <summary>How names are compared: a scheme's name, or a hashtable. Default: RFC 9525's rules.</summary>
    [Parameter]
    [Alias("VerifyScheme")]
    [ArgumentCompleter(typeof(VerifySchemeCompleter))]
    public object? Scheme { get; set; }

    /// <summary>What it is used for: Server, Client, Any.</summary>
    [Parameter]
    [Choice(typeof(SslCertificatePurpose))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslCertificatePurpose>))]
    public string? Purpose { get; set; }

    /// <summary>The time it must be valid at. Default: now.</summary>
    [Parameter]
    public DateTime? Time { get; set; }

    /// <summary>Also asks the rules of the web PKI: RFC 5280's for issuers, and the CA/Browser Forum's Baseline Requirements.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>How many intermediate certificates there may be, self-issued ones not counted.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? MaxPathLength { get; set; }

    /// <summary>A file with trusted certificates (manual: SSL_ca_file); '' trusts none. Default: the platform's.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string? CAFile { get; set; }

    /// <summary>A directory with trusted certificates (manual: SSL_ca_path); '' trusts none.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    public string? CAPath { get; set; }

    /// <summary>Trusted certificates by themselves.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    public X509Certificate2[]? CACertificate { get; set; }

    /// <summary>A chain may end at any given certificate, also one that is not self-signed.</summary>
    [Parameter]
    public SwitchParameter AllowPartialChain { get; set; }

    /// <summary>Files with revocation lists, PEM or DER; without -CheckCrl they are asked for the certificate itself.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CrlFileCompleter))]
    public string[]? CrlFile { get; set; }

    /// <summary>Which certificates must be in no revocation list: None, Leaf, Chain. A list that is missing or stale is a fault.</summary>
    [Parameter]
    [Choice(typeof(SslCrlCheck))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslCrlCheck>))]
    public string? CheckCrl { get; set; }

    /// <summary>Fetches revocation lists that are missing from where the certificates say, by http.</summary>
    [Parameter]
    public SwitchParameter FetchCrl { get; set; }

    /// <summary>How status is asked for by OCSP: Off, Try, Must, FullChain. Without it nobody is asked.</summary>
    [Parameter]
    [Choice(typeof(SslOcspMode))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslOcspMode>))]
    public string? Ocsp { get; set; }

    /// <summary>Fetches intermediate certificates that are missing from where the others say, by http.</summary>
    [Parameter]
    public SwitchParameter FetchIssuer { get; set; }

    /// <summary>Gives the verdict with path and every fault, in place of $true or $false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private TrustAnchors Anchors()
    {
        // One that is given as $null or '' trusts none: a variable that turns out to be empty must not mean the platform's authorities.
        bool isGiven = new[] { nameof(CAFile), nameof(CAPath), nameof(CACertificate) }.Any(MyInvocation.BoundParameters.ContainsKey);
        return isGiven ? TrustAnchors.From(Given(CAFile), Given(CAPath), CACertificate) : TrustAnchors.System();
    }

    private string? Given(string? path) => string.IsNullOrEmpty(path) ? null : ResolvePath(path);

    private ChainRequest Request(IReadOnlyList<X509Certificate2> certificates) => new(certificates[0], certificates.Concat(_intermediates).ToArray(), _anchors)
    {
        Purpose = Choice.Of<SslCertificatePurpose>(Purpose) switch
        {
            null or SslCertificatePurpose.Server => ChainPurpose.ServerAuth,
            SslCertificatePurpose.Client => ChainPurpose.ClientAuth,
            _ => ChainPurpose.None,
        },
        AllowPartialChain = AllowPartialChain,
        Strict = Strict,
        MaxPathLength = MaxPathLength,
        Time = Time ?? DateTime.UtcNow,
    };
}
