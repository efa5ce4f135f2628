using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Hello;

/// <summary>A server's hello (RFC 8446, 4.1.3, and all versions before).</summary>
internal sealed class ServerHello
{
    /// <summary>SHA-256 of "HelloRetryRequest", where the random would be (RFC 8446, 4.1.3).</summary>
    private static readonly byte[] s_retry =
    {
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    };

    private ServerHello(byte[] random, byte[] sessionId, IReadOnlyList<HelloExtension> extensions)
    {
        Random = random;
        SessionId = sessionId;
        Extensions = extensions;
    }

    /// <summary>The version that is negotiated, also where an extension says so.</summary>
    internal int Version { get; private set; }

    internal byte[] Random { get; }

    internal byte[] SessionId { get; }

    internal int Suite { get; private set; }

    internal int Compression { get; private set; }

    internal IReadOnlyList<HelloExtension> Extensions { get; }

    internal bool IsRetryRequest => Random.SequenceEqual(s_retry);

    /// <summary>The group of its key share, or the one that it wants a share of; 0 without that extension.</summary>
    internal int Group => Find(ExtensionType.KeyShare) is { Length: >= 2 } share ? (share[0] << 8) | share[1] : 0;

    /// <summary>An extension's bytes; null if it is not there.</summary>
    internal byte[]? Find(int type) => Extensions.FirstOrDefault(e => e.Type == type)?.Data;

    /// <exception cref="FormatException">It cannot be read.</exception>
    internal static ServerHello Read(byte[] body)
    {
        var reader = new WireReader(body);
        int legacy = reader.U16();
        byte[] random = reader.Bytes(32), sessionId = reader.Vector8();
        int suite = reader.U16(), compression = reader.U8();
        var extensions = new List<HelloExtension>();
        if (reader.Left > 0)
        {
            WireReader list = reader.Part(reader.U16());
            while (list.Left > 0)
                extensions.Add(new HelloExtension(list.U16(), list.Vector16()));
        }

        byte[]? version = extensions.FirstOrDefault(e => e.Type == ExtensionType.SupportedVersions)?.Data;
        return new ServerHello(random, sessionId, extensions)
        {
            Version = version is { Length: 2 } ? (version[0] << 8) | version[1] : legacy,
            Suite = suite,
            Compression = compression,
        };
    }
}
