using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace PSSsl.Audit.Hello;

/// <summary>A client's hello as data (RFC 8446, 4.1.2, and all versions before): every field may be what no client would write.</summary>
internal sealed record ClientHello
{
    private const int LargestRecord = 16384;

    /// <summary>The version of the record, which says nothing (RFC 8446, 5.1).</summary>
    internal int RecordVersion { get; init; } = 0x0301;

    /// <summary>The highest version up to TLS 1.2.</summary>
    internal int Version { get; init; } = 0x0303;

    internal byte[] Random { get; init; } = RandomBytes(32);

    internal byte[] SessionId { get; init; } = Array.Empty<byte>();

    internal IReadOnlyList<int> Suites { get; init; } = Array.Empty<int>();

    internal IReadOnlyList<int> Compressions { get; init; } = new[] { 0 };

    internal IReadOnlyList<HelloExtension> Extensions { get; init; } = Array.Empty<HelloExtension>();

    /// <summary>Bytes of a record at most; a hello that is longer goes into several.</summary>
    internal int RecordSize { get; init; } = LargestRecord;

    /// <summary>The length of the message that padding (RFC 7685) fills up to; 0 for as long as it is.</summary>
    internal int PaddedTo { get; init; }

    /// <summary>The version that an answer has to have, if it is to count as one to this: the only one that is offered.</summary>
    internal int OnlyVersion => Extensions.FirstOrDefault(e => e.Type == ExtensionType.SupportedVersions) is { Data: { Length: 3 } data }
        ? (data[1] << 8) | data[2] : Version;

    internal ClientHello With(HelloExtension extension) =>
        this with { Extensions = Extensions.Where(e => e.Type != extension.Type).Concat(new[] { extension }).ToArray() };

    internal ClientHello Without(int type) => this with { Extensions = Extensions.Where(e => e.Type != type).ToArray() };

    /// <summary>The records.</summary>
    internal byte[] Encode()
    {
        byte[] message = EncodeMessage();
        return WireWriter.Of(records =>
        {
            for (int at = 0; at < message.Length; at += RecordSize)
            {
                int count = Math.Min(RecordSize, message.Length - at);
                records.U8(22).U16(RecordVersion).Vector16(message.Skip(at).Take(count).ToArray());
            }
        });
    }

    /// <summary>The message without records.</summary>
    internal byte[] EncodeMessage()
    {
        byte[] body = EncodeBody(Extensions);
        // The padding has a header of its own.
        int missing = PaddedTo - 4 - body.Length - 4;
        if (PaddedTo > 0 && missing >= 0)
            body = EncodeBody(Extensions.Concat(new[] { new HelloExtension(ExtensionType.Padding, new byte[missing]) }).ToArray());
        return WireWriter.Of(w => w.U8(1).U24(body.Length).Bytes(body));
    }

    private byte[] EncodeBody(IReadOnlyList<HelloExtension> extensions) => WireWriter.Of(w =>
    {
        w.U16(Version).Bytes(Random).Vector8(SessionId);
        w.Vector16(WireWriter.Of(s => s.List16(Suites)));
        w.Vector8(Compressions.Select(c => (byte)c).ToArray());
        if (extensions.Count == 0)
            return;
        w.Vector16(WireWriter.Of(list =>
        {
            foreach (HelloExtension extension in extensions)
                list.U16(extension.Type).Vector16(extension.Data);
        }));
    });

    internal static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }
}
