using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl;

/// <summary>
/// The promise of a log to publish a certificate (RFC 6962, 3.2). Its signature is not checked: that needs the log's key.
/// </summary>
public sealed class SignedCertificateTimestamp
{
    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private SignedCertificateTimestamp(byte[] encoded, int version, byte[] logId, DateTime timestamp, byte[] extensions, int hash,
        int signatureAlgorithm, byte[] signature)
    {
        Encoded = encoded;
        Version = version;
        LogIdBytes = logId;
        Timestamp = timestamp;
        Extensions = extensions;
        HashAlgorithm = hash;
        SignatureAlgorithmNumber = signatureAlgorithm;
        Signature = signature;
    }

    /// <summary>1 for RFC 6962's; of others only this is known.</summary>
    public int Version { get; }

    /// <summary>SHA-256 of the log's key, base64, as lists of logs have it.</summary>
    public string LogId => Convert.ToBase64String(LogIdBytes);

    /// <summary>When the log promised it, UTC.</summary>
    public DateTime Timestamp { get; }

    /// <summary>ecdsa-with-SHA256 or sha256WithRSAEncryption, the two that logs may use; others in hex.</summary>
    public string SignatureAlgorithm => (HashAlgorithm, SignatureAlgorithmNumber) switch
    {
        (4, 3) => "ecdsa-with-SHA256",
        (4, 1) => "sha256WithRSAEncryption",
        _ => $"{HashAlgorithm:X2}{SignatureAlgorithmNumber:X2}",
    };

    internal byte[] Encoded { get; }

    internal byte[] LogIdBytes { get; }

    internal byte[] Extensions { get; }

    internal int HashAlgorithm { get; }

    internal int SignatureAlgorithmNumber { get; }

    internal byte[] Signature { get; }

    /// <inheritdoc/>
    public override string ToString() => $"v{Version} {Timestamp:yyyy-MM-dd HH:mm:ss} {LogId}";

    /// <summary>Reads a list: a length of two bytes, then items with a length of two bytes each (RFC 6962, 3.3).</summary>
    /// <exception cref="FormatException">It is no such list.</exception>
    internal static IReadOnlyList<SignedCertificateTimestamp> ReadList(byte[] list)
    {
        var found = new List<SignedCertificateTimestamp>();
        if (list.Length < 2 || Number(list, 0, 2) != list.Length - 2)
            throw new FormatException("a list whose length is not its own");
        for (int at = 2; at < list.Length;)
        {
            if (at + 2 > list.Length || at + 2 + Number(list, at, 2) > list.Length)
                throw new FormatException("an item longer than the list");
            int length = (int)Number(list, at, 2);
            found.Add(Read(list.Skip(at + 2).Take(length).ToArray()));
            at += 2 + length;
        }

        return found.Count > 0 ? found : throw new FormatException("a list of nothing");
    }

    private static SignedCertificateTimestamp Read(byte[] item)
    {
        const int fixedPart = 1 + 32 + 8 + 2;
        if (item.Length == 0)
            throw new FormatException("an empty item");
        if (item[0] != 0)
            return new SignedCertificateTimestamp(item, item[0] + 1, Array.Empty<byte>(), s_epoch, Array.Empty<byte>(), 0, 0,
                Array.Empty<byte>());
        int extensions = item.Length < fixedPart ? int.MaxValue : (int)Number(item, fixedPart - 2, 2);
        if (extensions > item.Length - fixedPart - 4
            || Number(item, fixedPart + extensions + 2, 2) != item.Length - fixedPart - extensions - 4)
            throw new FormatException("an item that breaks off");
        long milliseconds = Number(item, 33, 8);
        if (milliseconds < 0 || milliseconds > (DateTime.MaxValue - s_epoch).TotalMilliseconds)
            throw new FormatException("an item of no time");
        int signature = fixedPart + extensions;
        return new SignedCertificateTimestamp(item, 1, item.Skip(1).Take(32).ToArray(), s_epoch.AddMilliseconds(milliseconds),
            item.Skip(fixedPart).Take(extensions).ToArray(), item[signature], item[signature + 1], item.Skip(signature + 4).ToArray());
    }

    private static long Number(byte[] bytes, int at, int count)
    {
        long value = 0;
        for (int i = 0; i < count; i++)
            value = (value << 8) | bytes[at + i];
        return value;
    }
}
