using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Questions;

namespace PSSsl.Audit.Policies;

/// <summary>
/// The technical guideline TR-02102-2 of Germany's Federal Office for Information Security, version 2024-01. What it recommends may be
/// there, and nothing else; recommendations end with a year.
/// </summary>
internal static class BsiPolicy
{
    /// <summary>Table 2: with forward secrecy.</summary>
    private static readonly string[] s_ephemeral =
    {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256",
    };

    /// <summary>Tables 2 and 4: with keys in finite fields.</summary>
    private static readonly string[] s_until2029 =
    {
        "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256", "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256", "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256",
        "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_CCM",
        "TLS_DHE_RSA_WITH_AES_256_CCM", "TLS_DHE_PSK_WITH_AES_128_CBC_SHA256", "TLS_DHE_PSK_WITH_AES_256_CBC_SHA384",
        "TLS_DHE_PSK_WITH_AES_128_GCM_SHA256", "TLS_DHE_PSK_WITH_AES_256_GCM_SHA384", "TLS_DHE_PSK_WITH_AES_128_CCM",
        "TLS_DHE_PSK_WITH_AES_256_CCM",
    };

    /// <summary>Tables 3 and 4: without forward secrecy.</summary>
    private static readonly string[] s_until2026 =
    {
        "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384", "TLS_DH_DSS_WITH_AES_128_CBC_SHA256",
        "TLS_DH_DSS_WITH_AES_256_CBC_SHA256", "TLS_DH_DSS_WITH_AES_128_GCM_SHA256", "TLS_DH_DSS_WITH_AES_256_GCM_SHA384",
        "TLS_DH_RSA_WITH_AES_128_CBC_SHA256", "TLS_DH_RSA_WITH_AES_256_CBC_SHA256", "TLS_DH_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_DH_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_PSK_WITH_AES_128_CBC_SHA256", "TLS_RSA_PSK_WITH_AES_256_CBC_SHA384",
        "TLS_RSA_PSK_WITH_AES_128_GCM_SHA256", "TLS_RSA_PSK_WITH_AES_256_GCM_SHA384",
    };

    /// <summary>Table 12.</summary>
    private static readonly string[] s_tls13 = { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_CCM_SHA256" };

    /// <summary>Tables 6 and 7, and 10.</summary>
    private static readonly string[] s_signatures =
    {
        "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384",
        "rsa_pss_rsae_sha512", "rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512", "ecdsa_brainpoolP256r1tls13_sha256",
        "ecdsa_brainpoolP384r1tls13_sha384", "ecdsa_brainpoolP512r1tls13_sha512",
    };

    /// <summary>Table 6: the padding of PKCS#1 v1.5.</summary>
    private static readonly string[] s_until2025 = { "rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512" };

    /// <summary>Table 6: DSA.</summary>
    private static readonly string[] s_dsa = { "dsa_sha256", "dsa_sha384", "dsa_sha512" };

    internal static AuditPolicy Policy { get; } = new()
    {
        Name = "BSI-TR-02102-2", Version = "2024-01", Date = "2024-01",
        Source = "BSI, Technical Guideline TR-02102-2: Cryptographic Mechanisms, Use of Transport Layer Security",
        Sections = new Dictionary<string, string>
        {
            ["Protocols"] = "3.2", ["Suites"] = "3.3.1, 3.4.4", ["Groups"] = "3.3.2, 3.4.2", ["Signatures"] = "3.3.3, 3.4.3",
            ["RsaBits"] = "3.6.1", ["EcBits"] = "3.6.1", ["DhBits"] = "3.6.1",
        },
        AllowedProtocols = new[] { "TLSv1_2", "TLSv1_3" },
        AllowedSuites = s_tls13.Concat(s_ephemeral).Concat(s_until2029).Concat(s_until2026).ToArray(),
        AllowedGroups = new[]
        {
            "secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "brainpoolP256r1tls13",
            "brainpoolP384r1tls13", "brainpoolP512r1tls13", "ffdhe3072", "ffdhe4096",
        },
        AllowedSignatures = s_signatures.Concat(s_until2025).Concat(s_dsa).ToArray(),
        Expires = s_until2025.Select(s => (s, 2025)).Concat(s_until2026.Select(s => (s, 2026))).Concat(s_until2029.Concat(s_dsa).Select(s => (s, 2029)))
            .ToDictionary(e => e.s, e => e.Item2),
        LeastRsaBits = 3000, LeastDhBits = 3000, LeastEcBits = 250,
        Features = new[]
        {
            new FeatureDemand("Secure renegotiation", true, "3.3.4.1", HasOld),
            new FeatureDemand(RenegotiationQuestion.Name, false, "3.3.4.1", HasOld),
            new FeatureDemand("Compression", false, "3.3.4.3", HasOld),
            new FeatureDemand("Encrypt-then-MAC", true, "3.3.4.5", r => r.Suites.Any(s => s.Protocol == "TLSv1_2" && IsCbc(s.Cipher))),
            new FeatureDemand("Heartbeat", false, "3.3.4.6, 3.4.5.1", HasOld),
            new FeatureDemand("Extended master secret", true, "3.3.4.7", HasOld),
        },
    };

    private static bool HasOld(SslServerReport report) => report.Has("TLSv1_2") != false;

    private static bool IsCbc(SslCipher suite) => suite.StandardName.IndexOf("_CBC_", StringComparison.Ordinal) >= 0;
}
