using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Reads certificates with their keys out of files, text or bytes: PEM, DER, PKCS#7, PKCS#12, keys in PKCS#8, PKCS#1 and SEC 1, by what
/// they are and not by their names.
/// </summary>
[Cmdlet(VerbsData.Import, "SslCertificate", DefaultParameterSetName = "Path")]
[OutputType(typeof(SslCertificate), typeof(SslCertificateRequest))]
public sealed class ImportSslCertificateCommand : SslCommand
{
    private Func<string, char[]?>? _password;

    /// <summary>Files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] Path { get; set; } = null!;

    /// <summary>Files, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[] LiteralPath { get; set; } = null!;

    /// <summary>The content of a file: PEM as a string, or the bytes of any format.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Content")]
    public object Content { get; set; } = null!;

    /// <summary>
    /// A certificate of the platform's, of the store Cert: for one, with its key if it has one; or what Get-PeerCertificate gave.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Certificate")]
    [StoredCertificate]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object Certificate { get; set; } = null!;

    /// <summary>A file with the private key, if it is not in the certificate's file.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    [Parameter(ParameterSetName = "Content")]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public string? KeyFile { get; set; }

    /// <summary>The password: SecureString, PSCredential or a script block that returns one.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    [Parameter(ParameterSetName = "Content")]
    [ArgumentCompleter(typeof(PasswordCompleter))]
    public object? Password { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _password = PasswordSource.From(Password, this);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Content")
        {
            const string name = "what was given with -Content";
            Import(() => Certificates.KeyFile.Parse(ReadContent(), "What was given with -Content", "-Content", _password),
                () => RequestFile.ReadAll(ReadContent(), name),
                "What was given with -Content", null, null);
            return;
        }

        if (ParameterSetName == "Certificate")
        {
            WriteObject(Certificate, enumerateCollection: true);
            return;
        }

        foreach (string given in ParameterSetName == "LiteralPath" ? LiteralPath : Path)
        {
            if (PlatformStore.IsPath(given))
            {
                FromStore(given);
                continue;
            }

            foreach (string file in Files(given))
            {
                Import(() => Certificates.KeyFile.Read(file, ParameterSetName, _password),
                    () => RequestFile.ReadAll(Certificates.KeyFile.ReadBytes(file, ParameterSetName), file), file, file, given);
            }
        }
    }

    private void FromStore(string path)
    {
        try
        {
            PlatformStore store = PlatformStore.Read(path);
            string pattern = store.Certificate is not { } name ? "*" : ParameterSetName == "Path" ? name : WildcardPattern.Escape(name);
            var like = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
            WriteObject(store.Find(like.IsMatch).Select(c => new SslCertificate(c)), enumerateCollection: true);
        }
        catch (SslException e)
        {
            WriteSslError(e, path);
        }
    }

    private void Import(Func<KeyMaterial> read, Func<IReadOnlyList<CertificationRequest>> requests, string name, string? path,
        object? target)
    {
        try
        {
            KeyMaterial material = read();
            if (material.Certificates.Count == 0 && requests() is { Count: > 0 } asked)
            {
                WriteObject(ImportedRequest.Join(asked, (ReadKeys() ?? material).Keys, name, path, RequestSignature.IsValid),
                    enumerateCollection: true);
                return;
            }

            IReadOnlyList<SslCertificate> certificates = CertificateImport.Join(material, ReadKeys(), name, path);
            foreach (string other in material.Others)
                WriteFlow($"{name} holds {other} too.");
            WriteObject(certificates, enumerateCollection: true);
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
        }
    }

    private KeyMaterial? ReadKeys()
    {
        if (string.IsNullOrEmpty(KeyFile))
            return null;
        string file = ResolvePath(KeyFile)!;
        KeyMaterial material = Certificates.KeyFile.Read(file, nameof(KeyFile), _password);
        return material.Keys.Count > 0 ? material : throw SslException.Configuration(SslErrorCode.FileContent,
            $"{file} (-KeyFile) contains no private key: {Certificates.KeyFile.Describe(material, file, nameof(KeyFile))}.",
            "Name the file with the private key.");
    }

    private byte[] ReadContent()
    {
        object value = Content is PSObject wrapped ? wrapped.BaseObject : Content;
        return value switch
        {
            byte[] given => (byte[])given.Clone(),
            string text => Encoding.UTF8.GetBytes(text),
            // What Get-Content reads is lines.
            object[] { Length: > 0 } lines when lines.All(l => (l is PSObject o ? o.BaseObject : l) is string) =>
                Encoding.UTF8.GetBytes(string.Join("\n", lines)),
            object[] { Length: > 0 } many when LanguagePrimitives.TryConvertTo(many, out byte[] converted) => converted,
            _ => throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-Content takes text or bytes, not {TypeWord.Of(value)}.") { RecommendedAction = "A file is named with -Path." },
        };    }

    /// <summary>
    /// The files that a path with wildcards means; one without any as it is, so that whoever reads it says that it is not there.
    /// </summary>
    private IEnumerable<string> Files(string given)
    {
        try
        {
            return ParameterSetName == "LiteralPath" ? new[] { ResolvePath(given)! } : ResolvePaths(given);
        }
        catch (SslException e)
        {
            WriteSslError(e, given);
            return Array.Empty<string>();
        }
    }
}
