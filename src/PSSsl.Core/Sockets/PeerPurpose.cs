using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.X509;

namespace PSSsl.Sockets;

/// <summary>What a peer's certificate must be made for.</summary>
internal static class PeerPurpose
{
    /// <param name="leaf">The certificate.</param>
    /// <param name="socket">The connection that it was shown on.</param>
    internal static ChainPurpose Of(X509Certificate2 leaf, SslSocket socket)
    {
        if (socket.IsServer)
            return ChainPurpose.ClientAuth;
        // Windows' own certificates of that service are for it alone.
        bool isDesktops = socket.StartTls?.Protocol == SslStartTlsProtocol.Rdp
            && ParsedCertificate.Read(leaf).ExtendedKeyUsage is { } uses && uses.Contains(Oids.RemoteDesktop)
            && !uses.Contains(Oids.ServerAuth);
        return isDesktops ? ChainPurpose.RemoteDesktop : ChainPurpose.ServerAuth;
    }
}
