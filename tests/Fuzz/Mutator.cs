using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSSsl.Fuzz;

/// <summary>Changes inputs: bytes as they come, elements of DER with lengths that stay right, words of text.</summary>
internal sealed class Mutator(Random random, bool isText)
{
    private static readonly byte[] s_bytes = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0x30, 0x31, 0x02, 0x03, 0x04, 0x05, 0x06, 0xA0, 0xA3, 0x84];

    private static readonly string[] s_words =
    [
        "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "-----BEGIN ", "-----", "-", "\n", "\r", "\r\n", " ", "\t", "\0", ":",
            "=", "Proc-Type: 4,ENCRYPTED\n", "DEK-Info: AES-128-CBC,",
        "TRUSTED CERTIFICATE", "PRIVATE KEY", "PKCS7", "MII", "xn--", "xn--a", "*.", "*", "..", ".", "%25", "[", "]", "::", "0x7f.1",
            "127.1", "\u00e4", "\u3002", "\ud800", "\uff0e", "co.uk",
        "!", "+", "@STRENGTH", "@SECLEVEL=5", "ALL", "kRSA", "HIGH", "COMPLEMENTOFALL", "999999999999999999999", new string('a', 300),
            new string('.', 260),
    ];

    internal byte[] Change(byte[] input, IReadOnlyList<byte[]> others)
    {
        byte[] changed = input;
        for (int i = random.Next(1, 5); i > 0; i--)
            changed = Once(changed, others);
        return changed;
    }

    private byte[] Once(byte[] input, IReadOnlyList<byte[]> others) => random.Next(isText ? 3 : 5) switch
    {
        0 => Bytes(input),
        1 => Piece(input, others[random.Next(others.Count)]),
        2 when isText => Word(input),
        2 => Bytes(input),
        _ => DerTree.TryParse(input) is { } tree ? tree.Change(random, DerTree.TryParse(others[random.Next(others.Count)])) : Bytes(input),
    };

    private byte[] Bytes(byte[] input)
    {
        if (input.Length == 0)
            return [s_bytes[random.Next(s_bytes.Length)]];
        byte[] changed = (byte[])input.Clone();
        int at = random.Next(changed.Length);
        changed[at] = random.Next(3) switch
        {
            0 => (byte)(changed[at] ^ (1 << random.Next(8))),
            1 => s_bytes[random.Next(s_bytes.Length)],
            _ => (byte)random.Next(256),
        };
        return changed;
    }

    /// <summary>Takes a piece out, writes it twice, or puts one of another input in its place.</summary>
    private byte[] Piece(byte[] input, byte[] other)
    {
        int from = random.Next(input.Length + 1), to = Math.Min(input.Length, from + random.Next(1, 64));
        byte[] piece = random.Next(3) switch
        {
            0 => [],
            1 => [.. input[from..to], .. input[from..to]],
            _ => Slice(other),
        };
        return [.. input[..from], .. piece, .. input[to..]];
    }

    private byte[] Slice(byte[] other)
    {
        int from = random.Next(other.Length + 1);
        return other[from..Math.Min(other.Length, from + random.Next(1, 256))];
    }

    private byte[] Word(byte[] input)
    {
        int at = random.Next(input.Length + 1);
        byte[] word = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(s_words[random.Next(s_words.Length)], random.Next(10) == 0
            ? random.Next(1, 50) : 1)));
        return [.. input[..at], .. word, .. input[at..]];
    }
}
