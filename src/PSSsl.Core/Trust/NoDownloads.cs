using System;
#if !NET
using System.Reflection;
#endif
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>
/// Keeps the platform from fetching issuers' certificates: a handshake must not make a machine call the addresses that an unverified peer
/// names.
/// </summary>
internal static class NoDownloads
{
#if NET
    internal static void Apply(X509ChainPolicy policy) => policy.DisableCertificateDownloads = true;
#else
    // .NET has the switch since version 5. .NET Framework has none, there a time that nothing can be fetched in does it.
    private static readonly PropertyInfo? s_switch = typeof(X509ChainPolicy).GetProperty("DisableCertificateDownloads");

    internal static void Apply(X509ChainPolicy policy)
    {
        policy.UrlRetrievalTimeout = TimeSpan.FromMilliseconds(1);
        s_switch?.SetValue(policy, true);
    }
#endif
}
