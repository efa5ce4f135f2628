using PSSsl.Hostnames;

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
    internal SubjectAlternativeName(SubjectAlternativeNameType type, string value, byte[] rawValue, string? typeId = null)
    {
        TypeId = typeId;
        Type = type;
        Value = value;
        RawValue = rawValue;
    }

    /// <summary>Its kind.</summary>
    public SubjectAlternativeNameType Type { get; }

    /// <summary>
    /// The name: text, address, object identifier in dots, distinguished name as RFC 4514 writes it; hex for kinds that have no text. Control characters are
    /// replaced, so that it can be shown.
    /// </summary>
    public string Value { get; }

    /// <summary>The name as it is encoded, without tag and length.</summary>
    public byte[] RawValue { get; }

    /// <summary>Of an otherName, which kind: an object identifier, 1.3.6.1.4.1.311.20.2.3 for a user principal name; null for others.</summary>
    public string? TypeId { get; }

    /// <summary>
    /// An international DNS name as a person reads it (RFC 5890: U-labels); null if it has none, and if its letters are of several scripts or made to look
    /// like Latin ones, so that it could pass for another name.
    /// </summary>
    public string? UnicodeValue => Type == SubjectAlternativeNameType.Dns ? InternationalName.Show(Value) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Value}";
}
