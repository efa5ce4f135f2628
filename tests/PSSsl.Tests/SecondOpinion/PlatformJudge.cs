using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>.NET's X509Chain as a program would use it.</summary>
internal static class PlatformJudge
{
    internal static Opinion Judge(MadeChain chain)
    {
        using var built = new X509Chain();
        X509ChainPolicy policy = built.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = chain.Time.ToLocalTime();
        policy.ApplicationPolicy.Add(new Oid(PlanExtension.ServerAuth));
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            X509Certificate2[] anchors = chain.Anchors.Select(c => X509CertificateLoader.LoadCertificate(c)).ToArray();
            policy.CustomTrustStore.AddRange(anchors);
            policy.ExtraStore.AddRange(chain.Sent.Select(c => X509CertificateLoader.LoadCertificate(c)).ToArray());
            // It knows no partial chains; that is how programs allow them.
            if (chain.AllowPartial)
                policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
            bool accepts = built.Build(X509CertificateLoader.LoadCertificate(chain.Leaf))
                && (!chain.AllowPartial || built.ChainElements.Any(e =>
                    anchors.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span))));
            return new Opinion(accepts, string.Join(", ", built.ChainStatus.Select(s => s.Status)));
        }
        catch (CryptographicException e)
        {
            return new Opinion(false, e.Message);
        }
    }
}
