using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Tells whether a certificate is to be trusted: its chain, at a time, for a purpose and a host, by the default rules or those of the web
/// PKI. Nothing is fetched.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SslCertificate", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool), typeof(SslCertificateVerdict))]
public sealed partial class TestSslCertificateCommand : SslTrustCommand
{
    private TrustPolicy _policy = null!;
    private readonly PemLines _pem = new();
    private readonly PipedBytes _bytes = new();
    private bool _isPiped;
    private IReadOnlyList<X509Certificate2> _intermediates = Array.Empty<X509Certificate2>();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            CheckSource();
            _policy = MakePolicy();
            bool isSchemeGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Scheme));
            if (isSchemeGiven && !_policy.Scheme.IsNone && NameToHave() is null)
            {
                throw SslException.Option("-Scheme cannot be kept: it says how a name is compared, and no name was given.",
                    "Give -HostName too.");
            }

            _intermediates = (Intermediate ?? Array.Empty<object>()).SelectMany(ReadIntermediate).ToArray();
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "LiteralPath")
            JudgeFiles(() => LiteralPath.Select(p => ResolvePath(p)!));
        else if (Path is not null)
            JudgeTexts(Path);
        else if (_isPiped && Certificate is string or PSObject { BaseObject: string })
            JudgeTexts(new[] { Certificate.ToString()! });
        else if (Certificate is not null)
            Judge(Certificate is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Certificate);
    }

    /// <summary>Paths, and text of a certificate: whole, or line by line as Get-Content gives it.</summary>
    private void JudgeTexts(string[] texts) => JudgeFiles(() => texts.Where(t => !TakeText(t)).SelectMany(ResolvePaths));

    private void Judge(object given)
    {
        if (given is byte one)
            Gather(() => _bytes.Take(one));
        else
            Judge(given, () => CertificateInput.ReadLeafFirst(Deserialized.Unwrap(given)!, nameof(Certificate)));
    }

    private void JudgeFiles(Func<IEnumerable<string>> find)
    {
        string[] files;
        try
        {
            files = find().ToArray();
        }
        catch (SslException e)
        {
            WriteSslError(e, (object?)Path ?? Certificate);
            return;
        }

        string option = ParameterSetName == "LiteralPath" ? nameof(LiteralPath) : nameof(Path);
        foreach (string file in files)
            Judge(file, () => LeafFirst.Of(CertificateFile.ReadAll(file, option), file));
    }

    /// <summary>What came in pieces is judged when all of it is here.</summary>
    protected override void EndProcessing()
    {
        if (_bytes.Any)
            JudgeContent(_bytes.ToArray());
        if (_pem.Any)
            JudgeContent(_pem.ToBytes());
    }

    private void JudgeContent(byte[] content) => Judge(content, () => CertificateInput.ReadLeafFirst(content, nameof(Certificate)));

    private void Gather(Action take)
    {
        try
        {
            take();
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <summary>What comes from the pipeline leaves the first argument to the host.</summary>
    /// <exception cref="SslException">There is nothing to judge, or it is said twice.</exception>
    private void CheckSource()
    {
        bool isGiven = Path is not null || Certificate is not null || LiteralPath is not null;
        _isPiped = MyInvocation.ExpectingInput && Certificate is null && LiteralPath is null;
        if (!isGiven && !_isPiped)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, "No certificate was given.")
            {
                RecommendedAction = "Name a file, or give the certificate as an argument or through the pipeline.",
            };
        }

        // Beside certificates that are given otherwise the first argument is the host.
        if (Path is null || (!_isPiped && Certificate is null))
            return;
        if (HostName is not null || Path.Length != 1 || IsFile(Path[0]))
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, "Certificates are given, and -Path names others.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }

        (HostName, Path) = (Path[0], null);
    }

    /// <summary>What is surely no host, and was meant to be judged.</summary>
    private bool IsFile(string text) => text.IndexOfAny(new[] { '/', '\\' }) >= 0
        || System.IO.File.Exists($"{SessionState.Path.CurrentFileSystemLocation.ProviderPath}/{text}");

    private bool TakeText(string text)
    {
        if (!_pem.Any && text.IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0
            && text.IndexOf("-----END ", StringComparison.Ordinal) >= 0)
        {
            JudgeContent(System.Text.Encoding.ASCII.GetBytes(text));
            return true;
        }

        return _pem.Take(text);
    }

    private void Judge(object target, Func<IReadOnlyList<X509Certificate2>> read)
    {
        SslCertificateVerdict verdict;
        try
        {
            IReadOnlyList<X509Certificate2> certificates = read();
            var chain = new PresentedChain(certificates[0], certificates.Concat(_intermediates).ToArray());
            verdict = new SslCertificateVerdict(PeerVerifier.Verify(chain, NameToHave(), _policy, Facts), PurposeOption, target);
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
            return;
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: nothing is to be told any more.
            return;
        }

        WriteFlow(verdict.ToString());
        if (Detailed)
        {
            WriteObject(verdict);
            return;
        }

        string subject = CertificateLabel.Short(verdict.Subject);
        foreach (SslVerifyError error in verdict.VerifyErrors)
            WriteWarning($"{subject}: {error}{(error.Reference is null ? string.Empty : $" ({error.Reference})")}");
        WriteObject(verdict.IsTrusted);
    }

    private IReadOnlyList<X509Certificate2> ReadIntermediate(object given)
    {
        object value = Deserialized.Unwrap(given)!;
        bool isPath = value is string text && !text.Contains("-----BEGIN");
        return isPath ? CertificateFile.ReadAll(ResolvePath((string)value)!, nameof(Intermediate))
            : CertificateInput.Read(value, nameof(Intermediate));
    }
}
