using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust;

namespace PSSsl.Audit.Report;

/// <summary>
/// A server's certificate in a report: its bytes and those of its chain, what was found, and for other readers what stands in it.
/// </summary>
internal static class CertificateTree
{
    internal static Dictionary<string, object?> Of(PeerCertificate certificate) => new()
    {
        ["subject"] = certificate.Subject,
        ["issuer"] = certificate.Issuer,
        ["names"] = certificate.DnsNames.Concat(certificate.IpAddresses).Cast<object?>().ToList(),
        ["notBefore"] = Time(certificate.NotBefore),
        ["notAfter"] = Time(certificate.NotAfter),
        ["keyAlgorithm"] = certificate.KeyAlgorithm,
        ["keySize"] = certificate.KeySize,
        ["signatureAlgorithm"] = certificate.SignatureAlgorithm,
        ["sha256"] = certificate.Sha256,
        ["publicKeyPin"] = certificate.PublicKeyPin,
        ["isTrusted"] = certificate.IsTrusted,
        ["hostnameMatch"] = certificate.HostnameMatch,
        ["errors"] = certificate.VerifyErrors.Select(e => (object?)new Dictionary<string, object?>
        {
            ["code"] = e.Code.ToString(), ["depth"] = e.Depth, ["message"] = e.Message, ["reference"] = e.Reference,
        }).ToList(),
        ["peer"] = certificate.Peer,
        ["chain"] = certificate.Chain.Select(c => (object?)Convert.ToBase64String(c.RawData)).ToList(),
    };

    /// <exception cref="FormatException">It cannot be read.</exception>
    internal static PeerCertificate Read(IReadOnlyDictionary<string, object?> tree)
    {
        X509Certificate2[] chain;
        try
        {
            chain = List(tree, "chain").Select(c => CertificateBytes.Load(Convert.FromBase64String(c as string ?? string.Empty))).ToArray();
        }
        catch (CryptographicException e)
        {
            throw new FormatException($"A certificate cannot be read: {e.Message}", e);
        }

        if (chain.Length == 0)
            throw new FormatException("A certificate has no bytes.");
        return PeerCertificate.Rebuild(new PresentedChain(chain[0], chain), new DescribedElsewhere
        {
            IsTrusted = ReportTree.Find(tree, "isTrusted") as bool?,
            HostnameMatch = ReportTree.Find(tree, "hostnameMatch") as bool?,
            VerifyErrors = List(tree, "errors").OfType<IReadOnlyDictionary<string, object?>>().Select(Error).ToArray(),
            By = new ShownBy { Peer = ReportTree.Find(tree, "peer") as string },
        });
    }

    private static SslVerifyError Error(IReadOnlyDictionary<string, object?> tree)
    {
        if (!Enum.TryParse(ReportTree.Find(tree, "code") as string, out SslErrorCode code))
            throw new FormatException($"{ReportTree.Shown(ReportTree.Find(tree, "code"))} is not an error's code.");
        int depth = ReportTree.Find(tree, "depth") is double number ? (int)number : -1;
        return new SslVerifyError(code, depth, null, ReportTree.Find(tree, "message") as string
            ?? string.Empty, ReportTree.Find(tree, "reference") as string);
    }

    private static IEnumerable<object?> List(IReadOnlyDictionary<string, object?> tree, string name) =>
        ReportTree.Find(tree, name) as List<object?> ?? Enumerable.Empty<object?>();

    private static string? Time(DateTime? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
