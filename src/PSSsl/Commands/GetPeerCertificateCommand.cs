using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>
/// Shows the certificate of a socket's peer, or of a host (manual: <c>peer_certificate</c>). It is shown also if it is not trusted: that is
/// then said, with every reason.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PeerCertificate", DefaultParameterSetName = "Host")]
[OutputType(typeof(PeerCertificate), typeof(X509Certificate2), typeof(string))]
public sealed class GetPeerCertificateCommand : SslConnectCommand
{
    /// <summary>The host: name or address, also with a port.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("HostName", "PeerHost", "PeerAddr", "DnsName")]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = null!;

    /// <summary>An open socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Socket")]
    public SslSocket Socket { get; set; } = null!;

    /// <summary>One field by the manual's name: owner (subject), authority (issuer), commonName (cn), subjectAltNames.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateFieldCompleter))]
    public string? Field { get; set; }

    /// <summary>All certificates that the peer sent, in its order.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    /// <summary>Everything as text, for reading.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private protected override bool LooksOnlyOption => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Socket")
        {
            Show(Socket);
            return;
        }

        foreach (string computer in ComputerName)
            StartConnecting(computer);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => FinishConnecting();

    private protected override void Connected(SslSocket socket, HostAndPort target)
    {
        try
        {
            Show(socket);
        }
        finally
        {
            socket.Close();
        }
    }

    private protected override void Failed(SslException error, string computerName)
    {
        // A server may want a certificate from us, or end the handshake otherwise, after it has shown its own.
        if (error.PeerCertificate is { } shown)
        {
            WriteWarning($"{computerName}: {error.Message}");
            Write(shown, computerName);
        }
        else
        {
            base.Failed(error, computerName);
        }
    }

    private void Show(SslSocket socket)
    {
        if (socket.PeerCertificate is { } certificate)
            Write(certificate, socket);
        else
            WriteSslError(new SslException(SslErrorCode.CertificateMissing, SslPhase.Verify, $"{socket}: the peer sent no certificate."), socket);
    }

    private void Write(PeerCertificate certificate, object target)
    {
        try
        {
            if (Field is not null)
                WriteObject(certificate.GetField(Field), enumerateCollection: true);
            else if (Chain)
                WriteObject(certificate.DescribeChain(), enumerateCollection: true);
            else if (AsText)
                WriteObject(certificate.ToText());
            else
                WriteObject(certificate);
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
        }
    }
}
