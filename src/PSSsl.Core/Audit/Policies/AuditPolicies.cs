using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Policies;

/// <summary>The policies that are known by name. Each is of a document that could be read.</summary>
internal static class AuditPolicies
{
    private const string Mozilla = "Mozilla's Server Side TLS guidelines";

    private static readonly string[] s_tls13 = { "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256" };

    private static readonly string[] s_intermediate =
    {
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    };

    private static readonly string[] s_old =
    {
        "DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-SHA256",
            "ECDHE-RSA-AES128-SHA256",
        "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384", "ECDHE-ECDSA-AES256-SHA",
        "ECDHE-RSA-AES256-SHA", "DHE-RSA-AES128-SHA256", "DHE-RSA-AES256-SHA256", "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256",
        "AES256-SHA256",
        "AES128-SHA", "AES256-SHA", "DES-CBC3-SHA",
    };

    private static readonly string[] s_groups = { "X25519MLKEM768", "x25519", "secp256r1", "secp384r1" };

    private static readonly Dictionary<string, string> s_sections = new()
    {
        ["Protocols"] = "tls_versions", ["Suites"] = "ciphers", ["Groups"] = "tls_curves", ["Order"] = "server_preferred_order",
            ["RsaBits"] = "rsa_key_size",
        ["DhBits"] = "dh_param_size", ["CertificateDays"] = "maximum_certificate_lifespan", ["Hsts"] = "hsts_min_age",
    };

    internal static IReadOnlyList<AuditPolicy> All { get; } = new[]
    {
        new AuditPolicy
        {
            Name = "Mozilla-Modern", Version = "6.0", Date = "2025", Source = Mozilla, Sections = s_sections,
            AllowedProtocols = new[] { "TLSv1_3" }, RequiredProtocols = new[] { "TLSv1_3" }, AllowedSuites = s_tls13,
            AllowedGroups = s_groups,
            ServerOrder = false, MostCertificateDays = 90, LeastHsts = 63072000,
        },
        new AuditPolicy
        {
            Name = "Mozilla-Intermediate", Version = "6.0", Date = "2025", Source = Mozilla, Sections = s_sections,
            AllowedProtocols = new[] { "TLSv1_2", "TLSv1_3" }, RequiredProtocols = new[] { "TLSv1_2", "TLSv1_3" },
            AllowedSuites = s_tls13.Concat(s_intermediate).ToArray(), AllowedGroups = s_groups,
            ServerOrder = false, LeastRsaBits = 2048, LeastDhBits = 2048, MostCertificateDays = 366, LeastHsts = 63072000,
        },
        new AuditPolicy
        {
            Name = "Mozilla-Old", Version = "5.7", Date = "2023", Source = Mozilla, Sections = s_sections,
            AllowedProtocols = new[] { "TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3" },
            RequiredProtocols = new[] { "TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3" },
            AllowedSuites = s_tls13.Concat(s_intermediate).Concat(s_old).ToArray(),
            AllowedGroups = s_groups.Skip(1).ToArray(), ServerOrder = true, LeastRsaBits = 2048, LeastDhBits = 1024,
            MostCertificateDays = 366,
            LeastHsts = 63072000,
        },
        new AuditPolicy
        {
            Name = "PostQuantum", Version = "1", Date = "2026-11",
                Source = "This module: a key exchange that is safe against quantum computers (FIPS 203)",
            RequiredProtocols = new[] { "TLSv1_3" }, RequiresPostQuantum = true,
        },
        BsiPolicy.Policy, NistPolicy.Policy,
    };

    internal static AuditPolicy? Named(string name) =>
        All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
