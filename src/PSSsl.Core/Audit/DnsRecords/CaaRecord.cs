using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.Audit.DnsRecords;

/// <summary>Which authorities may issue certificates for a name (RFC 8659).</summary>
internal sealed class CaaRecord
{
    /// <summary>A name, or an address for reports, is not longer.</summary>
    private const int LongestShown = 300;

    private const int Critical = 0x80;

    private CaaRecord(int flags, string tag, byte[] value)
    {
        Flags = flags;
        Tag = tag;
        Value = string.Concat(value.Take(LongestShown).Select(Shown)) + (value.Length > LongestShown ? "…" : string.Empty);
    }

    internal int Flags { get; }

    /// <summary>
    /// True if authorities must heed it when they issue for a name (RFC 8659, 4.1, 4.2); the others say where to report, or speak of
    /// wildcards alone. A property that must be understood keeps all of them away who do not.
    /// </summary>
    internal bool BindsAuthorities => Is("issue") || ((Flags & Critical) != 0 && !Is("issuewild") && !Is("iodef"));

    internal string Tag { get; }

    /// <summary>What it says, with what is not printable written as numbers.</summary>
    internal string Value { get; }

    /// <exception cref="FormatException">It is not one (RFC 8659, 4.1).</exception>
    internal static CaaRecord Read(byte[] data)
    {
        if (data.Length < 2 || data[1] == 0 || data[1] + 2 > data.Length)
            throw new FormatException("A CAA record is cut off.");
        byte[] tag = data.Skip(2).Take(data[1]).ToArray();
        if (!tag.All(b => b < 0x80 && char.IsLetterOrDigit((char)b)))
            throw new FormatException("A CAA record has a property without a name.");
        return new CaaRecord(data[0], Encoding.ASCII.GetString(tag), data.Skip(2 + tag.Length).ToArray());
    }

    /// <summary>As master files have it: <c>0 issue "ca.example"</c>.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1} \"{2}\"", Flags, Tag, Value);

    private bool Is(string tag) => string.Equals(Tag, tag, StringComparison.OrdinalIgnoreCase);

    private static string Shown(byte value) => value switch
    {
        (byte)'"' or (byte)'\\' => "\\" + (char)value,
        >= 0x20 and < 0x7F => ((char)value).ToString(),
        _ => "\\" + value.ToString("000", CultureInfo.InvariantCulture),
    };
}
