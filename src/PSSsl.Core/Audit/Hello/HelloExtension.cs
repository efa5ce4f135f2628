using System;
using System.Collections.Generic;
using System.Text;
using PSSsl.X509.Keys;

namespace PSSsl.Audit.Hello;

/// <summary>An extension of a hello: its number in IANA's registry, and its bytes.</summary>
internal sealed class HelloExtension
{
    internal HelloExtension(int type, byte[] data)
    {
        Type = type;
        Data = data;
    }

    internal int Type { get; }

    internal byte[] Data { get; }

    /// <summary>RFC 6066, 3.</summary>
    internal static HelloExtension ServerName(string name) => new(ExtensionType.ServerName,
        WireWriter.Of(w => w.Vector16(WireWriter.Of(n => n.U8(0).Vector16(Encoding.ASCII.GetBytes(name))))));

    /// <summary>RFC 6066, 8.</summary>
    internal static HelloExtension StatusRequest() => new(ExtensionType.StatusRequest, new byte[] { 1, 0, 0, 0, 0 });

    internal static HelloExtension Groups(IReadOnlyList<int> groups) => Numbers(ExtensionType.SupportedGroups, groups);

    internal static HelloExtension SignatureSchemes(IReadOnlyList<int> schemes) => Numbers(ExtensionType.SignatureAlgorithms, schemes);

    /// <summary>All three formats: servers of old want the uncompressed one to stand there (RFC 8422, 5.1.2).</summary>
    internal static HelloExtension PointFormats() => new(ExtensionType.PointFormats, new byte[] { 3, 0, 1, 2 });

    /// <summary>RFC 6520, 2: the peer may send heartbeats.</summary>
    internal static HelloExtension Heartbeat() => new(ExtensionType.Heartbeat, new byte[] { 1 });

    /// <summary>RFC 7301, 3.1.</summary>
    internal static HelloExtension Alpn(params string[] protocols) =>
        new(ExtensionType.Alpn, WireWriter.Of(w => w.Vector16(WireWriter.Of(list =>
    {
        foreach (string protocol in protocols)
            list.Vector8(Encoding.ASCII.GetBytes(protocol));
    }))));

    internal static HelloExtension Empty(int type) => new(type, Array.Empty<byte>());

    internal static HelloExtension Versions(params int[] versions) =>
        new(ExtensionType.SupportedVersions, WireWriter.Of(w => w.Vector8(WireWriter.Of(v => v.List16(versions)))));

    /// <summary>
    /// RFC 8446, 4.2.8. Without any share a server of TLS 1.3 must say by HelloRetryRequest which group it wants, and computes nothing.
    /// </summary>
    internal static HelloExtension KeyShares(params (int Group, byte[] Key)[] shares) => new(ExtensionType.KeyShare,
        WireWriter.Of(w => w.Vector16(WireWriter.Of(list =>
        {
            foreach ((int group, byte[] key) in shares)
                list.U16(group).Vector16(key);
        }))));

    /// <summary>RFC 8446, 4.2.9: pre-shared keys with (EC)DHE.</summary>
    internal static HelloExtension PskModes() => new(ExtensionType.PskKeyExchangeModes, new byte[] { 1, 1 });

    /// <summary>RFC 5746, 3.2: the first handshake of a connection.</summary>
    internal static HelloExtension RenegotiationInfo() => new(ExtensionType.RenegotiationInfo, new byte[] { 0 });

    /// <summary>RFC 8449, 4: bytes that a record may have.</summary>
    internal static HelloExtension RecordSizeLimit(int bytes) =>
        new(ExtensionType.RecordSizeLimit, new[] { (byte)(bytes >> 8), (byte)bytes });

    /// <summary>The limit that a peer names; null if it names none.</summary>
    internal static int? LimitOf(IEnumerable<HelloExtension> extensions)
    {
        foreach (HelloExtension extension in extensions)
        {
            if (extension is { Type: ExtensionType.RecordSizeLimit, Data: { Length: 2 } data })
                return (data[0] << 8) | data[1];
        }

        return null;
    }

    /// <summary>RFC 6066, 4: fragments of 4096 bytes.</summary>
    internal static HelloExtension MaxFragmentLength() => new(ExtensionType.MaxFragmentLength, new byte[] { 4 });

    private static HelloExtension Numbers(int type, IReadOnlyList<int> numbers) =>
        new(type, WireWriter.Of(w => w.Vector16(WireWriter.Of(list => list.List16(numbers)))));
}
