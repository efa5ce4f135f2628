namespace PSSsl.Ciphers;

/// <summary>What a word of a cipher string matches, or several joined by <c>+</c>: an empty field matches everything.</summary>
internal readonly struct CipherPattern
{
    internal CipherKeyExchange KeyExchange { get; init; }

    internal CipherAuthentication Authentication { get; init; }

    internal CipherEncryption Encryption { get; init; }

    internal CipherMac Mac { get; init; }

    internal CipherClass Class { get; init; }

    /// <summary>The version that a suite came with: SSLv3, TLSv1, TLSv1.2.</summary>
    internal string? Protocol { get; init; }

    /// <summary>A single suite's number, 0 for none.</summary>
    internal int Id { get; init; }

    internal static CipherPattern Of(CipherTraits suite) => new()
    {
        KeyExchange = suite.KeyExchange,
        Authentication = suite.Authentication,
        Encryption = suite.Encryption,
        Mac = suite.Mac,
        Class = suite.Class,
        Id = suite.Cipher.Id,
    };

    internal bool Matches(CipherTraits suite) => (Id == 0 || Id == suite.Cipher.Id)
        && (KeyExchange == 0 || (KeyExchange & suite.KeyExchange) != 0)
        && (Authentication == 0 || (Authentication & suite.Authentication) != 0)
        && (Encryption == 0 || (Encryption & suite.Encryption) != 0)
        && (Mac == 0 || (Mac & suite.Mac) != 0)
        && (Protocol is null || Protocol == suite.Cipher.Protocol)
        && ((Class & CipherClass.Strength) == 0 || (Class & CipherClass.Strength & suite.Class) != 0)
        && ((Class & CipherClass.NotDefault) == 0 || (suite.Class & CipherClass.NotDefault) != 0);

    /// <summary>Both at once; null if nothing can be both.</summary>
    internal CipherPattern? And(CipherPattern other)
    {
        var both = new CipherPattern
        {
            KeyExchange = KeyExchange == 0 ? other.KeyExchange : other.KeyExchange == 0 ? KeyExchange : KeyExchange & other.KeyExchange,
            Authentication = Authentication == 0 ? other.Authentication : other.Authentication == 0 ? Authentication
                : Authentication & other.Authentication,
            Encryption = Encryption == 0 ? other.Encryption : other.Encryption == 0 ? Encryption : Encryption & other.Encryption,
            Mac = Mac == 0 ? other.Mac : other.Mac == 0 ? Mac : Mac & other.Mac,
            Class = Strength(Class, other.Class) | NotDefault(Class, other.Class),
            Protocol = Protocol ?? other.Protocol,
            // As OpenSSL has it: the last suite named counts, and the fields of both.
            Id = other.Id == 0 ? Id : other.Id,
        };
        bool impossible = (both.KeyExchange == 0 && KeyExchange != 0) || (both.Authentication == 0 && Authentication != 0)
            || (both.Encryption == 0 && Encryption != 0)
            || (both.Mac == 0 && Mac != 0) || ((both.Class & CipherClass.Strength) == 0 && (Class & CipherClass.Strength) != 0)
            || (Protocol is not null && other.Protocol is not null && Protocol != other.Protocol);
        return impossible ? null : both;
    }

    /// <summary>
    /// As OpenSSL has it: a strength takes the place of a COMPLEMENTOFDEFAULT before it, so that COMPLEMENTOFDEFAULT+HIGH is all of HIGH;
    /// the other way round it is both.
    /// </summary>
    private static CipherClass NotDefault(CipherClass one, CipherClass other)
    {
        bool replaced = (one & CipherClass.Strength) == 0 && (other & CipherClass.Strength) != 0;
        return ((replaced ? 0 : one) | other) & CipherClass.NotDefault;
    }

    private static CipherClass Strength(CipherClass one, CipherClass other)
    {
        one &= CipherClass.Strength;
        other &= CipherClass.Strength;
        return one == 0 ? other : other == 0 ? one : one & other;
    }
}
