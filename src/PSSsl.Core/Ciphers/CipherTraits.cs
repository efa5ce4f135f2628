using System;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>Key exchanges, as the words of a cipher string tell them apart.</summary>
[Flags]
internal enum CipherKeyExchange
{
    None = 0,
    Rsa = 1,
    Dhe = 2,
    Ecdhe = 4,
    Psk = 8,
    RsaPsk = 16,
    DhePsk = 32,
    EcdhePsk = 64,
    /// <summary>Known to OpenSSL, and to no suite here.</summary>
    Other = 128,
}

/// <summary>Authentications.</summary>
[Flags]
internal enum CipherAuthentication
{
    None = 0,
    Rsa = 1,
    Dss = 2,
    Anonymous = 4,
    Ecdsa = 8,
    Psk = 16,
    Other = 32,
    All = Rsa | Dss | Anonymous | Ecdsa | Psk | Other,
}

/// <summary>Encryptions.</summary>
[Flags]
internal enum CipherEncryption
{
    None = 0,
    Null = 1,
    TripleDes = 1 << 1,
    Aes128 = 1 << 2,
    Aes256 = 1 << 3,
    Aes128Gcm = 1 << 4,
    Aes256Gcm = 1 << 5,
    Aes128Ccm = 1 << 6,
    Aes256Ccm = 1 << 7,
    Aes128Ccm8 = 1 << 8,
    Aes256Ccm8 = 1 << 9,
    Camellia128 = 1 << 10,
    Camellia256 = 1 << 11,
    Aria128Gcm = 1 << 12,
    Aria256Gcm = 1 << 13,
    ChaCha20 = 1 << 14,
    Other = 1 << 15,

    AesGcm = Aes128Gcm | Aes256Gcm,
    AesCcm8 = Aes128Ccm8 | Aes256Ccm8,
    AesCcm = Aes128Ccm | Aes256Ccm | AesCcm8,
    AllAes128 = Aes128 | Aes128Gcm | Aes128Ccm | Aes128Ccm8,
    AllAes256 = Aes256 | Aes256Gcm | Aes256Ccm | Aes256Ccm8,
    Aes = AllAes128 | AllAes256,
    Camellia = Camellia128 | Camellia256,
    Aria = Aria128Gcm | Aria256Gcm,
    Cbc = TripleDes | Aes128 | Aes256 | Camellia,
    All = (1 << 16) - 1,
}

/// <summary>Integrity.</summary>
[Flags]
internal enum CipherMac
{
    None = 0,
    Md5 = 1,
    Sha1 = 2,
    Sha256 = 4,
    Sha384 = 8,
    Aead = 16,
    Other = 32,
}

/// <summary>OpenSSL's classes of strength.</summary>
[Flags]
internal enum CipherClass
{
    None = 0,
    StrongNone = 1,
    Low = 2,
    Medium = 4,
    High = 8,
    Fips = 16,
    Strength = StrongNone | Low | Medium | High | Fips,
    NotDefault = 32,
}

/// <summary>A suite as the words of a cipher string see it. All of it follows from the table.</summary>
internal sealed class CipherTraits
{
    internal CipherTraits(SslCipher cipher)
    {
        Cipher = cipher;
        KeyExchange = cipher.KeyExchange switch
        {
            "RSA" => CipherKeyExchange.Rsa,
            "DH" => CipherKeyExchange.Dhe,
            "ECDH" => CipherKeyExchange.Ecdhe,
            "PSK" => CipherKeyExchange.Psk,
            "RSAPSK" => CipherKeyExchange.RsaPsk,
            "DHEPSK" => CipherKeyExchange.DhePsk,
            "ECDHEPSK" => CipherKeyExchange.EcdhePsk,
            _ => throw new InvalidOperationException(cipher.Name),
        };
        Authentication = cipher.Authentication switch
        {
            "RSA" => CipherAuthentication.Rsa,
            "DSS" => CipherAuthentication.Dss,
            "ECDSA" => CipherAuthentication.Ecdsa,
            "PSK" => CipherAuthentication.Psk,
            _ => CipherAuthentication.Anonymous,
        };
        bool is128 = cipher.Bits == 128;
        Encryption = cipher.Encryption switch
        {
            "None" => CipherEncryption.Null,
            "3DES" => CipherEncryption.TripleDes,
            "AES" => is128 ? CipherEncryption.Aes128 : CipherEncryption.Aes256,
            "AESGCM" => is128 ? CipherEncryption.Aes128Gcm : CipherEncryption.Aes256Gcm,
            "AESCCM" => is128 ? CipherEncryption.Aes128Ccm : CipherEncryption.Aes256Ccm,
            "AESCCM8" => is128 ? CipherEncryption.Aes128Ccm8 : CipherEncryption.Aes256Ccm8,
            "Camellia" => is128 ? CipherEncryption.Camellia128 : CipherEncryption.Camellia256,
            "ARIAGCM" => is128 ? CipherEncryption.Aria128Gcm : CipherEncryption.Aria256Gcm,
            "CHACHA20/POLY1305" => CipherEncryption.ChaCha20,
            _ => throw new InvalidOperationException(cipher.Name),
        };
        Mac = cipher.Mac switch
        {
            "SHA1" => CipherMac.Sha1,
            "SHA256" => CipherMac.Sha256,
            "SHA384" => CipherMac.Sha384,
            "AEAD" => CipherMac.Aead,
            _ => CipherMac.Md5,
        };
        Class = ClassOf();
        // Three keys of 56 bits give 112 (NIST SP 800-57).
        SecurityBits = Encryption == CipherEncryption.TripleDes ? 112 : cipher.Bits;
    }

    internal SslCipher Cipher { get; }

    internal CipherKeyExchange KeyExchange { get; }

    internal CipherAuthentication Authentication { get; }

    internal CipherEncryption Encryption { get; }

    internal CipherMac Mac { get; }

    internal CipherClass Class { get; }

    /// <summary>Bits of security, by which strings sort and security levels filter.</summary>
    internal int SecurityBits { get; }

    private CipherClass ClassOf()
    {
        bool isFips =
            (Encryption & (CipherEncryption.TripleDes | CipherEncryption.Aes128 | CipherEncryption.Aes256 | CipherEncryption.AesGcm)) != 0;
        CipherClass strength = Encryption == CipherEncryption.Null ? CipherClass.StrongNone : Encryption == CipherEncryption.TripleDes
            ? CipherClass.Medium : CipherClass.High;
        const CipherEncryption unusual = CipherEncryption.TripleDes | CipherEncryption.AesCcm | CipherEncryption.Camellia
            | CipherEncryption.Aria;
        bool notDefault = Encryption != CipherEncryption.Null
            && ((Encryption & unusual) != 0 || (Authentication & (CipherAuthentication.Anonymous | CipherAuthentication.Dss)) != 0);
        return strength | (isFips ? CipherClass.Fips : 0) | (notDefault ? CipherClass.NotDefault : 0);
    }
}
