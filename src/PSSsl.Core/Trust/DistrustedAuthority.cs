using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>A path with a certificate that its own file of authorities says not to trust for the purpose (OpenSSL, X509_check_trust):
/// wherever it stands in the path, and whoever signed it.</summary>
internal static class DistrustedAuthority
{
    internal static ChainVerdict Check(ChainVerdict verdict, ChainRequest request)
    {
        IReadOnlyList<X509Certificate2> refused = request.Anchors.Refused;
        if (refused.Count == 0)
            return verdict;
        var faults = new List<SslVerifyError>();
        for (int depth = 0; depth < verdict.Path.Count; depth++)
        {
            if (refused.Any(r => ByteSequenceComparer.Instance.Equals(r.RawData, verdict.Path[depth].RawData)))
                faults.Add(Fault(depth, verdict.Path[depth], request.Purpose));
        }

        // Nobody sent it: the path ends below it, and that is not a certificate that is missing.
        if (faults.Count == 0 && !verdict.Trusted && Above(verdict.Path[verdict.Path.Count - 1], request) is { } above)
            faults.Add(Fault(verdict.Path.Count, above, request.Purpose));
        if (faults.Count == 0)
            return verdict;
        IEnumerable<SslVerifyError> others = verdict.Errors.Where(e => !IsAboutTheEnd(e.Code));
        return new ChainVerdict(verdict.Path, faults.Concat(others).OrderBy(f => f.Depth < 0 ? int.MaxValue : f.Depth).ToArray());
    }

    private static bool IsAboutTheEnd(SslErrorCode code) =>
        code is SslErrorCode.CertificateChainIncomplete or SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned;

    private static X509Certificate2? Above(X509Certificate2 last, ChainRequest request) => request.Read(last).IssuerOrNull is { } issuer
        ? request.Anchors.Refused.FirstOrDefault(r => issuer.Equals(request.Read(r).SubjectOrNull)) : null;

    private static SslVerifyError Fault(int depth, X509Certificate2 authority, ChainPurpose purpose)
    {
        string what = purpose switch
        {
            ChainPurpose.ServerAuth => " for servers",
            ChainPurpose.ClientAuth => " for clients",
            _ => " for everything",
        };
        return new SslVerifyError(SslErrorCode.CertificateUntrusted, depth, authority,
            $"{ChainFaults.Name(authority)} is among the given authorities, and its file says that it is not to be trusted{what}");
    }
}
