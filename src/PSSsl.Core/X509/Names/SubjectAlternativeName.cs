using System;
using System.Linq;
using System.Text;
using System.Threading;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

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
public sealed class SubjectAlternativeName : IEquatable<SubjectAlternativeName>
{
    private readonly Lazy<(string Value, string? TypeId)> _shown;

    internal SubjectAlternativeName(SubjectAlternativeNameType type, byte[] rawValue)
    {
        Type = type;
        RawValue = rawValue;
        // Certificates have thousands of names, and few are shown.
        _shown = new Lazy<(string, string?)>(() => GeneralNames.Show(type, rawValue), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Its kind.</summary>
    internal SubjectAlternativeNameType Type { get; }

    /// <summary>
    /// The name: text, address, object identifier in dots, distinguished name as RFC 4514 writes it; hex for kinds that have no text.
    /// Control characters are replaced, so that it can be shown.
    /// </summary>
    public string Value => _shown.Value.Value;

    /// <summary>The name as it is encoded, without tag and length.</summary>
    internal byte[] RawValue { get; }

    /// <summary>
    /// Of an otherName, which kind: an object identifier, 1.3.6.1.4.1.311.20.2.3 for a user principal name; null for others.
    /// </summary>
    public string? TypeId => _shown.Value.TypeId;

    /// <summary>
    /// An international DNS name as a person reads it (RFC 5890: U-labels); null if it has none, and if its letters are of several scripts
    /// or made to look like Latin ones, so that it could pass for another name.
    /// </summary>
    public string? UnicodeValue => Type == SubjectAlternativeNameType.Dns ? InternationalName.Show(Value) : null;

    /// <summary>The content of an IA5String: dNSName, rfc822Name, URI.</summary>
    /// <exception cref="FormatException">It has other bytes than ASCII's.</exception>
    internal string Text() =>
        RawValue.All(b => b is > 0 and < 0x80) ? Encoding.ASCII.GetString(RawValue)
            : throw new FormatException("a name that is not written in ASCII");

    /// <summary>The same name: by value where it is a distinguished one, byte for byte else.</summary>
    internal bool IsSame(SubjectAlternativeName other) =>
        Type == other.Type && (ByteSequenceComparer.Instance.Equals(RawValue, other.RawValue)
        || (Type == SubjectAlternativeNameType.Directory && Directory().Equals(other.Directory())));

    /// <summary>The name in a directoryName.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal DistinguishedName Directory() => DistinguishedName.Read(DerReader.Only(RawValue, DerReader.Sequence).Rest());

    /// <summary>The name as it is encoded, without tag and length.</summary>
    public byte[] GetRawValue() => (byte[])RawValue.Clone();

    /// <summary>The same name, byte for byte.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SubjectAlternativeName? other) => other is not null && Type == other.Type && RawValue.SequenceEqual(other.RawValue);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SubjectAlternativeName);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteSequenceComparer.Instance.GetHashCode(RawValue);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Value}";
}
