using System;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Commands;

internal sealed partial class ExpectationJudge
{
    private Lazy<SslContext>? _judging;

    /// <summary>Protocol versions.</summary>
    [Parameter]
    public object?[]? Version { get; set; }

    /// <summary>Cipher suites.</summary>
    [Parameter]
    public string[]? Cipher { get; set; }

    /// <summary>A number of days, a span or a date.</summary>
    [Parameter]
    public object? Time { get; set; }

    /// <summary>Names that a certificate is to be for.</summary>
    [Parameter]
    public string[]? HostName { get; set; }

    /// <summary>How names are compared.</summary>
    [Parameter]
    public object? Scheme { get; set; }

    /// <summary>The protocol that asks for TLS.</summary>
    [Parameter]
    [StartTlsTransformation]
    public string? StartTls { get; set; }

    /// <summary>The name to send by SNI.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? ServerName { get; set; }

    /// <summary>How long look-up, connecting and each handshake may take.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>A file with trusted certificates.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? CAFile { get; set; }

    /// <summary>A directory with trusted certificates.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? CAPath { get; set; }

    /// <summary>Trusted certificates by themselves.</summary>
    [Parameter]
    [AllowNull]
    [RebuiltCertificate(AsPlatforms = true)]
    public X509Certificate2[]? CACertificate { get; set; }

    private Lazy<SslContext> Judging => _judging ??= new Lazy<SslContext>(MakeContext);

    private bool IsTrustGiven => new[] { nameof(CAFile), nameof(CAPath), nameof(CACertificate) }.Any(MyInvocation.BoundParameters.ContainsKey);

    /// <summary>Peers are verified, whatever the default is for other commands: an expectation that asks nobody would be met by everybody.</summary>
    private SslContext MakeContext()
    {
        SslDefault values = SslDefaults.Current.Values;
        if (values.Context is { } context && !IsTrustGiven)
            return context;
        string? file = IsTrustGiven ? CAFile : values.CAFile;
        string? path = IsTrustGiven ? CAPath : values.CAPath;
        return new SslContext(new SslContextOptions
        {
            VerifyMode = SslVerifyMode.Peer,
            VerifyScheme = VerifySchemeArgument.Read(Scheme ?? values.VerifyScheme),
            VerifyName = values.VerifyName,
            CAFile = string.IsNullOrEmpty(file) ? null : ResolvePath(file),
            CAPath = string.IsNullOrEmpty(path) ? null : ResolvePath(path),
            Authorities = CACertificate,
            // What is given and turns out to be empty trusts none.
            NoAuthorities = (IsTrustGiven ? CACertificate is null : file is not null || path is not null) && string.IsNullOrEmpty(file) && string.IsNullOrEmpty(path),
            CertificateFile = ResolvePath(values.CertificateFile),
            KeyFile = ResolvePath(values.KeyFile),
        });
    }
}
