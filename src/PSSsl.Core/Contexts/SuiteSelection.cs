using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Contexts;

/// <summary>The cipher suites of a context: those that were asked for, or the defaults that its versions can use.</summary>
internal static class SuiteSelection
{
    /// <summary>OpenSSL's order: 256 bits first, and ChaCha20 before AES with 128.</summary>
    private static readonly string[] s_tls13 = { "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256" };

    /// <summary>Forward secrecy and AEAD only (RFC 9325, 4.2).</summary>
    private static readonly string[] s_tls12 =
    {
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
    };

    /// <summary>
    /// With a pre-shared key: forward secrecy, AEAD first. CBC is for peers that know no other with ECDHE, and goes with encrypt-then-MAC.
    /// </summary>
    private static readonly string[] s_psk =
    {
        "ECDHE-PSK-CHACHA20-POLY1305", "DHE-PSK-AES256-GCM-SHA384", "DHE-PSK-AES128-GCM-SHA256", "ECDHE-PSK-AES256-CBC-SHA384",
            "ECDHE-PSK-AES128-CBC-SHA256",
    };

    /// <summary>What versions before TLS 1.2 have; added only when one of those is asked for.</summary>
    private static readonly string[] s_legacy =
    {
        "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "DHE-RSA-AES256-SHA",
            "DHE-RSA-AES128-SHA",
        "AES256-SHA", "AES128-SHA", "DES-CBC3-SHA",
    };

    internal static IEnumerable<string> Defaults => s_tls12;

    internal static IEnumerable<string> DefaultsOfTls13 => s_tls13;

    /// <exception cref="SslException">A word or name is wrong, or no suite is left for the versions.</exception>
    internal static IReadOnlyList<SslCipher> For(SslContextOptions options, IReadOnlyList<SslVersion> versions)
    {
        bool hasKey = options.KnowsKeys;
        bool hasCertificate = options.Identities is { Count: > 0 } || options.Certificate is not null
            || options.Certificates is { Length: > 0 } || options.CertificateMap is not null
            || options.CertificateFile is not null || options.CertificateFiles is not null;
        // What is wrong in a list is told also where TLS 1.3 alone, which does not use it, is allowed.
        CipherString? list = string.IsNullOrEmpty(options.CipherList) ? null : CipherString.Parse(options.CipherList!);
        var suites = new List<SslCipher>(OfTls13(options.CipherSuite, versions, list?.SecurityLevel ?? SecurityLevel.Default));
        if (versions.Any(v => v < SslVersion.TLSv1_3))
        {
            // Whoever gives a key wants it used: without a list of his own a client offers nothing else up to TLS 1.2, and a server prefers
            // it.
            IEnumerable<string> usual = versions.Any(v => v < SslVersion.TLSv1_2) ? s_tls12.Concat(s_legacy) : s_tls12;
            IEnumerable<string> defaults = !hasKey ? usual : hasCertificate ? s_psk.Concat(usual) : s_psk;
            suites.AddRange(list is null ? defaults.Select(n => CipherTable.ByName(n)!) : OfList(list, versions, hasKey));
        }

        if (hasKey && !versions.Contains(SslVersion.TLSv1_3) && !suites.Any(s => s.Name.Contains("PSK")))
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-Psk cannot be kept: -CipherList '{options.CipherList}' selects no suite with pre-shared keys.")
            {
                RecommendedAction = "Add PSK to -CipherList, or leave it out; or leave -Psk out.",
            };
        }

        return suites;
    }

    /// <summary>The suites of TLS 1.3 by name, or the defaults; none if the version is not among those allowed.</summary>
    /// <exception cref="SslException">A name is wrong.</exception>
    internal static IEnumerable<SslCipher> OfTls13(IReadOnlyList<string>? names, IReadOnlyList<SslVersion> versions,
        int securityLevel = SecurityLevel.Default)
    {
        // Names are read for other versions too, so that a wrong one is told.
        SslCipher[] named = (names is { Count: > 0 } ? names.SelectMany(n => n.Split(':', ',')) : s_tls13).Select(Tls13).Distinct()
            .ToArray();
        return versions.Contains(SslVersion.TLSv1_3) ? named.Where(c => c.Bits >= SecurityLevel.LeastBits(securityLevel))
            : Array.Empty<SslCipher>();
    }

    /// <summary>What a string selects that versions, security level and keys allow.</summary>
    /// <exception cref="SslException">The string is wrong, or nothing is left.</exception>
    internal static IReadOnlyList<SslCipher> OfList(string list, IReadOnlyList<SslVersion> versions, bool hasKey) =>
        OfList(CipherString.Parse(list), versions, hasKey);

    private static SslCipher[] OfList(CipherString read, IReadOnlyList<SslVersion> versions, bool hasKey)
    {
        SslVersion newest = versions.Where(v => v < SslVersion.TLSv1_3).DefaultIfEmpty(SslVersion.TLSv1_2).Max();
        CipherTraits[] byVersion = read.Selected.Where(s => FirstVersion(s.Cipher) <= newest).ToArray();
        CipherTraits[] byKey = byVersion.Where(s => hasKey
            || s.KeyExchange is CipherKeyExchange.Rsa or CipherKeyExchange.Dhe or CipherKeyExchange.Ecdhe).ToArray();
        SslCipher[] left = byKey.Where(s => SecurityLevel.Allows(read.SecurityLevel, s)).Select(s => s.Cipher).ToArray();
        if (left.Length > 0)
            return left;
        string why = read.Selected.Count == 0 ? "selects no cipher suite"
            : byVersion.Length == 0 ? $"selects only suites that -Version {string.Join(", ", versions)} does not have"
            : byKey.Length == 0 ? "selects only suites with pre-shared keys, and no key was given with -Psk"
            : $"selects only suites that security level {read.SecurityLevel} excludes (too few bits, or no authentication); if that is "
                + $"meant, append ':@SECLEVEL=0'";
        throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-CipherList '{read}' {why}.")
        {
            RecommendedAction = "Get-SslCipher -CipherList shows what a string selects.",
        };
    }

    internal static SslVersion FirstVersion(SslCipher cipher) => cipher.Protocol switch
    {
        "TLSv1.2" => SslVersion.TLSv1_2,
        "TLSv1" => SslVersion.TLSv1,
        _ => SslVersion.SSLv3,
    };

    private static SslCipher Tls13(string name) => CipherTable.ByName(name) is { IsTls13: true } cipher ? cipher
        : throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"-CipherSuite: '{name}' is not a cipher suite of TLS 1.3: valid are "
                + $"{string.Join(", ", CipherTable.All.Where(c => c.IsTls13).Select(c => c.Name))}.")
        {
            RecommendedAction = "Suites of older versions are given with -CipherList.",
        };
}
