using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSSsl.X509;

namespace PSSsl.Hostnames;

/// <summary>The host that a certificate must be for: a name in A-labels without the root's dot, or an address.</summary>
internal sealed class HostIdentity
{
    private HostIdentity(string text, string name, IPAddress? address)
    {
        Text = text;
        Name = name;
        Address = address;
    }

    /// <summary>As it was asked for.</summary>
    internal string Text { get; }

    internal string Name { get; }

    internal IPAddress? Address { get; }

    /// <param name="text">As it was asked for.</param>
    /// <param name="acceptsBrackets">Whether an IPv6 address may stand in brackets, as in a URI; the manual's schemes take it for no name.</param>
    /// <param name="host">What it is.</param>
    /// <param name="why">Why it is nothing.</param>
    internal static bool TryRead(string text, bool acceptsBrackets, out HostIdentity host, out string why)
    {
        host = null!;
        why = string.Empty;
        string name = (text ?? string.Empty).TrimEnd('.');
        if (acceptsBrackets && name.StartsWith("[", StringComparison.Ordinal) && name.EndsWith("]", StringComparison.Ordinal))
            name = name.Substring(1, name.Length - 2);
        if (name.Length == 0)
            why = "No host name was given.";
        else if (name.IndexOf('\0') >= 0)
            why = "A host name with a NUL character matches nothing.";
        else if (name.IndexOf(':') >= 0)
            return ReadIPv6(text!, name, out host, out why);
        else if (IsNumeric(name))
            return ReadIPv4(text!, name, out host, out why);
        else
            return ReadName(text!, name, out host, out why);
        return false;
    }

    private static bool ReadIPv6(string text, string name, out HostIdentity host, out string why)
    {
        why = $"'{text}' is no IPv6 address.";
        host = null!;
        // A zone (fe80::1%eth0) means something on this machine only; no certificate can have it.
        bool plain = name.All(c => Uri.IsHexDigit(c) || c is ':' or '.');
        if (!plain || !IPAddress.TryParse(name, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        host = new HostIdentity(text, name, address);
        return true;
    }

    private static bool ReadIPv4(string text, string name, out HostIdentity host, out string why)
    {
        why = $"'{text}' is no IPv4 address, and no host name consists of digits alone.";
        host = null!;
        // Read by hand: IPAddress.Parse takes octal numbers and fewer than four.
        string[] parts = name.Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4)
            return false;
        for (int i = 0; i < 4; i++)
        {
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }

        host = new HostIdentity(text, name, new IPAddress(bytes));
        return true;
    }

    private static bool ReadName(string text, string name, out HostIdentity host, out string why)
    {
        host = null!;
        why = $"'{text}' is no host name.";
        bool isInternational = !IsName(name);
        if (isInternational)
        {
            try
            {
                name = InternationalName.ToAscii(name).TrimEnd('.');
            }
            catch (ArgumentException e)
            {
                why = $"'{text}' is no international host name: {e.Message}.";
                return false;
            }
        }

        // Digits of other scripts become an address, and an address as a DNS name counts for nothing.
        if (name.Length == 0 || !IsName(name) || (isInternational && IsNumeric(name)))
            return false;
        host = new HostIdentity(text, name, null);
        return true;
    }

    /// <remarks>Loops, not LINQ: lists of hosts are long.</remarks>
    private static bool IsName(string text)
    {
        foreach (char c in text)
        {
            if (!IsNameCharacter(c))
                return false;
        }

        return true;
    }

    private static bool IsNumeric(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or '.'))
                return false;
        }

        return true;
    }

    private static bool IsNameCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.';
}
