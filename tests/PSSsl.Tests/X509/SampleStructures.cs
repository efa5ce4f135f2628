using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Text;
using PSSsl.X509.Names;

namespace PSSsl.Tests.X509;

/// <summary>Structures to be changed, the same in every run: keys and signatures are made up, nothing in them is verified.</summary>
internal static class SampleStructures
{
    private static readonly byte[] s_sha256Rsa = Convert.FromHexString("300D06092A864886F70D01010B0500");
    private static readonly byte[] s_ecdsa = Convert.FromHexString("300A06082A8648CE3D040302");
    private static readonly byte[] s_ecKey = Convert.FromHexString("305930" + "1306072A8648CE3D020106082A8648CE3D030107034200" + "04"
        + string.Concat(Enumerable.Repeat("5A", 64)));
    private static readonly byte[] s_rsaKey = Rsa();

    internal static byte[][] Certificates { get; } =
    [
        Certificate(3, s_sha256Rsa, Name(("2.5.4.6", 0x13, "DE"), ("2.5.4.3", 0x0C, "www.example.org")), s_rsaKey,
            ("2.5.29.19", true, "3000"), ("2.5.29.15", true, "030205A0"), ("2.5.29.37", false, "300A06082B06010505070301"),
            ("2.5.29.14", false, "04040A0B0C0D"),
            ("2.5.29.35", false, "300680040A0B0C0E"),
            ("2.5.29.17", false, "301D820F7777772E6578616D706C652E6F726787047F0000018604666F6F3A"),
            ("2.5.29.31", false, "301830" + "16A014A0128610687474703A2F2F6372" + "6C2E6578616D702F"),
            ("1.3.6.1.5.5.7.1.24", false, "3003020105")),
        Certificate(3, s_ecdsa, Name(("2.5.4.10", 0x0C, "Example"), ("2.5.4.3", 0x13, "Example CA")), s_ecKey,
            ("2.5.29.19", true, "30060101FF020103"), ("2.5.29.15", true, "03020106"),
            ("2.5.29.30", true, "301AA010300E820C6578616D706C652E636F6D73A106300481026164"),
            ("2.5.29.32", false, "300A3008060667810C010201"), ("2.5.29.36", true, "3003800100"), ("2.5.29.54", true, "020102")),
        Certificate(1, s_ecdsa, Name(("2.5.4.3", 0x1E, "\0o\0l\0d")), s_ecKey),
        Certificate(3, s_ecdsa, Name(), s_ecKey,
            ("2.5.29.17", true, "3046A41A3018311630140603550403130D" + "6469726563746F7279206E616D65A0160603550403A00F0C0D"
                + "6F74686572206E616D6520212188032A030481016186056D61696C3A")),
    ];

    internal static byte[][] Lists { get; } =
    [
        List([("01", "260101000000Z", null), ("00FF", "260102000000Z", ("2.5.29.21", false, "0A0101")),
            ("7F", "260103000000Z", ("2.5.29.24", false, "180F32303236303130313030303030305A"))],
            ("2.5.29.20", false, "02020100"), ("2.5.29.35", false, "300680040A0B0C0D"), ("2.5.29.28", true, "3003810101")),
        List([], ("2.5.29.20", false, "020105")),
        List([("05", "260101000000Z", ("1.2.3.4", true, "0500"))]),
    ];

    internal static byte[][] Responses { get; } =
    [
        Response(Der("800" + "0"), "3012060A2B06010505073001" + "0204" + "04" + "0402" + "0102", byName: true),
        Response(Convert.FromHexString("A116180F32303236303130313030303030305AA0030A0101"), null, byName: false),
        Convert.FromHexString("30030A0103"),
    ];

    private static byte[] Der(string hex) => Convert.FromHexString(hex);

    private static byte[] Name(params (string Oid, int Tag, string Value)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string oid, int tag, string value) in attributes)
            {
                using AsnWriter.Scope set = writer.PushSetOf();
                using AsnWriter.Scope attribute = writer.PushSequence();
                writer.WriteObjectIdentifier(oid);
                byte[] bytes = Encoding.Latin1.GetBytes(value);
                writer.WriteEncodedValue(new byte[] { (byte)tag, (byte)bytes.Length }.Concat(bytes).ToArray());
            }
        }

        return writer.Encode();
    }

    private static byte[] Certificate(int version, byte[] algorithm, byte[] subject, byte[] key,
        params (string Oid, bool Critical, string Value)[] extensions) => Signed(algorithm, writer =>
    {
        if (version > 1)
        {
            using AsnWriter.Scope tag = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            writer.WriteInteger(version - 1);
        }

        writer.WriteInteger(0x1234567890AB);
        writer.WriteEncodedValue(algorithm);
        writer.WriteEncodedValue(Name(("2.5.4.3", 0x0C, "Issuer")));
        using (writer.PushSequence())
        {
            writer.WriteUtcTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            writer.WriteGeneralizedTime(new DateTimeOffset(2051, 1, 1, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true);
        }

        writer.WriteEncodedValue(subject);
        writer.WriteEncodedValue(key);
        if (extensions.Length > 0)
            Extensions(writer, 3, extensions);
    });

    private static byte[] List((string Serial, string Date, (string, bool, string)? Extension)[] entries,
        params (string Oid, bool Critical, string Value)[] extensions) => Signed(s_ecdsa, writer =>
    {
        writer.WriteInteger(1);
        writer.WriteEncodedValue(s_ecdsa);
        writer.WriteEncodedValue(Name(("2.5.4.3", 0x0C, "Issuer")));
        writer.WriteUtcTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        writer.WriteUtcTime(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        if (entries.Length > 0)
        {
            using AsnWriter.Scope list = writer.PushSequence();
            foreach ((string serial, string date, (string Oid, bool Critical, string Value)? extension) in entries)
            {
                using AsnWriter.Scope entry = writer.PushSequence();
                writer.WriteInteger(Der(serial));
                writer.WriteEncodedValue([0x17, 13, .. Encoding.ASCII.GetBytes(date)]);
                if (extension is { } one)
                    ExtensionList(writer, [one]);
            }
        }

        if (extensions.Length > 0)
            Extensions(writer, 0, extensions);
    });

    private static byte[] Response(byte[] status, string? nonce, bool byName)
    {
        var data = new AsnWriter(AsnEncodingRules.DER);
        using (data.PushSequence())
        {
            if (byName)
                Tagged(data, 1, w => w.WriteEncodedValue(Name(("2.5.4.3", 0x0C, "Responder"))));
            else
                Tagged(data, 2, w => w.WriteOctetString(new byte[20]));
            data.WriteGeneralizedTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true);
            using (data.PushSequence())
            {
                using AsnWriter.Scope single = data.PushSequence();
                using (data.PushSequence())
                {
                    data.WriteEncodedValue(Der("300906052B0E03021A0500"));
                    data.WriteOctetString(new byte[20]);
                    data.WriteOctetString(new byte[20]);
                    data.WriteInteger(0x1234);
                }

                data.WriteEncodedValue(status);
                data.WriteGeneralizedTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true);
                Tagged(data, 0,
                    w => w.WriteGeneralizedTime(new DateTimeOffset(2026, 1, 8, 0, 0, 0, TimeSpan.Zero), omitFractionalSeconds: true));
            }

            if (nonce is not null)
                Extensions(data, 1, [("1.3.6.1.5.5.7.48.1.2", false, "040401020304")]);
        }

        byte[] basic = Frame(data.Encode(), s_ecdsa,
            w => Tagged(w, 0, c => { using AsnWriter.Scope list = c.PushSequence(); c.WriteEncodedValue(Certificates[1]); }));
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue([0x0A, 0x01, 0x00]);
            Tagged(whole, 0, w =>
            {
                using AsnWriter.Scope bytes = w.PushSequence();
                w.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                w.WriteOctetString(basic);
            });
        }

        return whole.Encode();
    }

    private static void Tagged(AsnWriter writer, int tag, Action<AsnWriter> content)
    {
        using AsnWriter.Scope scope = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag));
        content(writer);
    }

    private static void Extensions(AsnWriter writer, int tag, IReadOnlyList<(string Oid, bool Critical, string Value)> extensions) =>
        Tagged(writer, tag, w => ExtensionList(w, extensions));

    private static void ExtensionList(AsnWriter writer, IReadOnlyList<(string Oid, bool Critical, string Value)> extensions)
    {
        using AsnWriter.Scope list = writer.PushSequence();
        foreach ((string oid, bool critical, string value) in extensions)
        {
            using AsnWriter.Scope extension = writer.PushSequence();
            writer.WriteObjectIdentifier(oid);
            if (critical)
                writer.WriteBoolean(true);
            writer.WriteOctetString(Der(value));
        }
    }

    private static byte[] Signed(byte[] algorithm, Action<AsnWriter> content)
    {
        var tbs = new AsnWriter(AsnEncodingRules.DER);
        using (tbs.PushSequence())
            content(tbs);
        return Frame(tbs.Encode(), algorithm, null);
    }

    private static byte[] Frame(byte[] tbs, byte[] algorithm, Action<AsnWriter>? after)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            writer.WriteEncodedValue(algorithm);
            writer.WriteBitString(Enumerable.Repeat((byte)0x77, 70).ToArray());
            after?.Invoke(writer);
        }

        return writer.Encode();
    }

    private static byte[] Rsa()
    {
        var numbers = new AsnWriter(AsnEncodingRules.DER);
        using (numbers.PushSequence())
        {
            numbers.WriteIntegerUnsigned(Enumerable.Repeat((byte)0x91, 256).ToArray());
            numbers.WriteInteger(65537);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(Der("300D06092A864886F70D0101010500"));
            writer.WriteBitString(numbers.Encode());
        }

        return writer.Encode();
    }
}
