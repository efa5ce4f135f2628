using System;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Buffers;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Guard;

/// <summary>
/// Whether a peer speaks TLS at all. The first byte tells: a record's type is 20 to 23 (RFC 8446, 5.1), the banners of other protocols are
/// printable. An SSL 2.0 hello (0x80) is told apart by the version error it gets.
/// </summary>
internal static class FirstBytes
{
    /// <summary>So many bytes tell for good.</summary>
    internal const int Told = OldHello.Told;

    private const int LongestQuote = 512;

    /// <summary>Looks at what has come, at least one byte.</summary>
    /// <returns>The failure if it is not TLS; null if it is, or may be.</returns>
    internal static TlsEngineException? Refuse(InputBuffer input, bool isServer, OutputBuffer output)
    {
        byte type = input.Array[input.Start];
        bool mayBeOld = isServer && type >= OldHello.FirstByte;
        if (mayBeOld && input.Count < OldHello.Told)
            return null;
        bool versionFits = input.Count < 2 || input.Array[input.Start + 1] == 3;
        if (type is >= 20 and <= 23 && versionFits)
            return null;
        var bytes = new byte[Math.Min(input.Count, LongestQuote)];
        Buffer.BlockCopy(input.Array, input.Start, bytes, 0, bytes.Length);
        bool isOld = mayBeOld && OldHello.Is(bytes);
        if (isOld)
            EarlyAlert.Write(output, AlertDescription.protocol_version);
        return new TlsEngineException(TlsFailure.NotTls, isOld ? AlertDescription.protocol_version : -1, "The peer's answer is not TLS.")
        {
            FirstBytes = bytes, AlertPassed = isOld,
        };
    }
}
