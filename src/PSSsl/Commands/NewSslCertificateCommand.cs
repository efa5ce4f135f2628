using System;
using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Certificates.Making;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Makes a certificate with its key: for a server or client, an authority, one that signs itself, or one to be thrown away. Nothing is
/// written to disk.
/// </summary>
[Cmdlet(VerbsCommon.New, "SslCertificate", DefaultParameterSetName = "Issuer")]
[OutputType(typeof(SslCertificate), typeof(SslCertificateRequest))]
public sealed partial class NewSslCertificateCommand : SslCommand
{
    private readonly AlternativeParameters _alternatives = new();

    /// <summary>
    /// The subject: a common name, or a distinguished name (RFC 4514). Default: the first of the names; '' leaves it empty.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("CommonName", "Name")]
    [AllowEmptyString]
    [SubjectTransformation]
    public string? Subject { get; set; }

    /// <summary>What it is for.</summary>
    [Parameter]
    [Choice(typeof(SslCertificateKind))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslCertificateKind>))]
    public string? Kind { get; set; }

    /// <summary>The authority that signs it, with its key. Default: a throw-away authority; a CA signs itself.</summary>
    [Parameter(ParameterSetName = "Issuer")]
    [Parameter(Mandatory = true, ParameterSetName = "FromRequest")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public SslCertificate? Issuer { get; set => field = _alternatives.Only(value); }

    /// <summary>Makes it self-signed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "SelfSigned")]
    public SwitchParameter SelfSigned { get; set => field = _alternatives.Only(value); }

    /// <summary>Makes a request for a certificate (CSR) with a new key, for an authority to sign.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Request")]
    public SwitchParameter Request { get; set => field = _alternatives.Only(value); }

    /// <summary>
    /// A request to sign: what Import-SslCertificate or -Request gave, its file, or PEM. The key is the request's, and so are the names
    /// unless others are given.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "FromRequest")]
    [RequestTransformation]
    [ArgumentCompleter(typeof(FileCompleter))]
    public SslCertificateRequest? FromRequest { get; set; }

    /// <summary>
    /// Host names; a star is allowed as the whole first label. Addresses are recognised, international names are written in ASCII.
    /// </summary>
    [Parameter]
    public string[] DnsName { get; set; } = Array.Empty<string>();

    /// <summary>IP addresses.</summary>
    [Parameter]
    public string[] IpAddress { get; set; } = Array.Empty<string>();

    /// <summary>Mail addresses.</summary>
    [Parameter]
    public string[] EmailAddress { get; set; } = Array.Empty<string>();

    /// <summary>URIs.</summary>
    [Parameter]
    public string[] Uri { get; set; } = Array.Empty<string>();

    /// <summary>Names of any kind, with the kind before them: dns:, ip:, email:, uri:, dir:, rid:, upn:, other:OID:text.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NameKindCompleter))]
    public string[] SubjectAlternativeName { get; set; } = Array.Empty<string>();

    /// <summary>Kind of the new key; default ECDSA.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyAlgorithmCompleter))]
    public string? KeyAlgorithm { get; set; }

    /// <summary>Size of an RSA key in bits; default 3072.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeySizeCompleter))]
    public int? KeySize { get; set; }

    /// <summary>Curve of an ECDSA key; default P-256.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CurveCompleter))]
    public string? Curve { get; set; }

    /// <summary>An existing key: a file, PEM, bytes, an RSA or ECDsa object, or a certificate that has it.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public object? Key { get; set; }

    /// <summary>The password of -Key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PasswordCompleter))]
    public object? Password { get; set; }

    /// <summary>The hash of the signature; default one as strong as the issuer's key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HashCompleter))]
    public string? HashAlgorithm { get; set; }

    /// <summary>Start of its validity; default: an hour ago.</summary>
    [Parameter]
    public DateTime? NotBefore { get; set; }

    /// <summary>End of its validity.</summary>
    [Parameter]
    public DateTime? NotAfter { get; set; }

    /// <summary>How many days it is valid.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? ValidDays { get; set; }

    /// <summary>What the key may be used for; default: as the kind requires.</summary>
    [Parameter]
    [Choice(typeof(X509KeyUsageFlags))]
    [ArgumentCompleter(typeof(ChoiceCompleter<X509KeyUsageFlags>))]
    public string? KeyUsage { get; set; }

    /// <summary>What the certificate is for: names like serverAuth, and object identifiers. Default: as the kind requires.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(KeyPurposeCompleter))]
    public string[]? ExtendedKeyUsage { get; set; }

    /// <summary>How many authorities may be below this one; default any number for a CA, none for an intermediate.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? PathLength { get; set; }

    /// <summary>
    /// Names that the authority may certify: dns:example.org, ip:10.0.0.0/8, email:example.org, uri:example.org, dir:O=Example.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubtreeKindCompleter))]
    public string[] PermittedName { get; set; } = Array.Empty<string>();

    /// <summary>Names that the authority must not certify.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubtreeKindCompleter))]
    public string[] ExcludedName { get; set; } = Array.Empty<string>();

    /// <summary>URL of its issuer's revocation list.</summary>
    [Parameter]
    public string[] CrlUrl { get; set; } = Array.Empty<string>();

    /// <summary>URL of the OCSP responder.</summary>
    [Parameter]
    public string[] OcspUrl { get; set; } = Array.Empty<string>();

    /// <summary>URL of its issuer's certificate.</summary>
    [Parameter]
    public string[] CaIssuersUrl { get; set; } = Array.Empty<string>();

    /// <summary>Servers must staple its status (RFC 7633).</summary>
    [Parameter]
    public SwitchParameter MustStaple { get; set; }

    /// <summary>
    /// Further extensions, which replace those written by default: @{ '1.2.3.4' = bytes }, '1.2.3.4!' for a critical one.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Extension { get; set; }

    /// <summary>Serial number in hex; default a random one.</summary>
    [Parameter]
    public string? SerialNumber { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            CertificatePlan plan = ReadPlan();
            if (Request)
            {
                WriteObject(MakeRequest(plan));
                return;
            }

            SslCertificate made = Make(plan);
            WriteFlow($"Made a certificate for {(plan.Subject.IsEmpty ? string.Join(", ", made.DnsNames) : made.Subject)}, signed by "
                + $"{made.Issuer}, valid until {Formatting.Time(made.NotAfter)}.");
            WriteObject(made);
        }
        catch (SslException e)
        {
            WriteSslError(e, Subject);
        }
    }

    private SslCertificate Make(CertificatePlan plan)
    {
        if (FromRequest is not null)
            return CertificateMaker.Issue(plan, FromRequest.Request, Issuer!);
        TlsPrivateKey key = ReadKey();
        try
        {
            if (Issuer is not null)
                return CertificateMaker.Issue(plan, key, Issuer);
            return SelfSigned || KindOption == SslCertificateKind.CA ? CertificateMaker.SelfSign(plan, key)
                : ThrowAwayCertificate.Make(plan, key);
        }
        catch (SslException)
        {
            key.Dispose();
            throw;
        }
    }
}
