using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSSsl.Certificates;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Listens for TLS clients (manual: <c>new</c> with Listen).</summary>
[Cmdlet(VerbsCommon.New, "SslListener")]
[OutputType(typeof(SslListener))]
public sealed class NewSslListenerCommand : SslContextCommand
{
    /// <summary>TCP port or service name (manual: LocalPort); 0 takes a free one.</summary>
    [Parameter(Position = 0)]
    [Alias("LocalPort")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string Port { get; set; } = "0";

    /// <summary>Address to listen on (manual: LocalAddr). Default 127.0.0.1; '::' listens on all.</summary>
    [Parameter]
    [Alias("LocalAddr")]
    public IPAddress LocalAddress { get; set; } = IPAddress.Loopback;

    /// <summary>How many connections the system lets wait (manual: Listen).</summary>
    [Parameter]
    [Alias("Listen")]
    [ValidateRange(1, 65535)]
    public int Backlog { get; set; } = 128;

    /// <summary>Makes a throw-away authority and a certificate for localhost, 127.0.0.1, ::1 and the names given with -DnsName.</summary>
    [Parameter]
    public SwitchParameter SelfSigned { get; set; }

    /// <summary>Names and addresses of the throw-away certificate.</summary>
    [Parameter]
    public string[]? DnsName { get; set; }

    /// <summary>Whether clients are asked for a certificate (manual: SSL_verify_mode on a server).</summary>
    [Parameter]
    public SslClientCertificate? ClientCertificate { get; set; }

    /// <summary>Authorities whose names are sent to clients; default those of -CAFile.</summary>
    [Parameter]
    public string? ClientCAFile { get; set; }

    /// <summary>Our own order of suites and groups wins over the client's (manual: SSL_honor_cipher_order).</summary>
    [Parameter]
    public SwitchParameter HonorCipherOrder { get; set; }

    /// <summary>Certificates by the name a client asks for (manual: SSL_cert_file as a hash): host names, '*.' and a name for one label, '' for all others.</summary>
    [Parameter]
    public IDictionary? CertificateMap { get; set; }

    /// <summary>A file with Diffie-Hellman parameters (manual: SSL_dh_file), 2048 bits at least, for suites up to TLS 1.2. Default: the groups of RFC 7919.</summary>
    [Parameter]
    public string? DhFile { get; set; }

    /// <summary>Diffie-Hellman parameters by themselves (manual: SSL_dh): PEM as a string, or the bytes of PEM or DER.</summary>
    [Parameter]
    public object? DhParameter { get; set; }

    /// <summary>A mark that sessions must have to be resumed (manual: SSL_session_id_context), at most 32 bytes; for services that share ticket keys and must not share sessions.</summary>
    [Parameter]
    public string? SessionIdContext { get; set; }

    /// <summary>Keys for session tickets, shared by several processes (manual, 2.x: SSL_ticket_keycb): at least 32 random bytes each. The first seals, all open.</summary>
    [Parameter]
    [TicketKeyTransformation]
    public byte[][]? TicketKey { get; set; }

    /// <summary>Hands out plain sockets, to be upgraded with Start-SslUpgrade -AsServer.</summary>
    [Parameter]
    public SwitchParameter NoHandshake { get; set; }

    /// <summary>Called with the plain socket and the error if a handshake fails (manual: SSL_error_trap).</summary>
    [Parameter]
    public ScriptBlock? ErrorTrap { get; set; }

    private protected override bool IsServerCommand => true;

    private protected override SslClientCertificate? ClientCertificateOption => ClientCertificate;

    private protected override string? ClientCAFileOption => ClientCAFile;

    private protected override bool HonorCipherOrderOption => HonorCipherOrder;

    private protected override IDictionary? CertificateMapOption => CertificateMap;

    private protected override string? DhFileOption => DhFile;

    private protected override object? DhParameterOption => DhParameter;

    private protected override string? SessionIdContextOption => SessionIdContext;

    private protected override byte[][]? TicketKeyOption => TicketKey;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            ThrowAwayCertificate? made = SelfSigned ? MakeCertificate() : null;
            SslContext context = CreateContext(made);
            if (!context.CanServe && !NoHandshake)
            {
                throw new SslException(SslErrorCode.KeyMissing, SslPhase.Configuration, "A server needs a certificate with its key.")
                {
                    RecommendedAction = "Give -CertificateFile and -KeyFile, or -Certificate, or try with -SelfSigned.",
                };
            }

            int port = Port == "0" ? 0 : HostAndPort.ParsePort(Port);
            WriteObject(new SslListener(ListenerCore.Bind(LocalAddress, port, Backlog, context, Timeout, NoHandshake, ErrorTrapAction(), DebugWanted), made?.Authority));
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    private ThrowAwayCertificate MakeCertificate()
    {
        if (CertificateFile is not null || Certificate is not null || KeyFile is not null)
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, "-SelfSigned makes a certificate, so none can be given.");
        IEnumerable<string> names = new[] { "localhost", "127.0.0.1", "::1" }.Concat(DnsName ?? Array.Empty<string>());
        return ThrowAwayCertificate.ForServer(names.Distinct(StringComparer.OrdinalIgnoreCase).ToArray());
    }

    private Action<SslSocket, SslException>? ErrorTrapAction()
    {
        if (ErrorTrap is not { } trap)
            return null;
        // It runs inside Wait-SslConnection; what it writes would come out nowhere, so it is dropped.
        return (socket, error) => trap.Invoke(socket, error.Message);
    }
}
