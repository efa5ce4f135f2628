using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <content>
/// Options of a handshake, which mean something for hosts alone. Beside a certificate they are bound to be refused with a reason. Those
/// that few need are not shown; they are better kept in a -Context.
/// </content>
public sealed partial class GetPeerCertificateCommand
{
    private readonly ExclusiveParameters _handshake = new("for connecting to a host");

    private T OfHandshake<T>(T value, [CallerMemberName] string name = "") => _handshake.One(value, name);

    private T WithoutHandshake<T>(T value, [CallerMemberName] string name = "") => OfExisting(_handshake.Other(value, name), name);

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public override object[]? Version { get => base.Version; set => base.Version = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public override string? CipherList { get => base.CipherList; set => base.CipherList = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public override string[]? CipherSuite { get => base.CipherSuite; set => base.CipherSuite = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public override string[]? Group { get => base.Group; set => base.Group = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(SignatureSchemeCompleter))]
    public override string[]? SignatureScheme { get => base.SignatureScheme; set => base.SignatureScheme = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(AlpnCompleter))]
    public override string[]? Alpn { get => base.Alpn; set => base.Alpn = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [Alias("CertFile")]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public override string[]? CertificateFile { get => base.CertificateFile; set => base.CertificateFile = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public override string[]? KeyFile { get => base.KeyFile; set => base.KeyFile = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public override SslCertificate[]? Certificate { get => base.Certificate; set => base.Certificate = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KeyLogFileCompleter))]
    public override string? KeyLogFile { get => base.KeyLogFile; set => base.KeyLogFile = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override ScriptBlock? MessageCallback { get => base.MessageCallback; set => base.MessageCallback = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [DeserializedTransformation]
    public override SslSessionCache? SessionCache { get => base.SessionCache; set => base.SessionCache = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    [ValidateRange(0, 1000000)]
    public override int SessionCacheSize { get => base.SessionCacheSize; set => base.SessionCacheSize = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override object? Psk { get => base.Psk; set => base.Psk = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host", DontShow = true)]
    [Parameter(ParameterSetName = "Certificate", DontShow = true)]
    public override ScriptBlock? ContextCallback { get => base.ContextCallback; set => base.ContextCallback = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Certificate")]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? ServerName { get => base.ServerName; set => base.ServerName = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public override SslContext? Context { get => base.Context; set => base.Context = OfHandshake(value); }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = "Host")]
    [Parameter(ParameterSetName = "Certificate")]
    [SecondsTransformation]
    public override TimeSpan Timeout { get => base.Timeout; set => base.Timeout = OfHandshake(value); }
}
