using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Trust;

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

    private Lazy<SslContext> Judging => _judging ??= new Lazy<SslContext>(MakeContext);

    private protected override bool TakesDefault(string name) => name is nameof(CAFile) or nameof(CAPath);

    /// <summary>
    /// Peers are verified, whatever the default is for other commands: an expectation that asks nothing would be met by everybody.
    /// </summary>
    private SslContext MakeContext()
    {
        SslDefault values = SslDefaults.Current.Values;
        if (values.Context is { } context && !IsTrustGiven && Scheme is null)
            return context;
        return new SslContext(new SslContextOptions
        {
            Trust = MakePolicy(),
            VerifyName = values.VerifyName ?? values.Context?.VerifyName,
            CertificateFile = ResolvePath(values.CertificateFile),
            KeyFile = ResolvePath(values.KeyFile),
        });
    }

    private TrustPolicy MakePolicy()
    {
        SslDefault values = SslDefaults.Current.Values;
        TrustPolicy policy = ReadPolicy(basis: null);
        return policy with
        {
            Mode = SslVerifyMode.Peer,
            Scheme = ReadScheme(),
            Callback = values.VerifyCallback is { } callback ? ScriptCallbacks.Verify(callback, SessionState) : policy.Callback,
            AllMustHold = true,
        };
    }
}
