using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>
/// Shows the certificate of a socket's peer, of a host, or of a file. It is shown also if it is not trusted: that is
/// then said, with every reason.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PeerCertificate", DefaultParameterSetName = "Host")]
[Alias("Get-SslCertificate")]
[OutputType(typeof(PeerCertificate), typeof(string), typeof(SubjectAlternativeName))]
public sealed partial class GetPeerCertificateCommand : SslConnectCommand
{
    /// <summary>The host: name or address, also with a port. A text in PEM is described instead.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("HostName", "PeerHost", "PeerAddr", "DnsName", "DNSHostName", "FQDN", "Server", "Host", "Url", "IPAddress", "RemoteAddress")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostCompleter))]
    public string[] ComputerName { get; set => field = OfHost(value); } = null!;

    /// <summary>An open socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation(OrElse = true)]
    public SslSocket Socket { get; set => field = WithoutHandshake(value); } = null!;

    /// <summary>
    /// Certificate files in PEM, DER, PKCS#7 or PKCS#12; wildcards are allowed. Each certificate in them is described.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] Path { get; set => field = WithoutHandshake(value); } = null!;

    /// <summary>The same, without wildcards; files from the pipeline are bound here.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] LiteralPath { get; set => field = WithoutHandshake(value); } = null!;

    /// <summary>A certificate: X509Certificate2, an earlier result of this cmdlet, a file, or its bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Certificate")]
    [CertificateTransformation]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object InputObject { get; set => field = OfExisting(value); } = null!;

    /// <summary>One field by the manual's name: owner (subject), authority (issuer), commonName (cn), subjectAltNames.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateFieldCompleter))]
    public string? Field { get; set; }

    /// <summary>All certificates that the peer sent, in its order, each with its depth.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    /// <summary>
    /// Only certificates that are not Ok: those that expire soon, have expired, are for another name, are not trusted, or were not judged.
    /// </summary>
    [Parameter]
    public SwitchParameter Problem { get; set; }

    /// <summary>Returns the certificate as readable text, like openssl x509 -text, then what verification found.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <summary>Asks the hosts in the background and writes a job at once: Receive-Job takes what is there, Stop-Job ends it.</summary>
    [Parameter(ParameterSetName = "Host")]
    public SwitchParameter AsJob { get; set => field = OfHost(value); }

    private protected override bool LooksOnlyOption => true;

    private protected override void Connected(SslSocket socket)
    {
        try
        {
            if (socket.NoCertificateGiven)
                WriteWarning(
                    $"{socket.PeerName} asks for a client certificate{OfAuthorities(socket.ClientCertificateAuthorities)}, and none was "
                        + $"given: it may refuse clients that have none.");
            Count(socket.PeerCertificate);
            Show(socket.PeerCertificate, socket);
        }
        finally
        {
            socket.Close();
        }
    }

    private protected override void Failed(SslException error, ConnectRequest request)
    {
        // A server that wants a certificate from us has shown its own by then, also if it closes without an alert. Whoever breaks off for
        // another reason may have shown anybody's.
        if (error.PeerCertificate is { } shown && WantsCertificate(error, shown))
        {
            WriteWarning($"{request.Word}: {error.Message}");
            shown.Target = request.Target;
            Count(shown);
            Write(shown, request.Target);
        }
        else
        {
            _summary.AddFailed();
            if (error.Code == SslErrorCode.NameNotFound && IsFile(request.Word))
                error.RecommendedAction = "There is a file of that name: give it with -Path.";
            base.Failed(error, request);
        }
    }

    private static bool WantsCertificate(SslException error, PeerCertificate shown) => error.Code switch
    {
        SslErrorCode.ClientCertificateRequired or SslErrorCode.CertificateRefusedByPeer => true,
        SslErrorCode.PeerVanished or SslErrorCode.Network or SslErrorCode.AlertReceived or SslErrorCode.TimedOut =>
            error.Phase == SslPhase.Handshake && shown.ClientCertificateRequested == true && (error.Alert is null || error.AlertFromPeer),
        _ => false,
    };

    private static string OfAuthorities(IReadOnlyList<string> names) =>
        names.Count == 0 ? string.Empty : $" of {string.Join(" or ", names.Take(3))}{(names.Count > 3 ? " and others" : string.Empty)}";
}
