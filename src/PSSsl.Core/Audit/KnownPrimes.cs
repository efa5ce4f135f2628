using System;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit;

/// <summary>Primes that many servers share: whoever breaks one of 1024 bits reads all of them (Logjam).</summary>
internal static class KnownPrimes
{
    private const string Named = "RFC 7919";

    private static readonly int[] s_named = { 256, 257, 258, 259, 260 };

    internal static int Bits(int group) => group switch { 256 => 2048, 257 => 3072, 258 => 4096, 259 => 6144, 260 => 8192, _ => 0 };

    /// <summary>The group of RFC 7919 that a key is of; 0 for none.</summary>
    internal static int GroupOf(ServerKeys? keys) => keys?.Prime is { } prime && NameOf(prime) == Named
        ? Array.Find(s_named, group => Bits(group) == keys.Bits) : 0;

    /// <summary>The first bytes tell: those of RFC 7919 begin and go on as its numbers do, those of RFC 2409 and 3526 likewise.</summary>
    private static readonly (string Beginning, string Name)[] s_beginnings =
    {
        ("FFFFFFFFFFFFFFFFADF85458A2BB4A9A", Named),
        ("FFFFFFFFFFFFFFFFC90FDAA22168C234", "RFC 2409 and 3526"),
    };

    /// <summary>Null for a prime that is not known to be shared.</summary>
    internal static string? NameOf(byte[] prime)
    {
        string hex = BitConverter.ToString(prime).Replace("-", string.Empty).TrimStart('0');
        foreach ((string beginning, string name) in s_beginnings)
        {
            if (hex.StartsWith(beginning, StringComparison.Ordinal))
                return name;
        }

        return null;
    }
}
