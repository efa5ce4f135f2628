using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.Hostile;

/// <summary>A ClientHello, taken apart.</summary>
internal sealed class HelloFields
{
    internal HelloFields(byte[] message)
    {
        Version = Bytes.Int16(message, 4);
        Random = message[6..38];
        int at = 38;
        SessionId = message[(at + 1)..(at + 1 + message[at])];
        at += 1 + message[at];
        Suites = [.. Enumerable.Range(0, Bytes.Int16(message, at) / 2).Select(i => Bytes.Int16(message, at + 2 + (2 * i)))];
        at += 2 + Bytes.Int16(message, at);
        at += 1 + message[at];
        for (at += 2; at < message.Length;)
        {
            int length = Bytes.Int16(message, at + 2);
            Extensions[Bytes.Int16(message, at)] = message[(at + 4)..(at + 4 + length)];
            at += 4 + length;
        }
    }

    internal int Version { get; }
    internal byte[] Random { get; }
    internal byte[] SessionId { get; }
    internal int[] Suites { get; }
    internal Dictionary<int, byte[]> Extensions { get; } = [];

    /// <summary>The point in the share for secp256r1.</summary>
    internal byte[] Share
    {
        get
        {
            byte[] shares = Extensions[51];
            for (int at = 2; at < shares.Length; at += 4 + Bytes.Int16(shares, at + 2))
            {
                if (Bytes.Int16(shares, at) == 23)
                    return shares[(at + 4)..(at + 69)];
            }

            return [];
        }
    }
}
