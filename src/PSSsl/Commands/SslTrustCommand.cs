using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting.Proxies;
using PSSsl.Trust;

namespace PSSsl.Commands;

/// <summary>
/// Who is trusted, and how revocation is looked at: declared once for all cmdlets that judge certificates, with or without a connection.
/// </summary>
public abstract class SslTrustCommand : SslCommand
{
    private static readonly string[] s_anchors = { nameof(CAFile), nameof(CAPath), nameof(CACertificate) };

    private readonly HashSet<string> _defaulted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files with trusted certificates; '' trusts none.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[]? CAFile { get; set; }

    /// <summary>A directory with trusted certificates; '' trusts none.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    public string? CAPath { get; set; }

    /// <summary>Trusted certificates, as objects.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [RebuiltCertificate(AsPlatforms = true)]
    public X509Certificate2[]? CACertificate { get; set; }

    /// <summary>A chain may end at any given certificate, also one that is not self-signed.</summary>
    [Parameter]
    public SwitchParameter AllowPartialChain { get; set; }

    /// <summary>Files with revocation lists, PEM or DER. Without -CheckCrl only the peer's own certificate is checked.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CrlFileCompleter))]
    public string[]? CrlFile { get; set; }

    /// <summary>Which certificates are checked against revocation lists: None, Leaf, Chain. A missing or stale list is an error.</summary>
    [Parameter]
    [Choice(typeof(SslCrlCheck))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslCrlCheck>))]
    public string? CheckCrl { get; set; }

    /// <summary>Downloads missing revocation lists over HTTP from the URLs in the certificates.</summary>
    [Parameter]
    public SwitchParameter FetchCrl { get; set; }

    /// <summary>
    /// How status is checked by OCSP: Off, Try, Must, FullChain. Without it what a server staples is looked at, and nothing fetched.
    /// </summary>
    [Parameter]
    [Choice(typeof(SslOcspMode))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslOcspMode>))]
    public string? Ocsp { get; set; }

    /// <summary>
    /// Fetches intermediate certificates that the peer did not send from where the others say, by http. This machine then calls addresses
    /// that an unverified peer names.
    /// </summary>
    [Parameter]
    public SwitchParameter FetchIssuer { get; set; }

    /// <summary>True if the cmdlet itself is a server; what a context is made for is not known yet.</summary>
    private protected virtual bool Serves => false;

    private protected bool IsTrustGiven => s_anchors.Any(MyInvocation.BoundParameters.ContainsKey);

    /// <summary>Whether a default of this name may stand in the place of a parameter of the same name.</summary>
    private protected virtual bool TakesDefault(string name) => true;

    /// <summary>Puts the runspace's defaults in the place of parameters that were not given.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // The authorities are one choice: whoever gives some does not mean the default's as well.
        bool takes(string name) => TakesDefault(name) && !(IsTrustGiven && s_anchors.Contains(name));
        try
        {
            _defaulted.UnionWith(SslDefaults.Current.Fill(this, MyInvocation.BoundParameters.Keys, Serves, takes));
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    private protected bool IsGiven(string name) => MyInvocation.BoundParameters.ContainsKey(name) || _defaulted.Contains(name);

    /// <summary>Reads the parameters into options.</summary>
    /// <param name="options">They are set here.</param>
    /// <param name="withDefaults">False leaves out what stands there by default.</param>
    private protected virtual void ReadTrust(SslTrustOptions options, bool withDefaults = true)
    {
        bool takes(string name) => withDefaults ? IsGiven(name) : MyInvocation.BoundParameters.ContainsKey(name);
        options.CAFiles = takes(nameof(CAFile)) ? AnchorFiles(CAFile) : null;
        options.CAPath = takes(nameof(CAPath)) && !string.IsNullOrEmpty(CAPath) ? ResolvePath(CAPath) : null;
        options.Authorities = CACertificate;
        // An authority that turns out to be $null or '' must not mean that all of the platform's are trusted.
        options.NoAuthorities = s_anchors.Any(takes) && options.CAFiles is null && options.CAPath is null && CACertificate is null;
        options.AllowPartialChain = AllowPartialChain;
        options.CrlFile = CrlFile?.Select(f => ResolvePath(f)!).ToArray();
        options.CheckCrl = Choice.Of<SslCrlCheck>(CheckCrl);
        options.FetchCrl = FetchCrl;
        options.Ocsp = Choice.Of<SslOcspMode>(Ocsp);
        options.FetchIssuer = FetchIssuer;
    }

    /// <summary>The files of -CAFile; null if it trusts none.</summary>
    /// <exception cref="SslException">One of several is empty: a variable that was not set, perhaps.</exception>
    private string[]? AnchorFiles(string[]? given)
    {
        if (given is null or { Length: 1 } && string.IsNullOrEmpty(given?[0]))
            return null;
        if (given.Any(string.IsNullOrEmpty))
            throw GivenParameters.Empty(nameof(CAFile), "one of its values is empty");
        return given.Select(f => ResolvePath(f)!).ToArray();
    }

    /// <summary>The policy of these parameters for a certificate that no handshake brings.</summary>
    /// <param name="basis">What counts where nothing was given; null for the runspace's defaults.</param>
    /// <exception cref="SslException">A parameter is wrong, or a file cannot be used.</exception>
    private protected TrustPolicy ReadPolicy(TrustPolicy? basis)
    {
        var options = new SslTrustOptions { Way = ProxyWay.Environment };
        ReadTrust(options, withDefaults: basis is null);
        TrustPolicy policy = TrustPolicy.Of(options, basis ?? SslDefaults.Current.Values.Context?.Trust);
        bool isPartialDenied = MyInvocation.BoundParameters.ContainsKey(nameof(AllowPartialChain)) && !AllowPartialChain;
        return isPartialDenied ? policy with { AllowPartialChain = false } : policy;
    }
}
