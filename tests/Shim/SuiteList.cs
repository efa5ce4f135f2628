using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Shim;

/// <summary>The runner's cipher strings: names, and the few words it uses.</summary>
internal static class SuiteList
{
    internal const string Default = "ALL";

    private static readonly int[] s_tls13 = [0x1301, 0x1302, 0x1303];

    private static readonly (string Name, int Number)[] s_all =
    [
        ("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0xC02B), ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xC02F),
        ("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", 0xC02C), ("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0xC030),
        ("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", 0xCCA9), ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", 0xCCA8),
        ("TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", 0xCCAC), ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", 0xC009),
        ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", 0xC013), ("TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", 0xC035),
        ("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", 0xC00A), ("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", 0xC014),
        ("TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", 0xC036), ("TLS_RSA_WITH_AES_128_GCM_SHA256", 0x009C),
        ("TLS_RSA_WITH_AES_256_GCM_SHA384", 0x009D), ("TLS_RSA_WITH_AES_128_CBC_SHA", 0x002F), ("TLS_PSK_WITH_AES_128_CBC_SHA", 0x008C),
        ("TLS_RSA_WITH_AES_256_CBC_SHA", 0x0035), ("TLS_PSK_WITH_AES_256_CBC_SHA", 0x008D), ("TLS_RSA_WITH_3DES_EDE_CBC_SHA", 0x000A),
        ("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", 0xC023), ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", 0xC027),
    ];

    /// <summary>The numbers, those of TLS 1.3 among them.</summary>
    /// <param name="text">A cipher string.</param>
    /// <param name="hasKey">True with a pre-shared key: suites with one are of no use without.</param>
    internal static int[] Read(string text, bool hasKey)
    {
        var chosen = new List<(string Name, int Number)>();
        foreach (string word in text.Split(':'))
        {
            if (word.StartsWith('!'))
                chosen.RemoveAll(s => Matches(s.Name, word[1..]));
            else
                chosen.AddRange(Named(word).Except(chosen));
        }

        IEnumerable<int> usable = chosen.Where(s => hasKey || !s.Name.Contains("_PSK_", StringComparison.Ordinal)).Select(s => s.Number);
        return [.. s_tls13, .. usable];
    }

    private static (string Name, int Number)[] Named(string word)
    {
        (string Name, int Number)[] named = s_all.Where(s => Matches(s.Name, word)).ToArray();
        return named.Length > 0 ? named : throw new NoCounterpartException($"the cipher string's '{word}'");
    }

    private static bool Matches(string name, string word) => word switch
    {
        "ALL" => true,
        "DEFAULT" => !name.Contains("3DES", StringComparison.Ordinal) && !name.EndsWith("CBC_SHA256", StringComparison.Ordinal),
        "3DES" => name.Contains("3DES", StringComparison.Ordinal),
        "AES" => name.Contains("_AES_", StringComparison.Ordinal),
        "AES128" => name.Contains("_AES_128_", StringComparison.Ordinal),
        _ => name == word,
    };
}
