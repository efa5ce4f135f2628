using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;

namespace PSSsl.Tests.X509;

/// <summary>
/// What .NET's own reader makes of the same bytes by DER's rules: a third opinion, written apart from the product's readers.
/// </summary>
internal static class AsnOpinion
{
    private const int Deepest = 31;

    /// <summary>
    /// Whether every element is in DER's form. Character sets, dates' letters and the order in sets are not part of that here.
    /// </summary>
    internal static bool IsDer(byte[] bytes)
    {
        try
        {
            Walk(new AsnReader(bytes, AsnEncodingRules.DER, new AsnReaderOptions { SkipSetSortOrderVerification = true }), 0);
            return true;
        }
        catch (Exception e) when (e is AsnContentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The parts of a certificate; null if it does not read it.</summary>
    internal static IReadOnlyDictionary<string, string>? Certificate(byte[] bytes) => Try(() =>
    {
        AsnReader tbs = Frame(bytes, out string algorithm, out string signature);
        var fields = new Dictionary<string, string> { ["outer"] = algorithm, ["signature"] = signature };
        Asn1Tag version = new(TagClass.ContextSpecific, 0);
        fields["version"] = tbs.PeekTag().HasSameClassAndValue(version) ? Version(tbs.ReadSequence(version)) : "1";
        fields["serial"] = Hex(tbs.ReadIntegerBytes());
        fields["inner"] = Hex(tbs.PeekContentBytes());
        tbs.ReadSequence();
        fields["issuer"] = Hex(tbs.PeekContentBytes());
        tbs.ReadSequence();
        AsnReader validity = tbs.ReadSequence();
        fields["from"] = Time(validity);
        fields["until"] = Time(validity);
        fields["subject"] = Hex(tbs.PeekContentBytes());
        tbs.ReadSequence();
        AsnReader key = tbs.ReadSequence();
        fields["algorithm"] = key.ReadSequence().ReadObjectIdentifier();
        fields["key"] = Bits(key);
        foreach (int unique in new[] { 1, 2 })
        {
            if (tbs.HasData && tbs.PeekTag() is { TagClass: TagClass.ContextSpecific, IsConstructed: false } tag && tag.TagValue == unique)
                tbs.ReadBitString(out _, tag);
        }

        fields["extensions"] = tbs.HasData ? Extensions(tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3)).ReadSequence())
            : string.Empty;
        return fields;
    });

    internal static IReadOnlyDictionary<string, string>? List(byte[] bytes) => Try(() =>
    {
        AsnReader tbs = Frame(bytes, out string algorithm, out string signature);
        var fields = new Dictionary<string, string> { ["outer"] = algorithm, ["signature"] = signature };
        if (tbs.PeekTag() == Asn1Tag.Integer)
            tbs.ReadInteger();
        fields["inner"] = Hex(tbs.PeekContentBytes());
        tbs.ReadSequence();
        fields["issuer"] = Hex(tbs.PeekContentBytes());
        tbs.ReadSequence();
        fields["this"] = Time(tbs);
        fields["next"] = tbs.HasData && tbs.PeekTag() is { TagClass: TagClass.Universal, TagValue: 23 or 24 } ? Time(tbs) : string.Empty;
        fields["entries"] = tbs.HasData && tbs.PeekTag() == Asn1Tag.Sequence ? Entries(tbs.ReadSequence()) : string.Empty;
        fields["extensions"] = tbs.HasData ? Extensions(tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence())
            : string.Empty;
        tbs.ThrowIfNotEmpty();
        return fields;
    });

    internal static IReadOnlyDictionary<string, string>? Response(byte[] bytes) => Try(() =>
    {
        AsnReader whole = Whole(bytes);
        int status = whole.ReadEnumeratedBytes().ToArray() is [var one] ? one : -1;
        var fields = new Dictionary<string, string> { ["refused"] = (status != 0).ToString() };
        if (status != 0)
            return fields;
        AsnReader kind = whole.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        if (kind.ReadObjectIdentifier() != "1.3.6.1.5.5.7.48.1.1")
            throw new AsnContentException();
        AsnReader basic = Whole(kind.ReadOctetString());
        AsnReader data = basic.ReadSequence();
        fields["outer"] = Hex(basic.PeekContentBytes());
        basic.ReadSequence();
        fields["signature"] = Bits(basic);
        if (data.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 } version)
            data.ReadSequence(version);
        if (data.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 1 } byName)
            fields["responder"] = Hex(data.ReadSequence(byName).PeekContentBytes());
        else
            fields["responder"] = Hex(data.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadOctetString());
        fields["produced"] = Time(data);
        fields["answers"] = string.Join(" ", Answers(data.ReadSequence()));
        return fields;
    });

    internal static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);

    internal static string Show(DateTime time) => time.ToString("u", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Answers(AsnReader list)
    {
        while (list.HasData)
        {
            AsnReader single = list.ReadSequence();
            AsnReader id = single.ReadSequence();
            id.ReadSequence();
            id.ReadOctetString();
            id.ReadOctetString();
            string serial = Hex(id.ReadIntegerBytes());
            Asn1Tag status = single.PeekTag();
            single.ReadEncodedValue();
            yield return $"{serial} {status.TagValue} {Time(single)}";
        }
    }

    private static string Entries(AsnReader list)
    {
        var entries = new List<string>();
        while (list.HasData)
        {
            AsnReader entry = list.ReadSequence();
            entries.Add($"{Hex(entry.ReadIntegerBytes())} {Time(entry)} {(entry.HasData ? Extensions(entry.ReadSequence()) : string.Empty)}");
        }

        return string.Join(", ", entries);
    }

    private static string Extensions(AsnReader list)
    {
        var extensions = new List<string>();
        while (list.HasData)
        {
            AsnReader extension = list.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            extensions.Add(Extension(oid, critical, extension.ReadOctetString()));
        }

        return string.Join(", ", extensions);
    }

    internal static string Extension(string oid, bool critical, byte[] value) =>
        $"{oid}{(critical ? "!" : string.Empty)}={Convert.ToHexString(value)}";

    private static string Version(AsnReader reader) =>
        reader.TryReadInt32(out int version) && version is >= 0 and <= 2 ? $"{version + 1}" : throw new AsnContentException();

    private static AsnReader Frame(byte[] bytes, out string algorithm, out string signature)
    {
        AsnReader whole = Whole(bytes);
        AsnReader tbs = whole.ReadSequence();
        algorithm = Hex(whole.PeekContentBytes());
        whole.ReadSequence();
        signature = Bits(whole);
        return tbs;
    }

    private static AsnReader Whole(byte[] bytes)
    {
        var file = new AsnReader(bytes, AsnEncodingRules.DER, new AsnReaderOptions { SkipSetSortOrderVerification = true });
        AsnReader whole = file.ReadSequence();
        file.ThrowIfNotEmpty();
        return whole;
    }

    private static string Bits(AsnReader reader) =>
        Convert.ToHexString(reader.ReadBitString(out int unused).Prepend((byte)unused).ToArray());

    /// <summary>RFC 5280, 4.1.2.5: whole seconds.</summary>
    private static string Time(AsnReader reader)
    {
        ReadOnlyMemory<byte> content = reader.PeekContentBytes();
        bool isUtc = reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime);
        DateTimeOffset time = isUtc ? reader.ReadUtcTime(2049) : reader.ReadGeneralizedTime();
        return content.Length == (isUtc ? 13 : 15) ? Show(time.UtcDateTime) : throw new AsnContentException();
    }

    private static IReadOnlyDictionary<string, string>? Try(Func<IReadOnlyDictionary<string, string>> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is AsnContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Walk(AsnReader reader, int depth)
    {
        for (; reader.HasData;)
        {
            Asn1Tag tag = reader.PeekTag();
            // No structure of X.509 has one.
            if (tag.TagValue > 30)
                throw new AsnContentException();
            if (tag.IsConstructed)
            {
                if (depth == Deepest || (tag.TagClass == TagClass.Universal && tag.TagValue is not (8 or 11 or 16 or 17 or 29)))
                    throw new AsnContentException();
                ReadOnlyMemory<byte> content = reader.PeekContentBytes();
                reader.ReadEncodedValue();
                Walk(new AsnReader(content, AsnEncodingRules.DER), depth + 1);
                continue;
            }

            Primitive(reader, tag);
        }
    }

    private static void Primitive(AsnReader reader, Asn1Tag tag)
    {
        switch (tag.TagClass == TagClass.Universal ? tag.TagValue : -1)
        {
            case 0 or 8 or 11 or 16 or 17 or 29:
                throw new AsnContentException();
            case 1:
                reader.ReadBoolean();
                break;
            case 2:
                reader.ReadIntegerBytes();
                break;
            case 3:
                reader.ReadBitString(out _);
                break;
            case 5:
                reader.ReadNull();
                break;
            case 6 when reader.PeekContentBytes() is { Length: > 64 } longest:
                // .NET reads none as long as this.
                if (longest.Span[^1] >= 0x80 || longest.Span[0] == 0x80
                    || Enumerable.Range(1, longest.Length - 1).Any(i => longest.Span[i] == 0x80 && longest.Span[i - 1] < 0x80))
                    throw new AsnContentException();
                reader.ReadEncodedValue();
                break;
            case 6:
                reader.ReadObjectIdentifier();
                break;
            case 10:
                reader.ReadEnumeratedBytes();
                break;
            default:
                reader.ReadEncodedValue();
                break;
        }
    }
}
