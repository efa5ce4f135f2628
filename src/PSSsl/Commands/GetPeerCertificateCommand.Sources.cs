using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Commands.Arguments;
using PSSsl.Trust;

namespace PSSsl.Commands;

/// <summary>Where certificates come from, and what becomes of them.</summary>
public sealed partial class GetPeerCertificateCommand
{
    private readonly PemLines _pem = new();
    private readonly PipedBytes _bytes = new();
    private readonly ResultSummary _summary = new();

    private SslJob? _job;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        NoteWhatIsGiven();
        if (AsJob)
            StartJob();
    }

    private void StartJob()
    {
        try
        {
            _job = SslJob.Start(this, SharedContext);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_job is not null)
        {
            _job.Add(Target);
            return;
        }

        try
        {
            // From the pipeline a socket passes for a row of a table, where such an option leaves no set for it.
            if (ParameterSetName != "Host" || (MyInvocation.ExpectingInput && Target is null && _hostOptions.Length > 0))
                RefuseHostOptions();
            switch (ParameterSetName)
            {
                case "Socket":
                    Show(Judged(Socket), Socket);
                    break;
                case "Certificate":
                    Take(InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject);
                    break;
                case "Path" or "LiteralPath":
                    foreach (string path in ParameterSetName == "Path" ? Path : LiteralPath)
                        ShowFiles(path);
                    break;
                default:
                    foreach (string computer in ComputerName)
                    {
                        if (computer.IndexOfAny(new[] { '/', '\\' }) >= 0 && IsFile(computer))
                            WriteSslError(SslException.Option($"'{computer}' is a file, and not a host.", "Give it with -Path."), computer);
                        else if (!_pem.Take(computer))
                            StartConnecting(computer, HostTargets.AreLines(MyInvocation, ComputerName));
                    }

                    break;
            }
        }
        catch (SslException e)
        {
            WriteSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_job is not null)
        {
            _job.AllAdded();
            JobRepository.Add(_job);
            WriteObject(_job);
            return;
        }

        if (_pem.Any)
            ShowBytes(_pem.ToBytes(), nameof(ComputerName));
        if (_bytes.Any)
            ShowBytes(_bytes.ToArray(), nameof(InputObject));
        FinishConnecting();
        if (_summary.Any)
            WriteInformation(_summary.Write("host", Enum.GetNames(typeof(SslCertificateStatus)).Skip(1).ToArray()), ResultSummary.Tags);
    }

    /// <summary>Whether what stands for a host is the name of a file.</summary>
    private bool IsFile(string text)
    {
        bool isRooted = text.IndexOfAny(new[] { '/', '\\' }) == 0 || text.IndexOf(':') == 1;
        return System.IO.File.Exists(isRooted ? text : $"{SessionState.Path.CurrentFileSystemLocation.ProviderPath}/{text}");
    }

    /// <summary>For the line at the end: a host that shows no certificate was not judged.</summary>
    private void Count(PeerCertificate? shown) => _summary.Add((shown?.Status ?? SslCertificateStatus.Unknown).ToString());

    private void Take(object given)
    {
        switch (given)
        {
            case PeerCertificate described:
                Write(Judged(described), described);
                break;
            case X509Certificate2 certificate:
                WriteAll(new[] { certificate }, null, certificate);
                break;
            case X509Certificate2Collection collection:
                WriteAll(collection.Cast<X509Certificate2>().ToArray(), null, collection);
                break;
            case FileInfo file:
                ShowFile(file.FullName);
                break;
            case byte[] bytes:
                ShowBytes(bytes, nameof(InputObject));
                break;
            case byte one:
                _bytes.Take(one);
                break;
        }
    }

    private void ShowFiles(string path)
    {
        foreach (string file in ParameterSetName == "LiteralPath" ? new[] { ResolvePath(path)! } : ResolvePaths(path))
            ShowFile(file);
    }

    private void ShowFile(string file)
    {
        try
        {
            string parameter = ParameterSetName == "Certificate" ? nameof(InputObject) : ParameterSetName;
            WriteAll(Certificates.CertificateFile.ReadAll(file, parameter, PasswordSource.From(Password, this)), file, file);
        }
        catch (SslException e)
        {
            WriteSslError(e, file);
        }
    }

    private void ShowBytes(byte[] content, string parameter)
    {
        try
        {
            WriteAll(Certificates.CertificateFile.ReadAll(content, "What was given", parameter, PasswordSource.From(Password, this)), null,
                content);
        }
        catch (SslException e)
        {
            WriteSslError(e, content);
        }
    }

    /// <summary>Each of them, with the others as what may stand between it and an authority.</summary>
    private void WriteAll(IReadOnlyList<X509Certificate2> certificates, object? target, object source)
    {
        foreach (X509Certificate2 certificate in certificates)
        {
            PeerCertificate described = PeerCertificate.Of(CertificateInput.Alive(certificate, nameof(InputObject)), target);
            Write(_judges
                ? described.With(Verdict(new PresentedChain(certificate, certificates), null, VerifyNameOption, new HandshakeFacts()))
                : described, source);
        }
    }

    private void Show(PeerCertificate? certificate, SslSocket socket)
    {
        if (certificate is not null)
            Write(certificate, socket);
        else
            WriteSslError(new SslException(SslErrorCode.CertificateMissing, SslPhase.Verify, $"{socket}: the peer sent no certificate.")
            {
                RecommendedAction = socket.IsServer ? "Request certificates of clients with -ClientCertificate Require."
                    : "Connections with pre-shared keys or anonymous suites have none, and resumed ones may not have kept it.",
            }, socket);
    }

    private void Write(PeerCertificate certificate, object target)
    {
        if (Problem && certificate.Status == SslCertificateStatus.Ok)
            return;
        if (!Chain)
        {
            WriteOne(certificate, target);
            return;
        }

        foreach (PeerCertificate element in certificate.DescribeChain())
            WriteOne(element, target);
    }

    private void WriteOne(PeerCertificate certificate, object target)
    {
        try
        {
            if (Field is not null)
                WriteObject(certificate.GetField(Field), enumerateCollection: true);
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
