using System;
using System.Management.Automation;
using System.Net;
using PSSsl.Audit.Policies;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>The parameters.</summary>
public sealed partial class TestSslServerCommand
{
    /// <summary>The server: name or address, also with a port or as an URL.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "PeerHost", "PeerAddr", "DnsName", "DNSHostName", "FQDN", "Server", "Host", "Url", "IPAddress", "RemoteAddress")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string[] ComputerName { get; set; } = null!;

    /// <summary>TCP ports or service names. Default 443, or that of the protocol of -StartTls.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("PeerPort", "RemotePort")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string[]? Port { get; set; }

    /// <summary>
    /// Where to connect to, if that is not where the name leads: address, address:port, or HOST:PORT:ADDRESS:PORT for one host.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string[]? ConnectTo { get; set; }

    /// <summary>The name that the certificate must have. Default: the name that is sent, or the host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string? VerifyName { get; set; }

    /// <summary>Switches from plain text to TLS the way the protocol does.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [StartTlsTransformation]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public string? StartTls { get; set; }

    /// <summary>The name to send in SNI; '' sends none. Default: the host, unless it is an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string? ServerName { get; set; }

    /// <summary>
    /// What is checked: Protocols, Suites, Groups, Signatures, Certificates, Features, Weaknesses, Http. Default: all. Versions are always
    /// checked.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditCheckCompleter))]
    public string[]? Check { get; set; }

    /// <summary>Checks only versions, the preferred suite and the certificate, in at most 12 connections.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Requests a web server's headers on any port; on ports 443 and 8443 this is the default.</summary>
    [Parameter]
    public SwitchParameter Http { get; set; }

    /// <summary>
    /// A DNS server to query for what the DNS says of the certificates: CAA, and DANE's TLSA. tls://host is DNS over TLS, tcp://host plain
    /// text; without a scheme it is TLS, or plain text for this machine and port 53.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResolverCompleter))]
    public string? Resolver { get; set; }

    /// <summary>
    /// Policies to hold the server to: Mozilla-Modern, Mozilla-Intermediate, Mozilla-Old, BSI-TR-02102-2, NIST-SP-800-52r2, PostQuantum, or
    /// your own JSON file.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditPolicyCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>
    /// For which server software fixes are written: Nginx, Apache, IIS, HAProxy, Postfix, Dovecot, Tomcat, OpenSSL. Default: what the
    /// server says it is, or all.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerSoftwareCompleter))]
    public string[]? FixFor { get; set; }

    /// <summary>How many servers to check at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>How many connections to one server at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ConnectionLimit { get; set; } = 4;

    /// <summary>Time limit for one connection up to its answer: seconds or a TimeSpan. Default 10 s.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time limit for one server: seconds or a TimeSpan; 0 means no limit. What is not known by then is Unknown. Default 5
    /// minutes.
    /// </summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>IPv4 or IPv6 only.</summary>
    [Parameter]
    [AddressFamilyTransformation]
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    public string? AddressFamily { get; set; }

    /// <summary>The local address to connect from.</summary>
    [Parameter]
    public IPAddress? LocalAddress { get; set; }

    /// <summary>
    /// The proxy: http://host:port, https://, socks5:// (names are looked up here) or socks5h:// (by the proxy); '' uses none. Default:
    /// $env:https_proxy or $env:all_proxy, unless $env:no_proxy means the host.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [AllowEmptyString]
    public string? Proxy { get; set; }

    /// <summary>User name and password for the proxy, instead of those in its address.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Connects directly, ignoring proxies in environment variables.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>
    /// What reports carry as their .Target and errors as their TargetObject: the object that comes down the pipeline, or else the host as
    /// it was written.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [TargetTransformation]
    public object? Target { get; set; }

    private AuditPolicy ReadAuditPolicy(string word) => AuditPolicies.Named(word) ?? AuditPolicyFile.Read(ResolvePath(word)!, word);
}
