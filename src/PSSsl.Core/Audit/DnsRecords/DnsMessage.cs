using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Audit.DnsRecords;

/// <summary>A question to a resolver, and its answer (RFC 1035, 4).</summary>
internal sealed class DnsMessage
{
    private const int Internet = 1, WantsRecursion = 0x0100, IsAnswer = 0x8000, IsCutOff = 0x0200, Authenticated = 0x0020, NoSuchName = 3;

    /// <summary>How many aliases are followed; more than any name has.</summary>
    private const int MostAliases = 16;

    private static readonly string[] s_codes =
        { "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE" };

    private readonly IReadOnlyList<DnsRecord> _records;
    private readonly DnsName _name;

    private DnsMessage(DnsName name, IReadOnlyList<DnsRecord> records, int flags)
    {
        _name = name;
        _records = records;
        IsAuthenticated = (flags & Authenticated) != 0;
        int code = flags & 0xF;
        Failure = code is 0 or NoSuchName ? null
            : code < s_codes.Length ? s_codes[code] : string.Format(CultureInfo.InvariantCulture, "code {0}", code);
    }

    /// <summary>True if the resolver says that DNSSEC proves the answer (RFC 4035, 3.2.3).</summary>
    internal bool IsAuthenticated { get; }

    /// <summary>The resolver's error, such as SERVFAIL; null if it answered, even if the name has no records.</summary>
    internal string? Failure { get; }

    /// <summary>The name at the end of the aliases.</summary>
    internal DnsName Final
    {
        get
        {
            DnsName name = _name;
            for (int i = 0; i < MostAliases; i++)
            {
                if (_records.FirstOrDefault(r => r.Alias is not null && r.Owner.Equals(name))?.Alias is not { } next)
                    return name;
                name = next;
            }

            return name;
        }
    }

    /// <summary>A question with the wish to hear whether DNSSEC proves the answer (RFC 6840, 5.7).</summary>
    internal static byte[] Ask(int id, DnsName name, int type)
    {
        var bytes = new List<byte>();
        // One question, and the record of EDNS (RFC 6891).
        foreach (int number in new[] { id, WantsRecursion | Authenticated, 1, 0, 0, 1 })
            Write(bytes, number);
        name.WriteTo(bytes);
        Write(bytes, type);
        Write(bytes, Internet);
        bytes.Add(0);
        foreach (int number in new[] { DnsType.Options, 1232, 0, 0, 0 })
            Write(bytes, number);
        return bytes.ToArray();
    }

    /// <summary>The answer to a question.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    internal static DnsMessage Read(byte[] message, int id, DnsName name, int type)
    {
        var reader = new DnsReader(message);
        if (reader.U16() != id)
            throw new FormatException("It answers another question.");
        int flags = reader.U16();
        if ((flags & IsAnswer) == 0 || (flags & 0x7800) != 0 || (flags & IsCutOff) != 0)
            throw new FormatException("It is not a whole answer.");
        int questions = reader.U16(), answers = reader.U16();
        reader.Bytes(4);
        // Who does not understand a question need not repeat it.
        if (questions == 0 && (flags & 0xF) is not (0 or NoSuchName))
            return new DnsMessage(name, Array.Empty<DnsRecord>(), flags);
        if (questions != 1 || !reader.Name().Equals(name) || reader.U16() != type || reader.U16() != Internet)
            throw new FormatException("It answers another question.");
        var records = new List<DnsRecord>();
        for (int i = 0; i < answers; i++)
        {
            if (ReadRecord(reader) is { } record)
                records.Add(record);
        }

        return new DnsMessage(name, records, flags);
    }

    /// <summary>The records of a type that the name has, or what it is an alias of.</summary>
    internal IReadOnlyList<DnsRecord> Of(int type)
    {
        DnsName final = Final;
        return _records.Where(r => r.Type == type && r.Owner.Equals(final)).ToArray();
    }

    private static DnsRecord? ReadRecord(DnsReader reader)
    {
        DnsName owner = reader.Name();
        int type = reader.U16(), kind = reader.U16();
        reader.Bytes(4);
        int length = reader.U16(), begin = reader.At;
        DnsName? alias = type == DnsType.Alias ? reader.Name() : null;
        if (alias is not null && reader.At != begin + length)
            throw new FormatException("A record is not as long as it says.");
        byte[] data = alias is null ? reader.Bytes(length) : Array.Empty<byte>();
        return kind == Internet ? new DnsRecord(owner, type, data, alias) : null;
    }

    private static void Write(List<byte> bytes, int number)
    {
        bytes.Add((byte)(number >> 8));
        bytes.Add((byte)number);
    }
}
