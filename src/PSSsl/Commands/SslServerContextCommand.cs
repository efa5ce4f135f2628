using System.Collections;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>The options of a context that only servers have.</summary>
public abstract class SslServerContextCommand : SslContextCommand
{
    /// <summary>Whether client certificates are requested.</summary>
    [Parameter]
    [Choice(typeof(SslClientCertificate))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslClientCertificate>))]
    public string? ClientCertificate { get; set; }

    /// <summary>Authorities whose names are sent to clients; default those of -CAFile.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[]? ClientCAFile { get; set; }

    /// <summary>The server's order of suites and groups takes precedence over the client's.</summary>
    [Parameter]
    public SwitchParameter HonorCipherOrder { get; set; }

    /// <summary>Certificates by the name a client asks for: host names, '*.' and a name for one label, '' for all others.</summary>
    [Parameter]
    public IDictionary? CertificateMap { get; set; }

    /// <summary>
    /// A file with Diffie-Hellman parameters, 2048 bits at least, for suites up to TLS 1.2. Default: the groups of RFC 7919.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DhFileCompleter))]
    public string? DhFile { get; set; }

    /// <summary>Diffie-Hellman parameters: PEM as a string, or the bytes of PEM or DER.</summary>
    [Parameter]
    public object? DhParameter { get; set; }

    /// <summary>
    /// A mark that sessions must have to be resumed, at most 32 bytes; for services that share ticket keys and must not share sessions.
    /// </summary>
    [Parameter]
    public string? SessionIdContext { get; set; }

    /// <summary>Keys for session tickets, shared by several processes: at least 32 random bytes each. The first seals, all open.</summary>
    [Parameter]
    [TicketKeyTransformation]
    public byte[][]? TicketKey { get; set; }

    /// <summary>
    /// OCSP responses to staple for clients that ask: files, bytes, or a script block that gets the certificate and returns the bytes.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(OcspFileCompleter))]
    public object[]? OcspResponse { get; set; }

    /// <exception cref="SslException">An option was given that changes nothing on a client.</exception>
    private protected void RefuseServerOptions()
    {
        string[] given = ContextOptions.DeclaredIn(typeof(SslServerContextCommand)).Where(MyInvocation.BoundParameters.ContainsKey)
            .ToArray();
        if (given.Length > 0)
            throw Refused(given, "a server's", "Add -AsServer, or leave it out.");
    }

    /// <summary>Clients have no host whose name could be compared.</summary>
    /// <param name="more">Other options that a server has no use for.</param>
    /// <exception cref="SslException">An option was given that changes nothing on a server.</exception>
    private protected void RefuseClientOptions(params string[] more)
    {
        string[] given = more.Append(nameof(VerifyName)).Append(nameof(VerifyScheme)).Where(MyInvocation.BoundParameters.ContainsKey)
            .ToArray();
        if (given.Length > 0)
            throw Refused(given, "a client's", "Leave it out.");
    }

    private static SslException Refused(string[] given, string whose, string action)
    {
        string names = string.Join(", ", given.Select(n => "-" + n).OrderBy(n => n, System.StringComparer.Ordinal));
        string are = given.Length == 1 ? $"is {whose} option" : $"are {whose} options";
        return new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"{names} {are}, and would change nothing here.")
        {
            RecommendedAction = action,
        };
    }

    private protected override void AddOptions(SslContextOptions options)
    {
        options.ClientCertificate = Choice.Of<SslClientCertificate>(ClientCertificate);
        options.ClientCAFiles = ClientCAFile?.Select(f => ResolvePath(f)!).ToArray();
        options.HonorCipherOrder = HonorCipherOrder;
        options.CertificateMap = CertificateMapArgument.Read(CertificateMap, this);
        options.DhFile = ResolvePath(DhFile);
        options.DhParameter = DhParameterArgument.Read(DhParameter);
        options.SessionIdContext = SessionIdContext;
        options.TicketKey = TicketKey;
        options.OcspResponse = OcspResponseArgument.Read(OcspResponse, this);
    }
}
