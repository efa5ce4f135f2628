using System;
using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Findings;

/// <summary>Lines of configuration that change what several findings are about, by server software.</summary>
internal static class ServerFixes
{
    private const string Suites =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    internal static readonly string[] Software = { "Nginx", "Apache", "IIS", "HAProxy", "Postfix", "Dovecot", "Tomcat", "OpenSSL" };

    internal static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>TLS 1.2 and 1.3 alone.</summary>
    internal static IReadOnlyDictionary<string, string> Versions { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = "ssl_protocols TLSv1.2 TLSv1.3;",
        ["Apache"] = "SSLProtocol -all +TLSv1.2 +TLSv1.3",
        ["IIS"] = @"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\<version>\Server: "
            + "Enabled = 0 (DWORD), then restart",
        ["HAProxy"] = "ssl-default-bind-options ssl-min-ver TLSv1.2",
        ["Postfix"] = "smtpd_tls_protocols = >=TLSv1.2",
        ["Dovecot"] = "ssl_min_protocol = TLSv1.2",
        ["Tomcat"] = "<SSLHostConfig protocols=\"TLSv1.2+TLSv1.3\">",
        ["OpenSSL"] = "MinProtocol = TLSv1.2",
    };

    /// <summary>Suites with forward secrecy and authenticated encryption alone.</summary>
    internal static IReadOnlyDictionary<string, string> Ciphers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = $"ssl_ciphers {Suites};",
        ["Apache"] = $"SSLCipherSuite {Suites}",
        ["IIS"] = "Disable-TlsCipherSuite -Name <suite>, in Windows PowerShell, for each",
        ["HAProxy"] = $"ssl-default-bind-ciphers {Suites}",
        ["Postfix"] = "smtpd_tls_mandatory_ciphers = high, smtpd_tls_exclude_ciphers = aNULL, eNULL, EXPORT, DES, RC4, MD5, 3DES",
        ["Dovecot"] = $"ssl_cipher_list = {Suites}",
        ["Tomcat"] = $"<SSLHostConfig ciphers=\"{Suites}\">",
        ["OpenSSL"] = $"CipherString = {Suites}",
    };

    internal static IReadOnlyDictionary<string, string> Hsts { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = "add_header Strict-Transport-Security \"max-age=63072000\" always;",
        ["Apache"] = "Header always set Strict-Transport-Security \"max-age=63072000\"",
        ["IIS"] = "Set-WebConfigurationProperty of system.applicationHost/sites/…/hsts: enabled, max-age 63072000",
        ["HAProxy"] = "http-response set-header Strict-Transport-Security max-age=63072000",
        ["Tomcat"] = "HttpHeaderSecurityFilter with hstsMaxAgeSeconds 63072000",
    };

    internal static IReadOnlyDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = "ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1; (with OpenSSL 3.5)",
        ["Apache"] = "SSLOpenSSLConfCmd Groups X25519MLKEM768:X25519:prime256v1:secp384r1 (with OpenSSL 3.5)",
        ["HAProxy"] = "ssl-default-bind-curves X25519MLKEM768:X25519:prime256v1:secp384r1 (with OpenSSL 3.5)",
        ["OpenSSL"] = "Groups = X25519MLKEM768:X25519:prime256v1:secp384r1 (3.5)",
    };

    internal static IReadOnlyDictionary<string, string> Renegotiation { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["IIS"] = @"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL: DisableRenegoOnServer = 1 (DWORD)",
        ["Postfix"] = "tls_ssl_options = NO_RENEGOTIATION",
        ["Tomcat"] = "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
        ["OpenSSL"] = "Options = NoRenegotiation",
    };

    internal static IReadOnlyDictionary<string, string> EarlyData { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = "ssl_early_data off;",
        ["HAProxy"] = "leave allow-0rtt out of the bind line",
        ["OpenSSL"] = "SSL_CTX_set_max_early_data(context, 0), in the program",
    };

    internal static IReadOnlyDictionary<string, string> DhParameters { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Nginx"] = "ssl_dhparam ffdhe2048.pem; or no DHE suites at all",
        ["Apache"] = "SSLOpenSSLConfCmd DHParameters ffdhe2048.pem",
        ["HAProxy"] = "tune.ssl.default-dh-param 2048",
        ["Postfix"] = "smtpd_tls_dh1024_param_file = ffdhe2048.pem",
        ["Dovecot"] = "ssl_dh = </etc/dovecot/ffdhe2048.pem",
        ["IIS"] = @"HKLM\…\SCHANNEL\KeyExchangeAlgorithms\Diffie-Hellman: ServerMinKeyBitLength = 2048 (DWORD)",
    };
}
