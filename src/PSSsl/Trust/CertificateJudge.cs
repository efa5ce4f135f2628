using System.Collections.Generic;
using PSSsl.Hostnames;

namespace PSSsl.Trust;

/// <summary>The whole verdict on a certificate that no handshake brought: its chain and its name.</summary>
internal static class CertificateJudge
{
    /// <exception cref="SslException">The anchors cannot be read.</exception>
    internal static SslCertificateVerdict Judge(ChainRequest request, ChainInquiry inquiry, string? hostName, HostnameScheme scheme)
    {
        ChainVerdict chain = inquiry.Judge(hostName is null ? request : request.ComparedBy(scheme));
        var errors = new List<SslVerifyError>(chain.Errors);
        bool? match = null;
        if (hostName is not null)
        {
            HostnameResult result = HostnameVerifier.Verify(request.Leaf, hostName, scheme);
            match = result.Match;
            if (!result.Match)
                errors.Insert(0, new SslVerifyError(SslErrorCode.HostnameMismatch, 0, request.Leaf, result.Reason.TrimEnd('.'), "RFC 9525, 6"));
        }

        return new SslCertificateVerdict(chain.Path, errors)
        {
            HostName = hostName,
            HostnameMatch = match,
            Purpose = request.Purpose switch
            {
                ChainPurpose.ServerAuth => SslCertificatePurpose.Server,
                ChainPurpose.ClientAuth => SslCertificatePurpose.Client,
                _ => SslCertificatePurpose.Any,
            },
            Time = request.Time.ToUniversalTime(),
            Strict = request.Strict,
            OcspResponse = inquiry.Response,
        };
    }
}
