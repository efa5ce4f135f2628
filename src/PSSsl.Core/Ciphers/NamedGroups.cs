using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>Groups of the key exchange (IANA's TLS Supported Groups), in the order in which they are preferred.</summary>
internal static class NamedGroups
{
    private static readonly Group[] s_all =
    {
        new(0x11EC, "X25519MLKEM768", new[] { "x25519_mlkem768" }, "hybrid, safe against quantum computers (ML-KEM-768, FIPS 203)"),
        new(29, "x25519", new[] { "curve25519" }, "RFC 7748, 128 bits of security"),
        new(23, "secp256r1", new[] { "P-256", "prime256v1", "nistp256" }, "NIST P-256, 128 bits of security"),
        new(0x11EB, "SecP256r1MLKEM768", Array.Empty<string>(), "hybrid, safe against quantum computers"),
        new(0x11ED, "SecP384r1MLKEM1024", Array.Empty<string>(), "hybrid, safe against quantum computers (ML-KEM-1024)"),
        new(24, "secp384r1", new[] { "P-384", "nistp384" }, "NIST P-384, 192 bits of security"),
        new(25, "secp521r1", new[] { "P-521", "nistp521" }, "NIST P-521, 256 bits of security"),
        new(30, "x448", Array.Empty<string>(), "RFC 7748, 224 bits of security"),
        new(256, "ffdhe2048", Array.Empty<string>(), "finite field, 2048 bits (RFC 7919)"),
        new(257, "ffdhe3072", Array.Empty<string>(), "finite field, 3072 bits (RFC 7919)"),
        new(258, "ffdhe4096", Array.Empty<string>(), "finite field, 4096 bits (RFC 7919)"),
        new(259, "ffdhe6144", Array.Empty<string>(), "finite field, 6144 bits (RFC 7919)"),
        new(260, "ffdhe8192", Array.Empty<string>(), "finite field, 8192 bits (RFC 7919)"),
    };

    /// <summary>The slowest are left out; whoever wants them names them.</summary>
    internal static IReadOnlyList<int> Default { get; } = Ids(id => id is not (259 or 260));

    /// <summary>Those of <see cref="Default"/> whose share fits into one packet with the rest of a first message.</summary>
    internal static IReadOnlyList<int> Small { get; } = Ids(id => id is not (259 or 260) && !IsHybrid(id));

    /// <summary>Every group that has a number, those that are spoken here first.</summary>
    internal static IReadOnlyList<int> Registered => [.. Ids(_ => true), .. OtherGroups.Ids];

    internal static bool IsHybrid(int id) => id is 0x11EB or 0x11EC or 0x11ED || OtherGroups.IsPostQuantum(id);

    internal static bool IsFiniteField(int id) => id is >= 256 and <= 260;

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_all.Select(g => new KeyValuePair<string, string>(g.Name, g.About));

    internal static string NameOf(int id)
    {
        int at = Array.FindIndex(s_all, g => g.Id == id);
        return at >= 0 ? s_all[at].Name : OtherGroups.NameOf(id) ?? "0x" + id.ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <exception cref="SslException">There is no such group.</exception>
    internal static int Parse(string name)
    {
        int at = Array.FindIndex(s_all, g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)
            || g.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));
        return at >= 0 ? s_all[at].Id : throw SslException.Option(
            $"'{name}' is not a group: valid are {string.Join(", ", s_all.Select(g => g.Name))}.", "Write one of them.");
    }

    // Each context needs them: a loop has nothing to be compiled for it in a fresh shell.
    private static int[] Ids(Predicate<int> wanted)
    {
        var ids = new List<int>();
        foreach (Group group in s_all)
        {
            if (wanted(group.Id))
                ids.Add(group.Id);
        }

        return ids.ToArray();
    }

    private sealed record Group(int Id, string Name, string[] Aliases, string About);
}
