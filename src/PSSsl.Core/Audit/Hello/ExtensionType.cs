using PSSsl.X509.Keys;

namespace PSSsl.Audit.Hello;

/// <summary>Numbers of IANA's registry of TLS extensions, as far as a hello here has them or an answer is searched for them.</summary>
internal static class ExtensionType
{
    internal const int ServerName = 0, MaxFragmentLength = 1, StatusRequest = 5, SupportedGroups = 10, PointFormats = 11,
        SignatureAlgorithms = 13,
        Heartbeat = 15, Alpn = 16, CertificateTimestamp = 18, Padding = 21, EncryptThenMac = 22, ExtendedMasterSecret = 23,
        CompressCertificate = 27, RecordSizeLimit = 28, SessionTicket = 35, PreSharedKey = 41, EarlyData = 42, SupportedVersions = 43,
        Cookie = 44,
        PskKeyExchangeModes = 45, CertificateAuthorities = 47, KeyShare = 51, NextProtocol = 13172, RenegotiationInfo = 65281;
}
