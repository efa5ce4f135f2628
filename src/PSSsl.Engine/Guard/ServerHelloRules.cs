using System.Linq;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>What a client checks of a ServerHello beside what the library does.</summary>
internal static class ServerHelloRules
{
    private static readonly byte[] s_mark = { 0x44, 0x4F, 0x57, 0x4E, 0x47, 0x52, 0x44 };

    /// <summary>
    /// RFC 8446, 4.1.3: a server that could do more says so at the end of its random, with one mark for TLS 1.2 and one for older versions. A client looks for both,
    /// whichever older version it is.
    /// </summary>
    internal static void CheckDowngrade(ServerHello hello, ProtocolVersion latest)
    {
        bool isOlder = TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(hello.Extensions) is null && hello.Version.IsEarlierVersionOf(latest);
        byte[] random = hello.Random;
        if (isOlder && random[31] <= 1 && s_mark.SequenceEqual(random.Skip(24).Take(s_mark.Length)))
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                "The server marks its answer as a downgrade: somebody on the way may have taken newer versions out of the offer");
        }
    }
}
