using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>What the library leaves out when it reads a hello that is well formed.</summary>
internal sealed class ClientHelloForm
{
    private const int VersionAndRandom = 2 + 32;

    /// <param name="message">The message, which was read to its end.</param>
    /// <param name="start">Where its content begins.</param>
    internal ClientHelloForm(MemoryStream message, long start)
    {
        long end = message.Position;
        message.Position = start;
        Version = TlsUtilities.ReadUint16(message);
        message.Position = start + VersionAndRandom;
        TlsUtilities.ReadOpaque8(message);
        TlsUtilities.ReadOpaque16(message);
        Compressions = TlsUtilities.ReadOpaque8(message);
        message.Position = end;
    }

    /// <summary>As it was sent, also where it is later than any.</summary>
    internal int Version { get; }

    internal byte[] Compressions { get; }
}
