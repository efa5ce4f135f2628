using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Trust;

namespace PSSsl.Commands;

public sealed partial class TestSslCertificateCommand
{
    /// <summary>Files with a certificate and perhaps the rest of its chain: PEM, DER, PKCS#7. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Files, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] LiteralPath { get; set; } = null!;

    /// <summary>
    /// The certificate itself: an X509Certificate2, what Get-PeerCertificate gave (with the chain that was sent), an open socket, PEM text
    /// or bytes; from the pipeline paths of files too.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "Path")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object? Certificate { get; set; }

    /// <summary>Certificates between it and the anchor: objects, PEM text, or paths of files.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IssuerCompleter))]
    public object[]? Intermediate { get; set; }

    /// <summary>The host that the certificate must be for; the first argument where certificates come from the pipeline.</summary>
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

    /// <summary>The time at which it must be valid. Default: now.</summary>
    [Parameter]
    public DateTime? Time { get; set; }

    /// <summary>Also checks the rules of the web PKI: RFC 5280's for issuers, and the CA/Browser Forum's Baseline Requirements.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>The maximum number of intermediate certificates, not counting self-issued ones.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? MaxPathLength { get; set; }

    /// <summary>Returns the verdict with path and every fault, instead of $true or $false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override bool TakesDefault(string name) => name is nameof(CAFile) or nameof(CAPath);

    private SslCertificatePurpose PurposeOption => Choice.Of<SslCertificatePurpose>(Purpose) ?? SslCertificatePurpose.Server;

    /// <summary>
    /// The same policy as for connections of this runspace, but for what only makes them lax: the chain is always verified, and neither a
    /// pin nor a callback of the defaults makes up for a fault.
    /// </summary>
    private TrustPolicy MakePolicy()
    {
        SslDefault values = SslDefaults.Current.Values;
        TrustPolicy policy = ReadPolicy(basis: null);
        return policy with
        {
            Mode = SslVerifyMode.Peer,
            Scheme = VerifySchemeArgument.Read(Scheme, SessionState)
                ?? DefaultScheme(VerifySchemeArgument.Read(values.VerifyScheme, SessionState) ?? policy.Scheme),
            Callback = values.VerifyCallback is { } callback ? ScriptCallbacks.Verify(callback, SessionState) : policy.Callback,
            AllMustHold = true,
            Strict = Strict,
            MaxPathLength = MaxPathLength,
            Time = Time,
        };
    }

    /// <summary>Who names a host has it compared, also where connections of this runspace compare none.</summary>
    private HostnameScheme DefaultScheme(HostnameScheme scheme) => scheme.IsNone && HostName is not null ? HostnameScheme.Default : scheme;

    /// <summary>The host that was given, or the name that certificates of servers must have in this runspace.</summary>
    private string? NameToHave()
    {
        SslDefault values = SslDefaults.Current.Values;
        return HostName ?? (PurposeOption == SslCertificatePurpose.Client ? null : values.VerifyName ?? values.Context?.VerifyName);
    }

    private HandshakeFacts Facts => new()
    {
        Purpose = SslCertificateVerdict.ChainPurposeOf(PurposeOption),
        Cancellation = StopToken,
        Trace = WriteFlow,
    };
}
