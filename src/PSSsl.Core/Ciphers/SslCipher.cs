using System;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>What a cipher suite is worth.</summary>
public enum SslCipherStrength
{
    /// <summary>It does not encrypt, or authenticates nobody.</summary>
    None,

    /// <summary>Small blocks (3DES), short keys or tags, or ciphers and hashes that are broken (RC4, MD5).</summary>
    Weak,

    /// <summary>Good for now, but without forward secrecy or authenticated encryption (AEAD).</summary>
    Acceptable,

    /// <summary>Forward secrecy and AEAD.</summary>
    Recommended,
}

/// <summary>A cipher suite, in the words of <c>openssl ciphers -v</c>.</summary>
public sealed class SslCipher : IEquatable<SslCipher>
{
    internal SslCipher(int id, string name, string standardName, string protocol, string keyExchange, string authentication,
        string encryption, int bits, string mac)
    {
        Id = id;
        Name = name;
        StandardName = standardName;
        Protocol = protocol;
        KeyExchange = keyExchange;
        Authentication = authentication;
        Encryption = encryption;
        Bits = bits;
        Mac = mac;
    }

    /// <summary>IANA's number.</summary>
    public int Id { get; }

    /// <summary>IANA's number as it is written: <c>0x13,0x01</c>.</summary>
    public string IdText => (Id > 0xFFFF ? $"0x{Id >> 16:X2}," : string.Empty) + $"0x{(Id >> 8) & 0xFF:X2},0x{Id & 0xFF:X2}";

    /// <summary>OpenSSL's name.</summary>
    public string Name { get; }

    /// <summary>IANA's name.</summary>
    public string StandardName { get; }

    /// <summary>The first protocol version that has it.</summary>
    public string Protocol { get; }

    /// <summary>Key exchange; <c>any</c> in TLS 1.3, where it is negotiated by itself.</summary>
    public string KeyExchange { get; }

    /// <summary>Authentication; <c>any</c> in TLS 1.3.</summary>
    public string Authentication { get; }

    /// <summary>Encryption.</summary>
    public string Encryption { get; }

    /// <summary>Bits of the encryption's key.</summary>
    public int Bits { get; }

    /// <summary>Integrity: AEAD, or the hash of the HMAC.</summary>
    public string Mac { get; }

    /// <summary>True if a key that is stolen later opens nothing that was recorded before.</summary>
    public bool ForwardSecrecy => KeyExchange is "any" or "ECDH" or "DH" or "ECDHEPSK" or "DHEPSK";

    /// <summary>What it is worth.</summary>
    internal SslCipherStrength Strength => Bits == 0 || Authentication == "None" ? SslCipherStrength.None
        : Encryption is "3DES" or "RC4" or "RC2" or "IDEA" or "DES" or "FORTEZZA" or "GOST89" or "MAGMA" or "AESCCM8" || Bits < 112
            || Mac == "MD5"
            ? SslCipherStrength.Weak
        : Mac == "AEAD" && ForwardSecrecy ? SslCipherStrength.Recommended
        : SslCipherStrength.Acceptable;

    /// <summary>True for the suites of TLS 1.3.</summary>
    internal bool IsTls13 => Protocol == "TLSv1.3";

    /// <summary>The same suite.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslCipher? other) => other is not null && (Id, Name) == (other.Id, other.Name);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslCipher);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
