using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509;

/// <summary>How it is read: part by part, as far as it goes.</summary>
internal sealed partial class ParsedCertificate
{
    private readonly List<string> _faults = new();

    /// <summary>The first thing of which a verdict could depend that cannot be read.</summary>
    private string? _unreadable;

    private FormatException Broken => new(_unreadable ?? "a part of it is missing");

    private void ReadAll()
    {
        string part = "outermost frame";
        DerReader? whole = null;
        try
        {
            var file = new DerReader(Encoded);
            whole = file.Enter(DerReader.Sequence);
            if (file.HasMore)
                Unreadable("there are bytes after its end (RFC 5280, 4.1)");
            SignedPartOrNull = whole.Element(DerReader.Sequence);
            ReadSigned(DerReader.Only(SignedPartOrNull, DerReader.Sequence), ref part);
        }
        catch (FormatException e)
        {
            Unreadable($"its {part} cannot be read, nor what follows: {e.Message} (RFC 5280, 4.1)");
        }

        if (SignedPartOrNull is not null)
            ReadSignature(whole!);
        ReadConstraints();
    }

    private void ReadSignature(DerReader whole)
    {
        try
        {
            OuterAlgorithmOrNull = AlgorithmIdentifier.Read(whole.Content(DerReader.Sequence));
            byte[] bits = whole.Content(DerReader.BitString);
            if (bits.Length == 0 || bits[0] != 0)
                throw new FormatException("a BIT STRING that is not whole bytes");
            Signature = bits;
            if (whole.HasMore)
                Unreadable("there is something after its signature (RFC 5280, 4.1)");
        }
        catch (FormatException e)
        {
            Unreadable($"its signature cannot be read: {e.Message} (RFC 5280, 4.1.1)");
        }
    }

    private void ReadSigned(DerReader tbs, ref string part)
    {
        part = "version";
        Version = tbs.TryUnwrap(0xA0, DerReader.Integer) is { } version ? ReadVersion(version.Rest()) : 1;
        part = "serial number";
        SerialNumberOrNull = tbs.Content(DerReader.Integer);
        part = "signature algorithm";
        InnerAlgorithmOrNull = AlgorithmIdentifier.Read(tbs.Content(DerReader.Sequence));
        part = "issuer";
        IssuerOrNull = ReadName(part, tbs.Content(DerReader.Sequence));
        part = "validity";
        DerReader validity = tbs.Enter(DerReader.Sequence);
        NotBeforeOrNull = ReadTime("first day", validity);
        NotAfterOrNull = ReadTime("last day", validity);
        part = "subject";
        SubjectOrNull = ReadName(part, tbs.Content(DerReader.Sequence));
        part = "public key";
        PublicKeyInfo = tbs.Element(DerReader.Sequence);
        DerReader key = DerReader.Only(PublicKeyInfo, DerReader.Sequence);
        KeyAlgorithmOrNull = AlgorithmIdentifier.Read(key.Content(DerReader.Sequence));
        KeyOrNull = key.Content(DerReader.BitString);
        part = "unique identifiers";
        IssuerUniqueId = tbs.TryEnter(0x81)?.Rest();
        SubjectUniqueId = tbs.TryEnter(0x82)?.Rest();
        part = "extensions";
        DerReader? extensions = tbs.TryEnter(0xA3);
        if (extensions is not null)
            ReadExtensions(extensions.Enter(DerReader.Sequence));
        if (tbs.HasMore || extensions is { HasMore: true })
            Unreadable("there is something after its extensions (RFC 5280, 4.1)");
    }

    private void ReadExtensions(DerReader list)
    {
        var extensions = new List<ParsedExtension>();
        Extensions = extensions;
        if (!list.HasMore)
            _faults.Add("its list of extensions is empty (RFC 5280, 4.1.2.9)");
        foreach (ParsedExtension extension in ParsedExtension.ReadEach(list))
        {
            extensions.Add(extension);
            if (extension.HasMore)
            {
                string name = ObjectIdentifiers.LongName(extension.Oid);
                Unreadable($"there is something after the value of the extension {name} (RFC 5280, 4.1)");
            }
        }
    }

    /// <summary>A name that cannot be read does not hide the rest.</summary>
    private DistinguishedName? ReadName(string part, byte[] content)
    {
        try
        {
            return DistinguishedName.Read(content);
        }
        catch (FormatException e)
        {
            Unreadable($"its {part} cannot be read: {e.Message} (RFC 5280, 4.1.2.4)");
            return null;
        }
    }

    /// <summary>Nor does a date.</summary>
    private DerTime ReadTime(string part, DerReader validity)
    {
        DerTime time = DerTime.ReadAny(validity);
        if (!time.IsExact)
            Unreadable($"its {part} {time.Fault} (RFC 5280, 4.1.2.5)");
        else if (time.Fault is { } fault)
            _faults.Add($"its {part} {fault} (RFC 5280, 4.1.2.5)");
        return time;
    }

    private int ReadVersion(byte[] number)
    {
        if (number.Length == 1 && number[0] <= 2)
        {
            if (number[0] == 0)
                _faults.Add("it says that it is of version 1, which must not be said (RFC 5280, 4.1)");
            return number[0] + 1;
        }

        Unreadable("its version is unknown (RFC 5280, 4.1.2.1)");
        return 0;
    }

    /// <summary>The extensions that every verdict looks at.</summary>
    private void ReadConstraints()
    {
        ReadOne(Oids.BasicConstraints, der =>
        {
            DerReader constraints = der.Enter(DerReader.Sequence);
            bool authority = constraints.TryTruth(DerReader.Boolean) ?? false;
            long? length = constraints.TryEnter(DerReader.Integer) is { } number ? CertificateExtensions.Count(number.Rest()) : null;
            if (constraints.HasMore)
                throw new FormatException("something after the path length");
            IsAuthority = authority;
            PathLength = length;
        });
        ReadOne(Oids.KeyUsage, der => KeyUsage = UsageBits(der.Content(DerReader.BitString)));
        ReadOne(Oids.NetscapeType, der => NetscapeType = UsageBits(der.Content(DerReader.BitString)));
        ReadOne(Oids.ExtendedKeyUsage, der => ExtendedKeyUsage = CertificateExtensions.ReadOids(der.Enter(DerReader.Sequence)));
        ReadOne(Oids.SubjectKey, der => SubjectKeyId = der.Content(DerReader.OctetString));
        ReadOne(Oids.AuthorityKey, der => AuthorityKeyId = der.Enter(DerReader.Sequence).TryEnter(0x80)?.Rest());
    }

    private void ReadOne(string oid, Action<DerReader> read)
    {
        if (Extension(oid) is not { } extension)
            return;
        try
        {
            var der = new DerReader(extension.Value);
            read(der);
            if (der.HasMore)
                throw new FormatException("something follows its end");
        }
        catch (FormatException e)
        {
            Unreadable($"its extension {ObjectIdentifiers.LongName(oid)} cannot be read: {e.Message} (RFC 5280, 4.2)");
        }
    }

    /// <summary>Bit 0 of a named bit list is the highest of its first byte.</summary>
    private static int UsageBits(byte[] bits)
    {
        if (bits.Length is 0 or > 3 || bits[0] > 7)
            throw new FormatException("a BIT STRING of impossible length");
        int usage = 0;
        for (int i = 0; i < 9 && 1 + (i / 8) < bits.Length; i++)
        {
            if ((bits[1 + (i / 8)] & (0x80 >> (i % 8))) != 0)
                usage |= 1 << i;
        }

        return usage;
    }

    private void Unreadable(string what)
    {
        _faults.Add(what);
        _unreadable ??= what;
    }
}
