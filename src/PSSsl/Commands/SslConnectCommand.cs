using System;
using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Connects to hosts from the pipeline, several at once, and hands each socket to the cmdlet on the pipeline's thread.</summary>
public abstract partial class SslConnectCommand : SslContextCommand
{
    private readonly ExclusiveParameters _exclusive = new("for connecting to a host");

    /// <summary>TCP ports or service names. Default 443, or that of the protocol of -StartTls.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("PeerPort", "RemotePort")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string[]? Port { get; set => field = OfHost(value); }

    /// <summary>
    /// Where to connect to, if that is not where the name leads: address, address:port, or HOST:PORT:ADDRESS:PORT for one host.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string[]? ConnectTo { get; set => field = OfHost(value); }

    /// <summary>The name the certificate must have. Default: the host's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? VerifyName { get; set; }

    /// <summary>Asks for TLS in plain text first, as the protocol does it; the default port is then the protocol's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [StartTlsTransformation]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public string? StartTls { get; set => field = OfHost(value); }

    /// <summary>The name to send in SNI; '' sends none. Default: the host, unless it is an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public virtual string? ServerName { get; set; }

    /// <summary>IPv4 or IPv6 only.</summary>
    [Parameter(ParameterSetName = "Host")]
    [AddressFamilyTransformation]
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    public string? AddressFamily { get; set => field = OfHost(value); }

    /// <summary>The local address to connect from.</summary>
    [Parameter(ParameterSetName = "Host")]
    public IPAddress? LocalAddress { get; set => field = OfHost(value); }

    /// <summary>The local TCP port to connect from; 0 is any.</summary>
    [Parameter(ParameterSetName = "Host")]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set => field = OfHost(value); }

    /// <summary>How many hosts to connect to at the same time.</summary>
    [Parameter(ParameterSetName = "Host")]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set => field = OfHost(value); } = 32;

    /// <summary>
    /// What results carry as their .Target and errors as their TargetObject: the object that comes down the pipeline, a row of a table
    /// perhaps, or else the host as it was written.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [TargetTransformation]
    public object? Target { get; set; }

    /// <summary>A context from New-SslContext, or a socket or listener whose context is used.</summary>
    [Parameter]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public virtual SslContext? Context { get; set; }

    /// <summary>
    /// Time limit for name look-up, connecting and handshake together: seconds or a TimeSpan; 0 means no limit. Default 30 s.
    /// </summary>
    [Parameter]
    [SecondsTransformation]
    public virtual TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For setters of parameters that mean something where a host is connected to.</summary>
    private protected T OfHost<T>(T value, [CallerMemberName] string name = "") => _exclusive.One(value, name);

    /// <summary>For setters of parameters that take a connection, or a certificate, that is there already.</summary>
    private protected T OfExisting<T>(T value, [CallerMemberName] string name = "") => _exclusive.Other(value, name);
}
