using System;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Sets what cmdlets of this runspace use where a parameter is not given.</summary>
[Cmdlet(VerbsCommon.Set, "SslDefault", SupportsShouldProcess = true)]
[OutputType(typeof(SslDefault))]
public sealed class SetSslDefaultCommand : SslCommand
{
    /// <summary>A context for all sockets; it settles everything but -Timeout and -VerifyName.</summary>
    [Parameter]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public SslContext? Context { get; set; }

    /// <summary>Sessions that clients resume.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionCacheCompleter))]
    [DeserializedTransformation]
    public SslSessionCache? SessionCache { get; set; }

    /// <summary>How peers are verified.</summary>
    [Parameter]
    [Choice(typeof(SslVerifyMode))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslVerifyMode>))]
    public string? VerifyMode { get; set; }

    /// <summary>Called for each element of a chain.</summary>
    [Parameter]
    public ScriptBlock? VerifyCallback { get; set; }

    /// <summary>How names are compared: a scheme's name, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VerifySchemeCompleter))]
    public object? VerifyScheme { get; set; }

    /// <summary>The name certificates must have.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string? VerifyName { get; set; }

    /// <summary>Files with trusted certificates; '' trusts none.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string[]? CAFile { get; set; }

    /// <summary>A directory with trusted certificates; '' trusts none.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    public string? CAPath { get; set; }

    /// <summary>Protocol versions.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public object[]? Version { get; set; }

    /// <summary>Cipher suites up to TLS 1.2.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CipherListCompleter))]
    public string? CipherList { get; set; }

    /// <summary>A file with a certificate, its chain and perhaps its key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    public string? CertificateFile { get; set; }

    /// <summary>A file with the certificate's key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyFileCompleter))]
    public string? KeyFile { get; set; }

    /// <summary>Time limit for connecting and handshakes: seconds or a TimeSpan; 0 means no limit.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; }

    /// <summary>Writes what is set now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SslDefault values = SslDefaults.Current.Values with { };
        string[] given = MyInvocation.BoundParameters.Keys.Where(k => SslDefaults.Names.Contains(k, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        try
        {
            foreach (string name in given)
                SslDefaults.Set(values, name, Value(name));
            Check(values);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }

        if (given.Length > 0 && ShouldProcess("this runspace", $"Set the default of {string.Join(", ", given)}"))
        {
            if (given.Contains(nameof(VerifyMode), StringComparer.OrdinalIgnoreCase) && values.VerifyMode == SslVerifyMode.None)
                WriteWarning(
                    "-VerifyMode None as default: no peer is verified in this runspace, unless a command says otherwise.");
            SslDefaults.Current.Values = values;
        }

        if (PassThru)
            WriteObject(SslDefaults.Current.Values);
    }

    /// <summary>As it will be used: paths are those of here and now, wherever the location is later.</summary>
    private object? Value(string name)
    {
        object? value = GetType().GetProperty(name)!.GetValue(this);
        if (name == nameof(VerifyMode))
            return Choice.Of<SslVerifyMode>(VerifyMode);
        if (name == nameof(CAFile))
            return new SslTextList(CAFile!.Length > 1 && CAFile.Any(string.IsNullOrEmpty)
                ? throw GivenParameters.Empty(name, "one of its values is empty") : CAFile.Select(f => ResolvePath(f)!));
        return name is nameof(CAPath) or nameof(CertificateFile) or nameof(KeyFile) ? ResolvePath((string?)value) : value;
    }

    /// <summary>Makes a context of them and forgets it, so that a wrong value is found where it is set.</summary>
    private void Check(SslDefault values)
    {
        if (values.Context is not null)
        {
            ContextOptions.RefuseBeside(SslDefaults.Names.Where(n => SslDefaults.Get(values, n) is not null));
            return;
        }

        _ = new SslContext(new SslContextOptions
        {
            Version = values.Version?.Select(v => v is PSObject o ? o.BaseObject : v).ToArray(),
            CipherList = values.CipherList,
            VerifyScheme = VerifySchemeArgument.Read(values.VerifyScheme, SessionState),
            CAFiles = values.CAFile is { } files && files[0].Length > 0 ? files.ToArray() : null,
            CAPath = string.IsNullOrEmpty(values.CAPath) ? null : values.CAPath,
            CertificateFile = values.CertificateFile,
            KeyFile = values.KeyFile,
            Password = PasswordSource.From(null, this),
        });
    }
}
