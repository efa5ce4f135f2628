using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Policies;

/// <summary>
/// NIST Special Publication 800-52, revision 2 of August 2019, for servers of government applications alone. What it does not name must not
/// be there; what it says servers should not have counts too.
/// </summary>
internal static class NistPolicy
{
    private static readonly string[] s_exchanges =
    {
        "ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA", "DHE_DSS", "DH_DSS", "DH_RSA", "ECDH_ECDSA", "ECDH_RSA",
    };

    private static readonly string[] s_tls13 =
        { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256" };

    private static readonly string[] s_counter =
    {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", "TLS_DHE_RSA_WITH_AES_128_CCM", "TLS_DHE_RSA_WITH_AES_256_CCM",
        "TLS_DHE_RSA_WITH_AES_128_CCM_8", "TLS_DHE_RSA_WITH_AES_256_CCM_8",
    };

    /// <summary>Keys that were agreed on before.</summary>
    private static readonly string[] s_psk =
    {
        "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384", "TLS_DHE_PSK_WITH_AES_128_CBC_SHA256",
        "TLS_DHE_PSK_WITH_AES_256_CBC_SHA384", "TLS_DHE_PSK_WITH_AES_128_GCM_SHA256", "TLS_DHE_PSK_WITH_AES_256_GCM_SHA384",
        "TLS_DHE_PSK_WITH_AES_128_CCM", "TLS_DHE_PSK_WITH_AES_256_CCM", "TLS_PSK_DHE_WITH_AES_128_CCM_8", "TLS_PSK_DHE_WITH_AES_256_CCM_8",
        "TLS_PSK_WITH_AES_128_GCM_SHA256", "TLS_PSK_WITH_AES_256_GCM_SHA384", "TLS_PSK_WITH_AES_128_CCM", "TLS_PSK_WITH_AES_256_CCM",
        "TLS_PSK_WITH_AES_128_CCM_8", "TLS_PSK_WITH_AES_256_CCM_8", "TLS_PSK_WITH_AES_128_CBC_SHA256", "TLS_PSK_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", "TLS_DHE_PSK_WITH_AES_128_CBC_SHA",
        "TLS_DHE_PSK_WITH_AES_256_CBC_SHA", "TLS_PSK_WITH_AES_128_CBC_SHA", "TLS_PSK_WITH_AES_256_CBC_SHA",
    };

    internal static AuditPolicy Policy { get; } = new()
    {
        Name = "NIST-SP-800-52r2", Version = "Revision 2", Date = "2019-08",
        Source = "NIST SP 800-52: Guidelines for the Selection, Configuration, and Use of TLS Implementations",
        Sections = new Dictionary<string, string>
        {
            ["Protocols"] = "3.1", ["RsaBits"] = "3.2", ["CertificateDays"] = "3.2.1", ["Signatures"] = "3.2.1", ["Suites"] = "3.3.1",
        },
        // TLS 1.3 from 2024 on; TLS 1.2 may be left out then.
        AllowedProtocols = new[] { "TLSv1_2", "TLSv1_3" }, RequiredProtocols = new[] { "TLSv1_3" },
        AllowedSuites = s_tls13.Concat(s_exchanges.SelectMany(Named)).Concat(s_counter).Concat(s_psk).ToArray(),
        ForbiddenSignatures = new[]
            { "rsa_pkcs1_md5", "rsa_pkcs1_sha1", "ecdsa_sha1", "dsa_sha1", "rsa_pkcs1_sha224", "ecdsa_sha224", "dsa_sha224" },
        LeastRsaBits = 2048, MostCertificateDays = 1096,
    };

    /// <summary>AES with each of these key exchanges, in GCM and in CBC; the hash of curves' longer keys differs in CBC.</summary>
    private static IEnumerable<string> Named(string exchange)
    {
        string strong = exchange.StartsWith("EC", StringComparison.Ordinal) ? "SHA384" : "SHA256";
        return new[] { "128_GCM_SHA256", "256_GCM_SHA384", "128_CBC_SHA256", $"256_CBC_{strong}", "128_CBC_SHA", "256_CBC_SHA" }
            .Select(cipher => $"TLS_{exchange}_WITH_AES_{cipher}");
    }
}
