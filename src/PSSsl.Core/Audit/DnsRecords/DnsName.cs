using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PSSsl.Audit.DnsRecords;

/// <summary>A name in the DNS, as it stands on the wire (RFC 1035, 3.1). Two are the same without regard to case.</summary>
internal sealed class DnsName : IEquatable<DnsName>
{
    internal const int Longest = 255, LongestLabel = 63;

    private readonly byte[] _wire;

    /// <param name="wire">Labels with their lengths, the root's as the last one.</param>
    internal DnsName(byte[] wire) => _wire = wire;

    internal bool IsRoot => _wire[0] == 0;

    /// <summary>The name without its first label.</summary>
    internal DnsName Parent
    {
        get
        {
            var rest = new byte[_wire.Length - _wire[0] - 1];
            Buffer.BlockCopy(_wire, _wire[0] + 1, rest, 0, rest.Length);
            return new DnsName(rest);
        }
    }

    /// <summary>A name of ASCII characters, with or without the root's dot; null if it is not one that the DNS can have.</summary>
    internal static DnsName? Of(string name)
    {
        var wire = new List<byte>();
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > LongestLabel)
                return null;
            wire.Add((byte)label.Length);
            foreach (char c in label)
            {
                if (c is <= ' ' or >= '\x7F')
                    return null;
                wire.Add((byte)c);
            }
        }

        wire.Add(0);
        return wire.Count <= Longest ? new DnsName(wire.ToArray()) : null;
    }

    /// <summary>This name with labels before it; null if it becomes too long.</summary>
    internal DnsName? Below(string labels)
    {
        if (Of(labels) is not { } front || front._wire.Length - 1 + _wire.Length > Longest)
            return null;
        var wire = new byte[front._wire.Length - 1 + _wire.Length];
        Buffer.BlockCopy(front._wire, 0, wire, 0, front._wire.Length - 1);
        Buffer.BlockCopy(_wire, 0, wire, front._wire.Length - 1, _wire.Length);
        return new DnsName(wire);
    }

    internal void WriteTo(List<byte> bytes) => bytes.AddRange(_wire);

    public bool Equals(DnsName? other)
    {
        if (other is null || other._wire.Length != _wire.Length)
            return false;
        for (int i = 0; i < _wire.Length; i++)
        {
            if (Lower(_wire[i]) != Lower(other._wire[i]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as DnsName);

    public override int GetHashCode()
    {
        int hash = _wire.Length;
        foreach (byte b in _wire)
            hash = unchecked((hash * 31) + Lower(b));
        return hash;
    }

    /// <summary>As master files have it (RFC 1035, 5.1), without the root's dot.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int at = 0; _wire[at] != 0; at += _wire[at] + 1)
        {
            if (at > 0)
                text.Append('.');
            for (int i = at + 1; i <= at + _wire[at]; i++)
                Append(text, _wire[i]);
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    private static void Append(StringBuilder text, byte value)
    {
        if (value is (byte)'.' or (byte)'\\')
            text.Append('\\').Append((char)value);
        else if (value is > 0x20 and < 0x7F)
            text.Append((char)value);
        else
            text.Append('\\').Append(value.ToString("000", CultureInfo.InvariantCulture));
    }

    private static int Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? value + 32 : value;
}
