namespace PSSsl;

/// <summary>Kinds of alternative names; the numbers are the tags of RFC 5280, 4.2.1.6, which the manual's GEN_ constants name.</summary>
public enum SubjectAlternativeNameType
{
    /// <summary>otherName.</summary>
    Other = 0,

    /// <summary>rfc822Name.</summary>
    Email = 1,

    /// <summary>dNSName.</summary>
    Dns = 2,

    /// <summary>x400Address.</summary>
    X400 = 3,

    /// <summary>directoryName.</summary>
    Directory = 4,

    /// <summary>ediPartyName.</summary>
    EdiParty = 5,

    /// <summary>uniformResourceIdentifier.</summary>
    Uri = 6,

    /// <summary>iPAddress.</summary>
    Ip = 7,

    /// <summary>registeredID.</summary>
    RegisteredId = 8,
}

/// <summary>An alternative name of a certificate's subject.</summary>
public sealed class SubjectAlternativeName
{
    internal SubjectAlternativeName(SubjectAlternativeNameType type, string value, byte[] rawValue)
    {
        Type = type;
        Value = value;
        RawValue = rawValue;
    }

    /// <summary>Its kind.</summary>
    public SubjectAlternativeNameType Type { get; }

    /// <summary>The name; control characters are replaced, so that it can be shown.</summary>
    public string Value { get; }

    /// <summary>The name as it is encoded, without tag and length.</summary>
    public byte[] RawValue { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Value}";
}
