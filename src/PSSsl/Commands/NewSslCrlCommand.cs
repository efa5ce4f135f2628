using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Makes the revocation list of an authority (RFC 5280, 5).</summary>
[Cmdlet(VerbsCommon.New, "SslCrl", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(void), typeof(FileInfo), typeof(string), typeof(byte[]))]
public sealed class NewSslCrlCommand : SslFileCommand
{
    private const int DefaultDays = 7;

    private readonly List<object?> _revoked = new();

    /// <summary>The authority, with its key.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [RebuiltCertificate]
    public SslCertificate Issuer { get; set; } = null!;

    /// <summary>
    /// What is revoked: certificates, serial numbers in hex, or tables with SerialNumber or Certificate, Reason, Date, InvalidSince.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public object[] Revoked { get; set; } = Array.Empty<object>();

    /// <summary>The reason, for entries without their own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RevocationReasonCompleter))]
    public string Reason { get; set; } = "unspecified";

    /// <summary>The date, for entries without their own; default: now.</summary>
    [Parameter]
    public DateTime? RevocationDate { get; set; }

    /// <summary>The date of the list; default: now.</summary>
    [Parameter]
    public DateTime? ThisUpdate { get; set; }

    /// <summary>When the next list will be there at the latest.</summary>
    [Parameter]
    public DateTime? NextUpdate { get; set; }

    /// <summary>How many days until the next list; default 7.</summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int? ValidDays { get; set; }

    /// <summary>The list's number, greater than that of the one before; default the seconds since 1970.</summary>
    [Parameter]
    public BigInteger? Number { get; set; }

    /// <summary>The hash of the signature; default one as strong as the key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HashCompleter))]
    public string? HashAlgorithm { get; set; }

    /// <summary>The file's format; default: PEM for .pem, otherwise DER, which CRL URLs serve.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Choice(typeof(CrlFormat))]
    [ArgumentCompleter(typeof(ChoiceCompleter<CrlFormat>))]
    public string? Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Through the pipeline, nothing arrives as no list at all; it is refused where a value of a list would be.
        if (Revoked is null)
            _revoked.Add(null);
        else
            _revoked.AddRange(Revoked);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            byte[] list = Make();
            if (AsText)
                WriteObject(PemText.Of("X509 CRL", list));
            else if (AsBytes)
                WriteObject(list, enumerateCollection: false);
            else
                WriteFiles(new[] { new PlannedFile(ResolveTarget(Path)!, nameof(Path), "a revocation list", false, () => IsPem()
                    ? Encoding.ASCII.GetBytes(PemText.Of("X509 CRL", list)) : list) });
        }
        catch (SslException e)
        {
            ThrowSslError(e, Issuer);
        }
    }

    private byte[] Make()
    {
        if (NextUpdate is not null && ValidDays is not null)
            throw SslException.Option("-NextUpdate and -ValidDays both say when the next list is there.", "Leave one out.");
        if (Issuer.IsDisposed)
            throw SslException.Option("The certificate of -Issuer was disposed.", "Import it again.");
        DateTime thisUpdate = ThisUpdate ?? DateTime.UtcNow, nextUpdate = NextUpdate ?? Later(thisUpdate, ValidDays ?? DefaultDays);
        int reason = RevocationReason.Parse(Reason);
        RevokedCertificate[] revoked = _revoked.Select(r => RevokedArgument.Read(r, Issuer, RevocationDate ?? thisUpdate, reason))
            .ToArray();
        if (revoked.GroupBy(r => Convert.ToBase64String(r.SerialNumber)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw SslException.Option(
                $"The serial number {BitConverter.ToString(twice.First().SerialNumber).Replace("-", string.Empty)} is revoked twice.",
                "Leave one out.");
        return CrlMaker.Make(Issuer, revoked, thisUpdate, nextUpdate, Number
            ?? CrlMaker.NumberOf(thisUpdate), KeyChoice.Hash(HashAlgorithm));
    }

    /// <summary>So many days later, or the last day there is.</summary>
    private static DateTime Later(DateTime time, int days) =>
        (DateTime.MaxValue - time).TotalDays > days ? time.AddDays(days) : DateTime.SpecifyKind(DateTime.MaxValue, time.Kind);

    private bool IsPem() =>
        Choice.Of<CrlFormat>(Format) is { } given ? given == CrlFormat.Pem
            : string.Equals(System.IO.Path.GetExtension(Path), ".pem", StringComparison.OrdinalIgnoreCase);
}
