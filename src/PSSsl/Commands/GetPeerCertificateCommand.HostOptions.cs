using System;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <content>
/// Options of the connection, which mean something for hosts alone: sockets, files and certificates are there already. Those that few need are not shown, and belong into -Context.
/// </content>
public sealed partial class GetPeerCertificateCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public override object[]? Version { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public override string? CipherList { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public override string[]? CipherSuite { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public override string[]? Group { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(SignatureSchemeCompleter))]
    public override string[]? SignatureScheme { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(AlpnCompleter))]
    public override string[]? Alpn { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Alias("CertFile")]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public override string[]? CertificateFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public override string[]? KeyFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public override SslCertificate[]? Certificate { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KeyLogFileCompleter))]
    public override string? KeyLogFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override ScriptBlock? MessageCallback { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [LivingTransformation]
    public override SslSessionCache? SessionCache { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ValidateRange(0, 1000000)]
    public override int SessionCacheSize { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override object? Psk { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override ScriptBlock? ContextCallback { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? ServerName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public override SslContext? Context { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [SecondsTransformation]
    public override TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ParameterSetName = "Host")]
    [AllowNull]
    [TargetTransformation]
    public override object? Target { get; set; }
}
