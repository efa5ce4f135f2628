using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Connects and shakes hands.</summary>
[Cmdlet(VerbsCommon.New, "SslSocket", DefaultParameterSetName = "Host")]
[OutputType(typeof(SslSocket))]
public sealed class NewSslSocketCommand : SslConnectCommand
{
    /// <summary>The host: name or address, also with a port.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("HostName", "PeerHost", "PeerAddr", "DnsName", "DNSHostName", "FQDN", "Server", "Host", "Url", "IPAddress", "RemoteAddress")]
    [HostTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string[] ComputerName { get; set; } = null!;

    /// <summary>Gives a plain socket that can talk and be upgraded later.</summary>
    [Parameter]
    public SwitchParameter NoHandshake { get; set; }

    /// <summary>With $false the calls of the socket return immediately.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BlockingCompleter))]
    public bool Blocking { get; set; } = true;

    /// <summary>Treats an end without close_notify as a normal end.</summary>
    [Parameter]
    public SwitchParameter AllowTruncation { get; set; }

    /// <summary>Called with the plain socket and the error if the handshake fails.</summary>
    [Parameter]
    public ScriptBlock? ErrorTrap { get; set; }

    /// <summary>Uses the certificate that was given; implied when one is given, -UseCertificate:$false leaves it out.</summary>
    [Parameter]
    public SwitchParameter UseCertificate { get; set; } = true;

    /// <summary>The key for sessions in the cache, instead of host and port.</summary>
    [Parameter]
    public string? SessionKey { get; set; }

    private protected override string? SessionKeyOption => SessionKey;

    private protected override bool NoHandshakeOption => NoHandshake;

    private protected override ScriptBlock? ErrorTrapOption => ErrorTrap;

    private protected override bool UseCertificateOption => UseCertificate;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SessionKey is not null)
            CheckSessionKey();
        if (MyInvocation.BoundParameters.ContainsKey(nameof(UseCertificate)) && UnusableCertificate is { } wrong)
            ThrowSslError(wrong, null);
    }

    private void CheckSessionKey()
    {
        try
        {
            RefuseIdleKey(SessionKey, SharedContext);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <summary>What is wrong with -UseCertificate, which forces.</summary>
    private SslException? UnusableCertificate
    {
        get
        {
            bool isThere = SharedContext.Identities.Count > 0;
            if (UseCertificate == isThere || (!UseCertificate && Context is null))
                return null;
            return new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                UseCertificate ? "-UseCertificate: there is no certificate to use."
                    : "-UseCertificate:$false: the context's certificate cannot be left out.")
            {
                RecommendedAction = UseCertificate ? "Give it with -CertificateFile and -KeyFile, or -Certificate."
                    : "Give a context without a certificate.",
            };
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string computer in ComputerName)
            StartConnecting(computer, HostTargets.AreLines(MyInvocation, ComputerName));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => FinishConnecting();

    private protected override void Connected(SslSocket socket)
    {
        socket.Blocking = Blocking;
        socket.AllowTruncation = AllowTruncation;
        WriteObject(socket);
    }
}
