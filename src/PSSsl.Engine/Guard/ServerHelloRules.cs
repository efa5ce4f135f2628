using System.IO;
using System.Linq;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>What a client checks of a ServerHello beside what the library does.</summary>
internal static class ServerHelloRules
{
    private const int NamedCurve = 3;

    private static readonly byte[] s_mark = { 0x44, 0x4F, 0x57, 0x4E, 0x47, 0x52, 0x44 };

    /// <summary>True if a key exchange begins with the server's certificate.</summary>
    internal static bool ShowsCertificate(int keyExchange) => keyExchange is not (
        KeyExchangeAlgorithm.DH_anon or KeyExchangeAlgorithm.ECDH_anon or KeyExchangeAlgorithm.PSK
        or KeyExchangeAlgorithm.DHE_PSK or KeyExchangeAlgorithm.ECDHE_PSK);

    /// <summary>RFC 8422, 5.4: a curve has a name, and is not made up by the server.</summary>
    internal static void CheckCurve(MemoryStream message, int keyExchange)
    {
        if (keyExchange is not (KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.ECDH_anon))
            return;
        long start = message.Position;
        int kind = message.ReadByte();
        if (kind >= 0 && kind != NamedCurve)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The server uses a curve without a name");
        message.Position = start;
    }

    /// <summary>
    /// An id that means nothing goes along with an offer of TLS 1.3 (RFC 8446, D.4). A server of an older version that gives it back says
    /// that it resumes a session which there never was.
    /// </summary>
    internal static void CheckSession(ServerHello hello, byte[] offeredId)
    {
        bool isOlder = TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(hello.Extensions) is null;
        if (isOlder && offeredId.Length > 0 && hello.SessionID.SequenceEqual(offeredId))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The server resumes a session that was not offered");
    }

    /// <summary>RFC 8446, 4.1.4: a request that changes nothing in the hello would be answered with the same hello.</summary>
    internal static void CheckRetry(ServerHello retry)
    {
        if (retry.Extensions?.Keys.Any(type => type != ExtensionType.supported_versions) != true)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "The server wants another hello, and no change in it");
    }

    /// <summary>
    /// RFC 8446, 4.1.3: a server that could do more says so at the end of its random, with one mark for TLS 1.2 and one for older versions.
    /// A client looks for both, whichever older version it is.
    /// </summary>
    internal static void CheckDowngrade(ServerHello hello, ProtocolVersion latest)
    {
        bool isOlder = TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(hello.Extensions) is null
            && hello.Version.IsEarlierVersionOf(latest);
        byte[] random = hello.Random;
        if (isOlder && random[31] <= 1 && s_mark.SequenceEqual(random.Skip(24).Take(s_mark.Length)))
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                "The server marks its answer as a downgrade: an attacker on the way may have removed newer versions from the offer");
        }
    }
}
