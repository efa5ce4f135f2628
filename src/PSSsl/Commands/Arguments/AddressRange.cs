using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// A range of addresses in CIDR's notation, 10.0.0.0/28, perhaps with a port behind it. It stands for each of its addresses, the first and
/// the last one too, as for nmap.
/// </summary>
internal static class AddressRange
{
    /// <summary>What a network of a company has, and not what would run for days.</summary>
    internal const int MaxAddresses = 65536;

    /// <returns>Null if it is not a range: a name, a single address, a URL.</returns>
    /// <exception cref="SslException">It is a range that cannot be taken.</exception>
    internal static IReadOnlyList<string>? Read(string text)
    {
        int slash = text.IndexOf('/');
        if (slash <= 0 || slash != text.LastIndexOf('/'))
            return null;
        string head = text.Substring(0, slash).TrimStart('[');
        string[] tail = text.Substring(slash + 1).Split(':');
        string length = tail[0].TrimEnd(']');
        if (!IPAddress.TryParse(head, out IPAddress? first) || head.Split('.').Length is not (1 or 4) || tail.Length > 2
            || length.Length == 0
            || length.Any(c => c is < '0' or > '9'))
            return null;
        string? port = tail.Length == 2 ? tail[1] : null;
        return Addresses(text, first, Bits(text, first, length)).Select(a => port is null ? a.ToString() : Joined(a, port)).ToArray();
    }

    private static string Joined(IPAddress address, string port) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{port}" : $"{address}:{port}";

    /// <summary>How many bits count within the range.</summary>
    private static int Bits(string text, IPAddress first, string length)
    {
        int width = first.GetAddressBytes().Length * 8;
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) || prefix > width)
            throw SslException.Option($"'{text}' is not a valid range: the prefix has 0 to {Number(width)} bits.",
                "Write 10.0.0.0/28, for example.");
        int bits = width - prefix;
        return 1L << Math.Min(bits, 62) <= MaxAddresses ? bits
            : throw SslException.Option($"The range '{text}' has more than {Number(MaxAddresses)} addresses.",
                $"Give smaller ones: /{Number(width - 16)} and longer prefixes are taken.");
    }

    private static IEnumerable<IPAddress> Addresses(string text, IPAddress first, int bits)
    {
        byte[] bytes = first.GetAddressBytes();
        int last = bytes.Length - 1;
        int mask = (1 << bits) - 1;
        int low = ((bytes[last - 1] << 8) | bytes[last]) & ~mask;
        for (int i = 0; i <= mask; i++)
        {
            bytes[last - 1] = (byte)((low + i) >> 8);
            bytes[last] = (byte)(low + i);
            yield return new IPAddress(bytes);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
