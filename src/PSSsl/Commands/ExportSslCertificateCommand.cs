using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Certificates;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>
/// Writes certificates, and on request their keys, to files: PEM, DER, PKCS#7, PKCS#12, PKCS#8. A file with a key is its owner's alone from
/// the start; nothing that is there is replaced without -Force, and a failure leaves what was there.
/// </summary>
[Cmdlet(VerbsData.Export, "SslCertificate", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(void), typeof(System.IO.FileInfo), typeof(string), typeof(byte[]))]
public sealed partial class ExportSslCertificateCommand : SslFileCommand
{
    private readonly List<(string Path, string? KeyPath, List<SslCertificate> Certificates)> _files = new();
    private List<SslCertificate> _certificates = new();
    private char[]? _password;
    private bool _hasPath;

    /// <summary>The certificates to write: several into one file, if the format allows it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Text")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Bytes")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Piped")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public SslCertificate[] Certificate { get; set; } = null!;

    /// <summary>A request for a certificate; its key goes to -KeyPath.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Request")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CertificateRequestCompleter))]
    public SslCertificateRequest Request { get; set; } = null!;

    /// <summary>The file; the first argument where certificates come from the pipeline.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Piped")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Request")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public override string Path { get; set; } = null!;

    /// <summary>Replaces existing files.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Piped")]
    [Parameter(ParameterSetName = "Request")]
    public override SwitchParameter Force { get; set; }

    /// <summary>Returns the files that were written.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Piped")]
    [Parameter(ParameterSetName = "Request")]
    public override SwitchParameter PassThru { get; set; }

    /// <summary>
    /// The form; default by the file's name, or PEM for text and DER for bytes. Pkcs12TripleDes is for old readers of PKCS#12.
    /// </summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Piped")]
    [Parameter(ParameterSetName = "Text")]
    [Parameter(ParameterSetName = "Bytes")]
    [Choice(typeof(SslCertificateFormat))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslCertificateFormat>))]
    public string? Format { get; set; }

    /// <summary>Also writes the certificates of the chain.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Piped")]
    [Parameter(ParameterSetName = "Text")]
    [Parameter(ParameterSetName = "Bytes")]
    public SwitchParameter IncludeChain { get; set; }

    /// <summary>Also writes the key to PEM, after the certificates. PKCS#12 always includes it.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Piped")]
    [Parameter(ParameterSetName = "Text")]
    [Parameter(ParameterSetName = "Bytes")]
    public SwitchParameter IncludeKey { get; set; }

    /// <summary>A separate file for the key, PKCS#8 in PEM.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Piped")]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Request")]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public string? KeyPath { get; set; }

    /// <summary>The password that keys are encrypted with: SecureString, PSCredential or a script block that returns one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PasswordCompleter))]
    public object? Password { get; set; }

    /// <summary>Writes keys without a password. Anyone who can read the file has them.</summary>
    [Parameter]
    [Alias("NoPassword")]
    public SwitchParameter Unencrypted { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _hasPath = MyInvocation.BoundParameters.ContainsKey(nameof(Path));
    }

    /// <summary>A script block for -Path names a file for each certificate.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Request")
        {
            if (!_hasPath && Path == Request.Path)
                ThrowSslError(SslException.Option("-Path is missing: a request is not written to the file that it was read from.",
                    "Give -Path."), Request);
            ExportRequest();
            return;
        }

        if (!_hasPath && ParameterSetName == "Piped" && Path == Certificate[0].Path)
            ThrowSslError(SslException.Option("-Path is missing: a certificate is not written to the file that it was read from.",
                "Give -Path, or -AsText or -AsBytes."), Certificate[0]);
        int at = _files.FindIndex(f => f.Path == Path && f.KeyPath == KeyPath);
        if (at < 0)
            _files.Add((Path, KeyPath, new List<SslCertificate>(Certificate)));
        else
            _files[at].Certificates.AddRange(Certificate);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((string path, string? keyPath, List<SslCertificate> certificates) in _files)
        {
            Path = path;
            KeyPath = keyPath;
            _certificates = certificates;
            Export();
        }
    }

    private void Export()
    {
        try
        {
            if (!AsText && !AsBytes && PlatformStore.IsPath(Path))
            {
                StoreCertificates(PlatformStore.Read(Path));
                return;
            }

            SslCertificateFormat format = ReadFormat();
            Check(format);
            var export = new CertificateExport(_certificates, IncludeChain, ReadPassword(format));
            if (AsText)
                WriteObject(ToText(export, format));
            else if (AsBytes)
                WriteObject(ToBytes(export, format), enumerateCollection: false);
            else
                WriteFiles(PlanFiles(export, format));
        }
        catch (SslException e)
        {
            ThrowSslError(e, AsText || AsBytes ? null : Path);
        }
        finally
        {
            ForgetPassword();
        }
    }

    /// <summary>Into a store of the platform's, which replaces nothing: the same certificate is there once.</summary>
    private void StoreCertificates(PlatformStore store)
    {
        foreach (string option in new[]
            { nameof(Format), nameof(KeyPath), nameof(IncludeChain), nameof(Password), nameof(Unencrypted),
                nameof(PassThru), nameof(Force) })
        {
            if (MyInvocation.BoundParameters.ContainsKey(option))
                throw SslException.Option($"-{option} cannot be used with a certificate store.", "Leave it out.");
        }

        if (store.Certificate is not null)
            throw SslException.Option($"{Path} names a certificate in a store.", $"Name the store: {store}.");
        foreach (SslCertificate certificate in _certificates)
        {
            if (ShouldProcess(store.ToString(), IncludeKey ? $"Add {certificate.Subject} with its key" : $"Add {certificate.Subject}"))
                store.Add(certificate, IncludeKey);
        }
    }

    private IReadOnlyList<PlannedFile> PlanFiles(CertificateExport export, SslCertificateFormat format)
    {
        bool hasKey = format == SslCertificateFormat.Pkcs8 || IsStore(format) || IncludeKey;
        var files = new List<PlannedFile>
            { new(ResolveTarget(Path)!, nameof(Path), hasKey ? $"{format} with the private key"
                : format.ToString(), hasKey, () => FileBytes(export, format)) };
        if (KeyPath is { Length: > 0 })
            files.Add(new PlannedFile(ResolveTarget(KeyPath)!, nameof(KeyPath), "the private key", true, () => Ascii(export.Pkcs8Pem())));
        return files;
    }
}
