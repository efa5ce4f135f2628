using System;
using System.Collections.Generic;
using System.Linq;
using A = PSSsl.Ciphers.CipherAuthentication;
using E = PSSsl.Ciphers.CipherEncryption;
using K = PSSsl.Ciphers.CipherKeyExchange;
using M = PSSsl.Ciphers.CipherMac;

namespace PSSsl.Ciphers;

/// <summary>The words of OpenSSL's cipher strings (openssl-ciphers(1), CIPHER STRINGS), each with what it means.</summary>
internal static class CipherWords
{
    private static readonly Dictionary<string, (CipherPattern Pattern, string About)> s_words = new(StringComparer.Ordinal)
    {
        ["ALL"] = (new() { Encryption = E.All & ~E.Null }, "all that encrypt"),
        ["COMPLEMENTOFALL"] = (new() { Encryption = E.Null }, "what ALL leaves out: no encryption"),
        ["COMPLEMENTOFDEFAULT"] = (new() { Class = CipherClass.NotDefault }, "what DEFAULT leaves out of ALL"),
        ["HIGH"] = (new() { Class = CipherClass.High }, "keys of 128 bits and more"),
        ["MEDIUM"] = (new() { Class = CipherClass.Medium }, "3DES and its like"),
        ["LOW"] = (new() { Class = CipherClass.Low }, "none, since all of them are gone"),
        ["FIPS"] = (new() { Class = CipherClass.Fips }, "AES and 3DES, what FIPS 140 allowed"),

        ["kRSA"] = (new() { KeyExchange = K.Rsa }, "RSA key transport, no forward secrecy"),
        ["RSA"] = (new() { KeyExchange = K.Rsa, Authentication = A.Rsa }, "RSA key transport, no forward secrecy"),
        ["kDHE"] = (new() { KeyExchange = K.Dhe }, "ephemeral DH, anonymous too"),
        ["kEDH"] = (new() { KeyExchange = K.Dhe }, "ephemeral DH, anonymous too"),
        ["DH"] = (new() { KeyExchange = K.Dhe }, "ephemeral DH, anonymous too"),
        ["DHE"] = (new() { KeyExchange = K.Dhe, Authentication = A.All & ~A.Anonymous }, "ephemeral DH, authenticated"),
        ["EDH"] = (new() { KeyExchange = K.Dhe, Authentication = A.All & ~A.Anonymous }, "ephemeral DH, authenticated"),
        ["ADH"] = (new() { KeyExchange = K.Dhe, Authentication = A.Anonymous }, "anonymous DH: the peer can be an attacker"),
        ["kECDHE"] = (new() { KeyExchange = K.Ecdhe }, "ephemeral ECDH, anonymous too"),
        ["kEECDH"] = (new() { KeyExchange = K.Ecdhe }, "ephemeral ECDH, anonymous too"),
        ["ECDH"] = (new() { KeyExchange = K.Ecdhe }, "ephemeral ECDH, anonymous too"),
        ["ECDHE"] = (new() { KeyExchange = K.Ecdhe, Authentication = A.All & ~A.Anonymous }, "ephemeral ECDH, authenticated"),
        ["EECDH"] = (new() { KeyExchange = K.Ecdhe, Authentication = A.All & ~A.Anonymous }, "ephemeral ECDH, authenticated"),
        ["AECDH"] = (new() { KeyExchange = K.Ecdhe, Authentication = A.Anonymous }, "anonymous ECDH: the peer can be an attacker"),
        ["PSK"] = (new() { KeyExchange = K.Psk | K.RsaPsk | K.DhePsk | K.EcdhePsk }, "all with pre-shared keys"),
        ["kPSK"] = (new() { KeyExchange = K.Psk }, "pre-shared keys alone"),
        ["kRSAPSK"] = (new() { KeyExchange = K.RsaPsk }, "pre-shared keys and RSA"),
        ["kDHEPSK"] = (new() { KeyExchange = K.DhePsk }, "pre-shared keys and DHE"),
        ["kECDHEPSK"] = (new() { KeyExchange = K.EcdhePsk }, "pre-shared keys and ECDHE"),

        ["aRSA"] = (new() { Authentication = A.Rsa }, "RSA certificates"),
        ["aECDSA"] = (new() { Authentication = A.Ecdsa }, "ECDSA certificates"),
        ["ECDSA"] = (new() { Authentication = A.Ecdsa }, "ECDSA certificates"),
        ["aDSS"] = (new() { Authentication = A.Dss }, "DSA certificates"),
        ["DSS"] = (new() { Authentication = A.Dss }, "DSA certificates"),
        ["aPSK"] = (new() { Authentication = A.Psk }, "authenticated by pre-shared keys"),
        ["aNULL"] = (new() { Authentication = A.Anonymous }, "no authentication: the peer can be an attacker"),

        ["eNULL"] = (new() { Encryption = E.Null }, "no encryption"),
        ["NULL"] = (new() { Encryption = E.Null }, "no encryption"),
        ["3DES"] = (new() { Encryption = E.TripleDes }, "Triple-DES, 112 bits of strength, small blocks"),
        ["AES"] = (new() { Encryption = E.Aes }, "AES, any mode, 128 and 256 bits"),
        ["AES128"] = (new() { Encryption = E.AllAes128 }, "AES with 128 bits"),
        ["AES256"] = (new() { Encryption = E.AllAes256 }, "AES with 256 bits"),
        ["AESGCM"] = (new() { Encryption = E.AesGcm }, "AES-GCM, authenticated, 128 and 256 bits"),
        ["AESCCM"] = (new() { Encryption = E.AesCcm }, "AES-CCM, with short tags too"),
        ["AESCCM8"] = (new() { Encryption = E.AesCcm8 }, "AES-CCM with tags of 8 bytes"),
        ["CAMELLIA"] = (new() { Encryption = E.Camellia }, "Camellia with 128 and 256 bits, CBC mode"),
        ["CAMELLIA128"] = (new() { Encryption = E.Camellia128 }, "Camellia with 128 bits, CBC mode"),
        ["CAMELLIA256"] = (new() { Encryption = E.Camellia256 }, "Camellia with 256 bits, CBC mode"),
        ["ARIA"] = (new() { Encryption = E.Aria }, "ARIA-GCM with 128 and 256 bits"),
        ["ARIAGCM"] = (new() { Encryption = E.Aria }, "ARIA-GCM with 128 and 256 bits"),
        ["ARIA128"] = (new() { Encryption = E.Aria128Gcm }, "ARIA with 128 bits"),
        ["ARIA256"] = (new() { Encryption = E.Aria256Gcm }, "ARIA with 256 bits"),
        ["CHACHA20"] = (new() { Encryption = E.ChaCha20 }, "ChaCha20-Poly1305, authenticated, 256 bits"),
        ["CBC"] = (new() { Encryption = E.Cbc }, "CBC mode"),

        ["MD5"] = (new() { Mac = M.Md5 }, "HMAC-MD5, broken"),
        ["SHA"] = (new() { Mac = M.Sha1 }, "HMAC-SHA-1"),
        ["SHA1"] = (new() { Mac = M.Sha1 }, "HMAC-SHA-1"),
        ["SHA256"] = (new() { Mac = M.Sha256 }, "HMAC-SHA-256; not GCM"),
        ["SHA384"] = (new() { Mac = M.Sha384 }, "HMAC-SHA-384; not GCM"),

        ["SSLv3"] = (new() { Protocol = "SSLv3" }, "suites that SSL 3.0 has"),
        ["TLSv1"] = (new() { Protocol = "TLSv1" }, "suites that came with TLS 1.0"),
        ["TLSv1.0"] = (new() { Protocol = "TLSv1" }, "suites that came with TLS 1.0"),
        ["TLSv1.2"] = (new() { Protocol = "TLSv1.2" }, "suites that came with TLS 1.2"),
    };

    /// <summary>
    /// Words of OpenSSL, of now and of former versions, for what nothing here has: they match nothing, and nobody mistyped them.
    /// </summary>
    private static readonly HashSet<string> s_nothing = new(StringComparer.Ordinal)
    {
        "RC4", "RC2", "IDEA", "SEED", "DES", "GOST", "GOST94", "GOST89", "GOST89MAC", "GOST12", "GOST2012", "kGOST", "kGOST18", "aGOST",
            "aGOST01", "aGOST12", "SRP", "kSRP", "aSRP",
        "EXP", "EXPORT", "EXPORT40", "EXPORT56", "SSLv2", "kDH", "kDHr", "kDHd", "aDH", "kECDH", "kECDHr", "kECDHe", "aECDH", "KRB5",
        "kKRB5", "aKRB5", "kFZA", "aFZA", "eFZA", "FZA",
        "RC4-MD5", "RC4-SHA", "ECDHE-RSA-RC4-SHA", "ECDHE-ECDSA-RC4-SHA", "AECDH-RC4-SHA", "ADH-RC4-MD5", "IDEA-CBC-SHA", "DES-CBC-SHA",
        "EDH-RSA-DES-CBC-SHA",
        "SEED-SHA", "DHE-RSA-SEED-SHA", "DHE-DSS-SEED-SHA", "ADH-SEED-SHA", "EXP-RC4-MD5", "EXP-DES-CBC-SHA", "EXP-RC2-CBC-MD5",
        "PSK-RC4-SHA",
    };

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_words.Select(w => new KeyValuePair<string, string>(w.Key, w.Value.About));

    internal static IEnumerable<string> All => s_words.Keys;

    internal static bool TryGet(string word, out CipherPattern pattern)
    {
        bool found = s_words.TryGetValue(word, out (CipherPattern Pattern, string About) entry);
        pattern = entry.Pattern;
        return found;
    }

    internal static bool MatchesNothing(string word) => s_nothing.Contains(word);
}
