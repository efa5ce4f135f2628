using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>Groups of the key exchange (IANA's TLS Supported Groups), in the order in which they are preferred.</summary>
internal static class NamedGroups
{
    private static readonly NamedNumbers s_all = new("a group", new NamedNumbers.Entry[]
    {
        new(0x11EC, "X25519MLKEM768", "hybrid, safe against quantum computers (ML-KEM-768, FIPS 203)", "x25519_mlkem768"),
        new(29, "x25519", "RFC 7748, 128 bits of security", "curve25519"),
        new(23, "secp256r1", "NIST P-256, 128 bits of security", "P-256", "prime256v1", "nistp256"),
        new(0x11EB, "SecP256r1MLKEM768", "hybrid, safe against quantum computers"),
        new(0x11ED, "SecP384r1MLKEM1024", "hybrid, safe against quantum computers (ML-KEM-1024)"),
        new(24, "secp384r1", "NIST P-384, 192 bits of security", "P-384", "nistp384"),
        new(25, "secp521r1", "NIST P-521, 256 bits of security", "P-521", "nistp521"),
        new(30, "x448", "RFC 7748, 224 bits of security"),
        new(256, "ffdhe2048", "finite field, 2048 bits (RFC 7919)"),
        new(257, "ffdhe3072", "finite field, 3072 bits (RFC 7919)"),
        new(258, "ffdhe4096", "finite field, 4096 bits (RFC 7919)"),
        new(259, "ffdhe6144", "finite field, 6144 bits (RFC 7919)"),
        new(260, "ffdhe8192", "finite field, 8192 bits (RFC 7919)"),
    });

    /// <summary>The slowest are left out; whoever wants them names them.</summary>
    internal static IReadOnlyList<int> Default { get; } = s_all.Ids(id => id is not (259 or 260));

    /// <summary>Those of <see cref="Default"/> whose share fits into one packet with the rest of a first message.</summary>
    internal static IReadOnlyList<int> Small { get; } = s_all.Ids(id => id is not (259 or 260) && !IsHybrid(id));

    /// <summary>Every group that has a number, those that are spoken here first.</summary>
    internal static IReadOnlyList<int> Registered => [.. s_all.Ids(_ => true), .. OtherGroups.Ids];

    internal static bool IsHybrid(int id) => id is 0x11EB or 0x11EC or 0x11ED || OtherGroups.IsPostQuantum(id);

    internal static bool IsFiniteField(int id) => id is >= 256 and <= 260;

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions => s_all.Descriptions;

    internal static string NameOf(int id) => s_all.NameOf(id) ?? OtherGroups.NameOf(id) ?? NamedNumbers.Nameless(id);

    /// <exception cref="SslException">There is no such group.</exception>
    internal static int Parse(string name) => s_all.Parse(name);
}
