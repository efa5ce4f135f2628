using System;
using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// A hello's version that is later than any is one's own latest (RFC 8446, 4.2.1; RFC 5246, E.1). The library knows those of one major
/// number alone, and calls some malformed: it reads such a hello as one of TLS 1.2, and hashes what was sent.
/// </summary>
internal static class LaterVersion
{
    private const int VersionAt = 4;

    internal static ClientHello Read(MemoryStream message, Func<MemoryStream, ClientHello> read)
    {
        if (!message.TryGetBuffer(out ArraySegment<byte> bytes) || bytes.Count < VersionAt + 2
            || bytes.Array![bytes.Offset + VersionAt] <= 3)
            return read(message);
        int at = bytes.Offset + VersionAt;
        (byte major, byte minor) = (bytes.Array[at], bytes.Array[at + 1]);
        (bytes.Array[at], bytes.Array[at + 1]) = (3, 3);
        try
        {
            return read(message);
        }
        finally
        {
            (bytes.Array[at], bytes.Array[at + 1]) = (major, minor);
        }
    }
}
