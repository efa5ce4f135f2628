using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Tells whether a certificate is for a host, by the rules of a protocol. The chain is not checked.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslHostname", DefaultParameterSetName = "Certificate")]
[OutputType(typeof(bool), typeof(HostnameResult))]
public sealed class TestSslHostnameCommand : SslCommand
{
    private HostnameScheme _scheme = HostnameScheme.Default;

    /// <summary>The certificate.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Certificate")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object Certificate { get; set; } = null!;

    /// <summary>An open socket, whose peer's certificate is looked at.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation(OrElse = true)]
    public SslSocket Socket { get; set; } = null!;

    /// <summary>Host names and addresses; each gets its own answer.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string[] HostName { get; set; } = null!;

    /// <summary>The rules: default, http, ldap, smtp, … or a hashtable. Default: RFC 9525's, which handshakes use.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(VerifySchemeCompleter))]
    public object? Scheme { get; set; }

    /// <summary>Says which name matched, or why none did.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _scheme = VerifySchemeArgument.Read(Scheme, SessionState) ?? HostnameScheme.Default;
        }
        catch (SslException e)
        {
            ThrowSslError(e, Scheme);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool flows = FlowWanted;
        CertificateNames names;
        object source = ParameterSetName == "Socket" ? Socket : Certificate;
        try
        {
            names = CertificateNames.Of(CertificateInput.Alive(Read(Deserialized.Unwrap(source)!), ParameterSetName));
        }
        catch (SslException e)
        {
            WriteSslError(e, source);
            return;
        }

        foreach (string host in HostName)
            Compare(names, host, flows);
    }

    private void Compare(CertificateNames names, string host, bool flows)
    {
        HostnameResult result;
        try
        {
            result = HostnameVerifier.Verify(names, host, _scheme);
        }
        catch (SslException e)
        {
            WriteSslError(e, host);
            return;
        }

        if (flows)
            WriteFlow(result.Reason);
        if (Detailed)
            WriteObject(result);
        else
            WriteObject(result.Match);
    }

    private static X509Certificate2 Read(object source) => source switch
    {
        X509Certificate2 already => already,
        PeerCertificate peer => peer.Certificate,
        SslCertificate certificate => certificate.Certificate,
        SslSocket { PeerCertificates.Count: > 0 } socket => socket.PeerCertificates[0],
        _ => throw new SslException(SslErrorCode.CertificateMissing, SslPhase.Verify, source is SslSocket
            ? $"{source}: the peer sent no certificate." : $"{TypeWord.Begin(source)} is not a certificate.")
        {
            RecommendedAction = "Give an X509Certificate2, what Get-PeerCertificate gave, or an open socket.",
        },
    };
}
