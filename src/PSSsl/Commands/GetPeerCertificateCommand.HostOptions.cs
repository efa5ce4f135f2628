using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <content>
/// Options of the connection, which mean something for hosts alone. Where a certificate exists already they are not shown, but bound all
/// the same, so that they are refused with a reason. Those that few need are not shown either; they are better kept in a -Context.
/// </content>
public sealed partial class GetPeerCertificateCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public override object[]? Version { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public override string? CipherList { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public override string[]? CipherSuite { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public override string[]? Group { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(SignatureSchemeCompleter))]
    public override string[]? SignatureScheme { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(AlpnCompleter))]
    public override string[]? Alpn { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [Alias("CertFile")]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public override string[]? CertificateFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public override string[]? KeyFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public override SslCertificate[]? Certificate { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KeyLogFileCompleter))]
    public override string? KeyLogFile { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override ScriptBlock? MessageCallback { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [DeserializedTransformation]
    public override SslSessionCache? SessionCache { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ValidateRange(0, 1000000)]
    public override int SessionCacheSize { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override object? Psk { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override ScriptBlock? ContextCallback { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Path", DontShow = true)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Certificate", DontShow = true)]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? ServerName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public override SslContext? Context { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Socket", DontShow = true)]
    [Parameter(ParameterSetName = "Path", DontShow = true)]
    [Parameter(ParameterSetName = "LiteralPath", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [SecondsTransformation]
    public override TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
