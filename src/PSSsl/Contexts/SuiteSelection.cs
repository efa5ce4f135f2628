using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Contexts;

/// <summary>The cipher suites of a context: those that were asked for, or the defaults that its versions can use.</summary>
internal static class SuiteSelection
{
    private static readonly string[] s_tls13 = { "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256" };

    /// <summary>Forward secrecy and AEAD only (RFC 9325, 4.2).</summary>
    private static readonly string[] s_tls12 =
    {
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
    };

    /// <summary>With a pre-shared key: forward secrecy, AEAD first. CBC is for peers that know no other with ECDHE, and goes with encrypt-then-MAC.</summary>
    private static readonly string[] s_psk =
    {
        "ECDHE-PSK-CHACHA20-POLY1305", "DHE-PSK-AES256-GCM-SHA384", "DHE-PSK-AES128-GCM-SHA256", "ECDHE-PSK-AES256-CBC-SHA384", "ECDHE-PSK-AES128-CBC-SHA256",
    };

    /// <summary>What versions before TLS 1.2 have; added only when one of those is asked for.</summary>
    private static readonly string[] s_legacy =
    {
        "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "DHE-RSA-AES256-SHA", "DHE-RSA-AES128-SHA",
        "AES256-SHA", "AES128-SHA", "DES-CBC3-SHA",
    };

    /// <exception cref="SslException">A name is unknown, or no suite is left for the versions.</exception>
    internal static IReadOnlyList<SslCipher> For(SslContextOptions options, IReadOnlyList<SslVersion> versions)
    {
        var suites = new List<SslCipher>();
        if (versions.Contains(SslVersion.TLSv1_3))
            suites.AddRange(options.CipherSuite is { Count: > 0 } named ? named.SelectMany(n => n.Split(':')).Select(Tls13) : s_tls13.Select(Tls13));
        if (versions.Any(v => v < SslVersion.TLSv1_3))
        {
            if (!string.IsNullOrEmpty(options.CipherList))
                suites.AddRange(Split(options.CipherList!).Select(Older));
            else
                suites.AddRange(Defaults12(options, versions).Select(Older));
        }

        return suites.Distinct().ToArray();
    }

    /// <summary>Whoever gives a key wants it used: without a list of his own a client offers nothing else up to TLS 1.2, and a server prefers it.</summary>
    private static IEnumerable<string> Defaults12(SslContextOptions options, IReadOnlyList<SslVersion> versions)
    {
        bool hasKey = options.Psk is not null || options.PskLookup is not null, hasCertificate = options.Identities is { Count: > 0 } || options.CertificateFile is not null || options.CertificateFiles is not null || options.Certificate is not null || options.CertificateMap is not null;
        IEnumerable<string> usual = versions.Any(v => v < SslVersion.TLSv1_2) ? s_tls12.Concat(s_legacy) : s_tls12;
        return !hasKey ? usual : hasCertificate ? s_psk.Concat(usual) : s_psk;
    }

    internal static IEnumerable<string> Defaults => s_tls12;

    internal static IEnumerable<string> DefaultsOfTls13 => s_tls13;

    private static string[] Split(string list) => list.Split(new[] { ':', ',', ' ', ';' }, StringSplitOptions.RemoveEmptyEntries);

    private static SslCipher Tls13(string name) => CipherTable.ByName(name) is { IsTls13: true } cipher ? cipher
        : throw Wrong($"'{name}' is no cipher suite of TLS 1.3: valid are {string.Join(", ", CipherTable.All.Where(c => c.IsTls13).Select(c => c.Name))}.");

    private static SslCipher Older(string name)
    {
        SslCipher cipher = CipherTable.ByName(name) ?? throw Wrong($"-CipherList: '{name}' is no cipher suite.");
        return cipher.IsTls13 ? throw Wrong($"-CipherList: {name} is a suite of TLS 1.3; those are given with -CipherSuite.") : cipher;
    }

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction = "Give names of cipher suites, OpenSSL's or IANA's, joined with ':'; Get-SslCapability lists them.",
    };
}
