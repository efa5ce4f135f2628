using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>The options of a TLS context, declared once for all cmdlets that make one.</summary>
public abstract partial class SslContextCommand : SslTrustCommand
{
    /// <summary>Protocol versions.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public virtual object[]? Version { get; set; }

    /// <summary>Cipher suites up to TLS 1.2; '' is the built-in default.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public virtual string? CipherList { get; set; }

    /// <summary>Cipher suites of TLS 1.3, in order.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public virtual string[]? CipherSuite { get; set; }

    /// <summary>Groups of the key exchange by IANA's names, in order.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public virtual string[]? Group { get; set; }

    /// <summary>Signature schemes by IANA's names, in order.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SignatureSchemeCompleter))]
    public virtual string[]? SignatureScheme { get; set; }

    /// <summary>Application protocols (RFC 7301), in order of preference.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlpnCompleter))]
    public virtual string[]? Alpn { get; set; }

    /// <summary>A file with certificate, chain and perhaps key; several, RSA and EC say, are alternatives.</summary>
    [Parameter]
    [Alias("CertFile")]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public virtual string[]? CertificateFile { get; set; }

    /// <summary>A file with the private key; several, in any order, for several certificates.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public virtual string[]? KeyFile { get; set; }

    /// <summary>
    /// A certificate with its key, then its chain; several with keys are alternatives. What New-SslCertificate and Import-SslCertificate
    /// give, or an X509Certificate2.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public virtual SslCertificate[]? Certificate { get; set; }

    /// <summary>The key's password: SecureString, PSCredential or a script block that returns one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PasswordCompleter))]
    public object? Password { get; set; }

    /// <summary>How the peer is verified.</summary>
    [Parameter]
    [Choice(typeof(SslVerifyMode))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslVerifyMode>))]
    public string? VerifyMode { get; set; }

    /// <summary>Called for each element of the chain, root first; its answer wins.</summary>
    [Parameter]
    public ScriptBlock? VerifyCallback { get; set; }

    /// <summary>How names are compared: a scheme's name, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VerifySchemeCompleter))]
    public virtual object? VerifyScheme { get; set; }

    /// <summary>The name the certificate must have.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public virtual string? VerifyName { get; set; }

    /// <summary>Fingerprints of the peer's certificate or key, one of which must fit.</summary>
    [Parameter]
    public string[]? Fingerprint { get; set; }

    /// <summary>
    /// Keys of the connections in NSS's format, for Wireshark. Whoever has this file can read them. '' logs none, whatever
    /// $env:SSLKEYLOGFILE says.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KeyLogFileCompleter))]
    public virtual string? KeyLogFile { get; set; }

    /// <summary>Called for each TLS message that is sent or received.</summary>
    [Parameter]
    public virtual ScriptBlock? MessageCallback { get; set; }

    /// <summary>The cache of sessions to resume, from New-SslSessionCache.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [DeserializedTransformation]
    public virtual SslSessionCache? SessionCache { get; set; }

    /// <summary>Creates a session cache of this size. On a server 0 turns resumption off.</summary>
    [Parameter]
    [ValidateRange(0, 1000000)]
    public virtual int SessionCacheSize { get; set; }

    /// <summary>
    /// A key that both ends have: @{ Identity; Key }, or a PSCredential; servers also take a script block, or a table of keys by identity.
    /// </summary>
    [Parameter]
    public virtual object? Psk { get; set; }

    /// <summary>Called with all options before the context is created; it may change them.</summary>
    [Parameter]
    public virtual ScriptBlock? ContextCallback { get; set; }
}
