using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSSsl.Certificates;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Listens for TLS clients.</summary>
[Cmdlet(VerbsCommon.New, "SslListener")]
[OutputType(typeof(SslListener))]
public sealed class NewSslListenerCommand : SslServeCommand
{
    /// <summary>TCP port or service name; 0 picks a free port.</summary>
    [Parameter(Position = 0)]
    [Alias("LocalPort")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string Port { get; set; } = "0";

    /// <summary>Address to listen on. Default 127.0.0.1; '::' listens on all.</summary>
    [Parameter]
    [Alias("LocalAddr")]
    [ArgumentCompleter(typeof(ListenAddressCompleter))]
    public IPAddress LocalAddress { get; set; } = IPAddress.Loopback;

    /// <summary>How many connections may wait in the system's backlog.</summary>
    [Parameter]
    [Alias("Listen")]
    [ValidateRange(1, 65535)]
    public int Backlog { get; set; } = 128;

    /// <summary>Creates a throw-away authority and a certificate for localhost, 127.0.0.1, ::1 and the names given with -DnsName.</summary>
    [Parameter]
    public SwitchParameter SelfSigned { get; set; }

    /// <summary>Names and addresses for the throw-away certificate.</summary>
    [Parameter]
    public string[]? DnsName { get; set; }

    /// <summary>Returns plain sockets, to be upgraded with Start-SslUpgrade -AsServer.</summary>
    [Parameter]
    public SwitchParameter NoHandshake { get; set; }

    /// <summary>Called with the plain socket and the error if a handshake fails.</summary>
    [Parameter]
    public ScriptBlock? ErrorTrap { get; set; }

    /// <summary>Clients have no host whose name could be compared: it is bound to be refused with a reason, and not shown.</summary>
    [Parameter(DontShow = true)]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public override string? VerifyName { get; set; }

    /// <summary>Refused for the same reason.</summary>
    [Parameter(DontShow = true)]
    [ArgumentCompleter(typeof(VerifySchemeCompleter))]
    public override object? VerifyScheme { get; set; }

    private protected override bool IsServerCommand => true;

    private protected override bool Serves => true;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            RefuseClientOptions();
            if (DnsName is not null && !SelfSigned)
            {
                throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                    "-DnsName is for the certificate that -SelfSigned makes, and none is made here.")
                {
                    RecommendedAction = "Add -SelfSigned, or leave -DnsName out.",
                };
            }

            SslCertificate? made = SelfSigned ? MakeCertificate() : null;
            SslContext context = CreateContext(made?.WithoutRoot());
            if (made is not null && Context is not null)
                throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                    "The context has its own certificate, so -SelfSigned would change nothing.")
                {
                    RecommendedAction = "Leave -SelfSigned out, or use no context: Reset-SslDefault Context forgets a default one.",
                };
            if (!context.CanServe && !NoHandshake)
            {
                throw new SslException(SslErrorCode.KeyMissing, SslPhase.Configuration, "A server needs a certificate with its key.")
                {
                    RecommendedAction = "Give -CertificateFile and -KeyFile, or -Certificate, or try with -SelfSigned.",
                };
            }

            int port = Port == "0" ? 0 : HostAndPort.ParsePort(Port);
            WriteObject(new SslListener(ListenerCore.Bind(LocalAddress, port, Backlog, context, Timeout, NoHandshake, ErrorTrap is null
                ? null : ScriptCallbacks.ErrorTrap(ErrorTrap, SessionState), DebugWanted), made?.Authority));
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    private SslCertificate MakeCertificate()
    {
        if (CertificateFile is not null || Certificate is not null || KeyFile is not null)
            throw SslException.Option("-SelfSigned creates a certificate, so no other can be given.",
                "Leave out either -SelfSigned, or -CertificateFile, -KeyFile and -Certificate.");
        IEnumerable<string> names = new[] { "localhost", "127.0.0.1", "::1" }.Concat(DnsName ?? Array.Empty<string>());
        return ThrowAwayCertificate.ForServer(names.Distinct(StringComparer.OrdinalIgnoreCase).ToArray());
    }
}
