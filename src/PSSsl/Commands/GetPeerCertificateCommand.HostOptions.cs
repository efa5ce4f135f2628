using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <content>
/// Options of the connection, which mean something for hosts alone. Those that few need are not shown; they are better kept in a -Context.
/// </content>
public sealed partial class GetPeerCertificateCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public override object[]? Version { get => base.Version; set => base.Version = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public override string? CipherList { get => base.CipherList; set => base.CipherList = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public override string[]? CipherSuite { get => base.CipherSuite; set => base.CipherSuite = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public override string[]? Group { get => base.Group; set => base.Group = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(SignatureSchemeCompleter))]
    public override string[]? SignatureScheme { get => base.SignatureScheme; set => base.SignatureScheme = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(AlpnCompleter))]
    public override string[]? Alpn { get => base.Alpn; set => base.Alpn = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Alias("CertFile")]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public override string[]? CertificateFile { get => base.CertificateFile; set => base.CertificateFile = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public override string[]? KeyFile { get => base.KeyFile; set => base.KeyFile = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public override SslCertificate[]? Certificate { get => base.Certificate; set => base.Certificate = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KeyLogFileCompleter))]
    public override string? KeyLogFile { get => base.KeyLogFile; set => base.KeyLogFile = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override ScriptBlock? MessageCallback { get => base.MessageCallback; set => base.MessageCallback = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [DeserializedTransformation]
    public override SslSessionCache? SessionCache { get => base.SessionCache; set => base.SessionCache = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [ValidateRange(0, 1000000)]
    public override int SessionCacheSize { get => base.SessionCacheSize; set => base.SessionCacheSize = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override object? Psk { get => base.Psk; set => base.Psk = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    public override ScriptBlock? ContextCallback { get => base.ContextCallback; set => base.ContextCallback = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? ServerName { get => base.ServerName; set => base.ServerName = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public override SslContext? Context { get => base.Context; set => base.Context = OfHost(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [SecondsTransformation]
    public override TimeSpan Timeout { get => base.Timeout; set => base.Timeout = OfHost(value); }
}
