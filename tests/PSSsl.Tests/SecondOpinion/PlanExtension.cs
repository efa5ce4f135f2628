using System;
using System.Formats.Asn1;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>How an extension's critical flag is written.</summary>
internal enum Flag
{
    Absent,
    True,

    /// <summary>FALSE is the default, which DER does not write.</summary>
    WrittenFalse,

    /// <summary>True in BER, in DER no boolean at all.</summary>
    TrueAsOne,
}

/// <summary>An extension and what is in it, which may be anything.</summary>
internal sealed record PlanExtension(string Oid, Flag Critical, byte[] Value)
{
    internal const string SubjectKey = "2.5.29.14";
    internal const string KeyUsage = "2.5.29.15";
    internal const string AlternativeName = "2.5.29.17";
    internal const string BasicConstraints = "2.5.29.19";
    internal const string NameConstraints = "2.5.29.30";
    internal const string Policies = "2.5.29.32";
    internal const string PolicyMappings = "2.5.29.33";
    internal const string AuthorityKey = "2.5.29.35";
    internal const string PolicyConstraints = "2.5.29.36";
    internal const string ExtendedUsage = "2.5.29.37";
    internal const string InhibitAny = "2.5.29.54";

    internal const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    internal static PlanExtension Authority(int? pathLength = null) => Made(BasicConstraints, Flag.True, writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteBoolean(true);
            if (pathLength is { } most)
                writer.WriteInteger(most);
        }
    });

    internal static PlanExtension NoAuthority() => Made(BasicConstraints, Flag.True, writer => writer.PushSequence().Dispose());

    /// <param name="bits">Bit 0 of the standard (digitalSignature) is the highest.</param>
    internal static PlanExtension Usage(byte bits)
    {
        int unused = bits == 0 ? 0 : System.Numerics.BitOperations.TrailingZeroCount(bits);
        return new PlanExtension(KeyUsage, Flag.True, bits == 0 ? [3, 1, 0] : [3, 2, (byte)unused, bits]);
    }

    internal static PlanExtension Purposes(params string[] purposes) => Made(ExtendedUsage, Flag.Absent, writer =>
    {
        using (writer.PushSequence())
            Array.ForEach(purposes, purpose => writer.WriteObjectIdentifier(purpose));
    });

    internal static PlanExtension KeyOf(PlanKey key) => Made(SubjectKey, Flag.Absent, writer => writer.WriteOctetString(key.Identifier));

    internal static PlanExtension IssuerKey(byte[] identifier) => Made(AuthorityKey, Flag.Absent, writer =>
    {
        using (writer.PushSequence())
            writer.WriteOctetString(identifier, new Asn1Tag(TagClass.ContextSpecific, 0));
    });

    internal static PlanExtension PolicyList(params string[] policies) => Made(Policies, Flag.Absent, writer =>
    {
        using (writer.PushSequence())
        {
            foreach (string policy in policies)
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(policy);
            }
        }
    });

    internal static PlanExtension Mapping(string from, string to) => Made(PolicyMappings, Flag.True, writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(from);
            writer.WriteObjectIdentifier(to);
        }
    });

    /// <param name="field">0 for requireExplicitPolicy, 1 for inhibitPolicyMapping.</param>
    /// <param name="count">How many certificates below it is not in force yet.</param>
    internal static PlanExtension PolicyLimit(byte field, byte count) =>
        new(PolicyConstraints, Flag.True, [0x30, 3, (byte)(0x80 | field), 1, count]);

    internal static PlanExtension Names(params byte[][] generalNames) => new(AlternativeName, Flag.Absent, Sequence(0x30, generalNames));

    internal static PlanExtension Subtrees(byte[][]? permitted, byte[][]? excluded) => new(NameConstraints, Flag.True, Sequence(0x30,
    [
        permitted is null ? [] : Sequence(0xA0, permitted),
        excluded is null ? [] : Sequence(0xA1, excluded),
    ]));

    /// <summary>A GeneralSubtree; <paramref name="limits"/> are its minimum and maximum.</summary>
    internal static byte[] Subtree(byte[] generalName, params byte[] limits) => Sequence(0x30, [generalName, limits]);

    internal static byte[] General(byte tag, string text) => General(tag, System.Text.Encoding.Latin1.GetBytes(text));

    internal static byte[] General(byte tag, byte[] content) => Sequence(tag, [content]);

    /// <summary>A value of this tag, at most 65,535 bytes long.</summary>
    internal static byte[] Sequence(byte tag, byte[][] elements)
    {
        byte[] content = elements.SelectMany(e => e).ToArray();
        byte[] length = content.Length switch
        {
            < 128 => [(byte)content.Length],
            < 256 => [0x81, (byte)content.Length],
            _ => [0x82, (byte)(content.Length >> 8), (byte)content.Length],
        };
        return [tag, .. length, .. content];
    }

    internal void Write(AsnWriter writer)
    {
        byte[] flag = Critical switch
        {
            Flag.True => [1, 1, 0xFF],
            Flag.WrittenFalse => [1, 1, 0],
            Flag.TrueAsOne => [1, 1, 1],
            _ => [],
        };
        var parts = new AsnWriter(AsnEncodingRules.DER);
        parts.WriteObjectIdentifier(Oid);
        byte[] oid = parts.Encode();
        parts.Reset();
        parts.WriteOctetString(Value);
        writer.WriteEncodedValue(Sequence(0x30, [oid, flag, parts.Encode()]));
    }

    private static PlanExtension Made(string oid, Flag critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new PlanExtension(oid, critical, writer.Encode());
    }
}
