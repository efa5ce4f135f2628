using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>The product's verdict. All that these tests know of its code is here.</summary>
internal static class OurJudge
{
    internal static Opinion Judge(MadeChain chain, bool strict)
    {
        try
        {
            X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(chain.Leaf);
            X509Certificate2[] sent = chain.Sent.Select(c => X509CertificateLoader.LoadCertificate(c)).ToArray();
            var request = new ChainRequest(leaf, sent, TrustAnchors.From(chain.Anchors.Select(c =>
                X509CertificateLoader.LoadCertificate(c)).ToArray()))
            {
                AllowPartialChain = chain.AllowPartial,
                Purpose = ChainPurpose.ServerAuth,
                Strict = strict,
                Time = chain.Time,
            };
            ChainVerdict verdict = ChainVerifier.Verify(request);
            return new Opinion(verdict.Trusted, string.Join("; ", verdict.Errors.Select(e => $"{e.Code}: {e.Message}")));
        }
        catch (CryptographicException e)
        {
            // A handshake ends where a certificate cannot be loaded.
            return new Opinion(false, e.Message);
        }
    }
}
