using System;
using System.Linq;

namespace PSSsl.Ciphers;

/// <summary>What IANA's name of a cipher suite says of it, in the words of <c>openssl ciphers -v</c>.</summary>
internal static class SuiteName
{
    private static readonly (string Part, string Encryption, int Bits)[] s_encryptions =
    {
        ("RC4_40", "RC4", 40), ("RC4_56", "RC4", 56), ("RC4_128", "RC4", 128), ("RC2_CBC_40", "RC2", 40), ("RC2_CBC_56", "RC2", 56),
        ("IDEA_CBC", "IDEA", 128), ("3DES_EDE_CBC", "3DES", 168), ("DES40_CBC", "DES", 40), ("DES_CBC_40", "DES", 40),
        ("DES_CBC", "DES", 56),
        ("SEED_CBC", "SEED", 128), ("AES_128_CBC", "AES", 128), ("AES_256_CBC", "AES", 256), ("AES_128_GCM", "AESGCM", 128),
        ("AES_256_GCM", "AESGCM", 256), ("AES_128_CCM_8", "AESCCM8", 128), ("AES_128_CCM", "AESCCM", 128), ("AES_256_CCM", "AESCCM", 256),
        ("CAMELLIA_128_CBC", "Camellia", 128), ("CAMELLIA_256_CBC", "Camellia", 256), ("CAMELLIA_128_GCM", "CamelliaGCM", 128),
        ("CAMELLIA_256_GCM", "CamelliaGCM", 256), ("ARIA_128_CBC", "ARIA", 128), ("ARIA_256_CBC", "ARIA", 256),
        ("ARIA_128_GCM", "ARIAGCM", 128), ("ARIA_256_GCM", "ARIAGCM", 256), ("CHACHA20_POLY1305", "CHACHA20/POLY1305", 256),
        ("28147_CNT", "GOST89", 256), ("KUZNYECHIK", "KUZNYECHIK", 256), ("MAGMA", "MAGMA", 256), ("FORTEZZA_CBC", "FORTEZZA", 80),
        ("SM4_GCM", "SM4GCM", 128), ("SM4_CCM", "SM4CCM", 128), ("NULL", "None", 0), ("SHA256_SHA256", "None", 0),
        ("SHA384_SHA384", "None", 0),
    };

    internal static bool IsExport(SslCipher suite) => suite.StandardName.IndexOf("_EXPORT", StringComparison.Ordinal) >= 0;

    internal static SslCipher Describe(int id, string name, string standardName)
    {
        int with = standardName.IndexOf("_WITH_", StringComparison.Ordinal);
        string keys = with < 0 ? string.Empty : standardName.Substring(4, with - 4), rest = with < 0 ? standardName
            : standardName.Substring(with + 6);
        (string Part, string Encryption, int Bits) encryption =
            s_encryptions.First(e => rest.IndexOf(e.Part, StringComparison.Ordinal) >= 0);
        bool isTls13 = with < 0 || id is >= 0xC103 and <= 0xC106;
        bool isExport = keys.IndexOf("EXPORT", StringComparison.Ordinal) >= 0;
        int bits = isExport ? keys.EndsWith("EXPORT1024", StringComparison.Ordinal) ? 56 : 40 : encryption.Bits;
        string exchange = isTls13 ? "any" : KeyExchange(keys) + (!isExport ? string.Empty : bits == 56 ? "(1024)" : "(512)");
        return new SslCipher(id, name, standardName, Protocol(isTls13, keys, rest), exchange, isTls13 ? "any" : Authentication(keys),
            encryption.Encryption, encryption.Encryption == "None" ? 0 : bits, Mac(rest, encryption.Encryption));
    }

    private static string Protocol(bool isTls13, string keys, string rest) => isTls13 ? "TLSv1.3"
        : rest.EndsWith("SHA256", StringComparison.Ordinal) || rest.EndsWith("SHA384", StringComparison.Ordinal) || rest.Contains("CCM")
            || rest.Contains("GCM") || rest.Contains("POLY1305") ? "TLSv1.2"
        : keys.StartsWith("EC", StringComparison.Ordinal) || keys.StartsWith("GOST", StringComparison.Ordinal) ? "TLSv1" : "SSLv3";

    private static string KeyExchange(string keys) => keys switch
    {
        _ when keys.StartsWith("KRB5", StringComparison.Ordinal) => "KRB5",
        _ when keys.StartsWith("SRP", StringComparison.Ordinal) => "SRP",
        _ when keys.StartsWith("GOST", StringComparison.Ordinal) => "GOST",
        _ when keys.StartsWith("FORTEZZA", StringComparison.Ordinal) => "FORTEZZA",
        _ when keys.StartsWith("ECCPWD", StringComparison.Ordinal) => "ECCPWD",
        _ when keys.StartsWith("ECDHE_PSK", StringComparison.Ordinal) => "ECDHEPSK",
        _ when keys.StartsWith("DHE_PSK", StringComparison.Ordinal) => "DHEPSK",
        _ when keys.StartsWith("RSA_PSK", StringComparison.Ordinal) => "RSAPSK",
        _ when keys.StartsWith("PSK", StringComparison.Ordinal) => "PSK",
        _ when keys.StartsWith("ECDHE_", StringComparison.Ordinal) || keys.StartsWith("ECDH_anon", StringComparison.Ordinal) => "ECDH",
        _ when keys.StartsWith("DHE_", StringComparison.Ordinal) || keys.StartsWith("DH_anon", StringComparison.Ordinal) => "DH",
        // The key stands in the certificate: no forward secrecy.
        _ when keys.StartsWith("ECDH_ECDSA", StringComparison.Ordinal) => "ECDH/ECDSA",
        _ when keys.StartsWith("ECDH_RSA", StringComparison.Ordinal) => "ECDH/RSA",
        _ when keys.StartsWith("DH_DSS", StringComparison.Ordinal) => "DH/DSS",
        _ when keys.StartsWith("DH_RSA", StringComparison.Ordinal) => "DH/RSA",
        _ => "RSA",
    };

    private static string Authentication(string keys) => keys switch
    {
        _ when keys.Contains("anon") => "None",
        _ when keys.StartsWith("KRB5", StringComparison.Ordinal) => "KRB5",
        _ when keys.StartsWith("GOST", StringComparison.Ordinal) => "GOST",
        _ when keys.StartsWith("SRP_SHA_RSA", StringComparison.Ordinal) => "RSA",
        _ when keys.StartsWith("SRP_SHA_DSS", StringComparison.Ordinal) => "DSS",
        _ when keys.StartsWith("SRP", StringComparison.Ordinal) => "SRP",
        _ when keys.StartsWith("FORTEZZA", StringComparison.Ordinal) => "KEA",
        _ when keys.StartsWith("ECCPWD", StringComparison.Ordinal) => "PWD",
        _ when keys.StartsWith("RSA_PSK", StringComparison.Ordinal) => "RSA",
        _ when keys.Contains("PSK") => "PSK",
        _ when keys.Contains("ECDSA") => "ECDSA",
        _ when keys.Contains("DSS") => "DSS",
        _ => "RSA",
    };

    private static string Mac(string rest, string encryption) => encryption switch
    {
        "AESGCM" or "AESCCM" or "AESCCM8" or "CamelliaGCM" or "ARIAGCM" or "CHACHA20/POLY1305" or "SM4GCM" or "SM4CCM" => "AEAD",
        "GOST89" or "KUZNYECHIK" or "MAGMA" => "GOST",
        _ => rest.EndsWith("MD5", StringComparison.Ordinal) ? "MD5"
            : rest.EndsWith("SHA256", StringComparison.Ordinal) ? "SHA256"
            : rest.EndsWith("SHA384", StringComparison.Ordinal) ? "SHA384"
            : rest.EndsWith("GOSTR3411", StringComparison.Ordinal) ? "GOST" : "SHA1",
    };
}
