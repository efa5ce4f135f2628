using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Trust;

namespace PSSsl.Commands;

/// <summary>Tells whether a certificate is to be trusted: its chain, at a time, for a purpose and a host, by the default rules or those of the web PKI. Nothing is fetched.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslCertificate", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool), typeof(SslCertificateVerdict))]
public sealed partial class TestSslCertificateCommand : SslTrustCommand
{
    private TrustPolicy _policy = null!;
    private readonly PemLines _pem = new();
    private readonly PipedBytes _bytes = new();
    private IReadOnlyList<X509Certificate2> _intermediates = Array.Empty<X509Certificate2>();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _policy = MakePolicy();
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
        if (ParameterSetName == "Certificate")
        {
            object given = Certificate is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Certificate;
            if (given is byte one)
                Gather(() => _bytes.Take(one));
            else
                Judge(given, () => CertificateInput.ReadLeafFirst(Deserialized.Unwrap(given)!, nameof(Certificate)));
            return;
        }

        foreach (string file in Files())
            Judge(file, () => LeafFirst.Of(CertificateFile.ReadAll(file, ParameterSetName), file));
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

    private IEnumerable<string> Files()
    {
        try
        {
            if (ParameterSetName == "LiteralPath")
                return LiteralPath.Select(p => ResolvePath(p)!).ToArray();
            // Text of a certificate comes down the pipeline as paths do: whole, or line by line as Get-Content gives it.
            return Path.Where(p => !TakeText(p)).SelectMany(ResolvePaths).ToArray();
        }
        catch (SslException e)
        {
            WriteSslError(e, Path);
            return Array.Empty<string>();
        }
    }

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

        foreach (SslVerifyError error in verdict.VerifyErrors)
            WriteWarning($"{verdict.Subject}: {error}{(error.Reference is null ? string.Empty : $" ({error.Reference})")}");
        WriteObject(verdict.IsTrusted);
    }

    private IReadOnlyList<X509Certificate2> ReadIntermediate(object given)
    {
        object value = Deserialized.Unwrap(given)!;
        bool isPath = value is string text && !text.Contains("-----BEGIN");
        return isPath ? CertificateFile.ReadAll(ResolvePath((string)value)!, nameof(Intermediate)) : CertificateInput.Read(value, nameof(Intermediate));
    }
}
