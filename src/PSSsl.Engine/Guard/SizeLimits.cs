using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>How much is taken of a peer, in either role. docs/limits.md tells the numbers.</summary>
internal static class SizeLimits
{
    /// <summary>Room for long chains with post-quantum signatures; OpenSSL's default is the same.</summary>
    internal const int LargestMessage = 100 * 1024;

    internal const int LongestChain = 32;

    /// <summary>There is no alert for what is larger than anybody takes; this is OpenSSL's.</summary>
    private const short TooLarge = AlertDescription.illegal_parameter;

    internal static void CheckMessage(int type, int length)
    {
        if (length > LargestMessage)
            throw new TlsFatalAlert(TooLarge,
                $"A message ({HandshakeType.GetText((short)type)}) is longer than is taken: {length} > {LargestMessage} bytes");
    }

    /// <summary>A Certificate message. What is malformed is the library's to find.</summary>
    internal static void CheckChain(MemoryStream message, bool tls13)
    {
        long start = message.Position;
        int count = 0;
        try
        {
            if (tls13)
                TlsUtilities.ReadOpaque8(message);
            long end = TlsUtilities.ReadUint24(message) + message.Position;
            for (; message.Position < end && message.Position < message.Length; count++)
            {
                message.Seek(TlsUtilities.ReadUint24(message), SeekOrigin.Current);
                if (tls13)
                    message.Seek(TlsUtilities.ReadUint16(message), SeekOrigin.Current);
            }
        }
        catch (EndOfStreamException)
        {
            // The library says it.
        }

        message.Position = start;
        if (count > LongestChain)
            throw new TlsFatalAlert(TooLarge, $"A chain is longer than is taken: {count} > {LongestChain} certificates");
    }
}
