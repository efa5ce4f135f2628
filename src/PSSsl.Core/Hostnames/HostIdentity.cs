using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Hostnames;

/// <summary>
/// A host as it is looked up, asked for by SNI and verified: a name in A-labels without the root's dot, or an address. What is not clearly
/// one of them is none: an address that is written so that two programs read two addresses of it (127.0.0.010, 0x7f.1, 127.8) would be
/// connected to here and verified there.
/// </summary>
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

    /// <summary>The address to connect to, with its zone.</summary>
    internal IPAddress? Route { get; private init; }

    /// <param name="text">As it was asked for.</param>
    /// <param name="acceptsBrackets">Whether an IPv6 address may stand in brackets, as in a URI; the manual's schemes take it for no
    /// name.</param>
    /// <param name="host">What it is.</param>
    /// <param name="why">Why it is nothing.</param>
    internal static bool TryRead(string text, bool acceptsBrackets, out HostIdentity host, out string why)
    {
        host = null!;
        why = string.Empty;
        string name = (text ?? string.Empty).TrimEnd('.');
        // Of a URL, which may hold a password, nothing is quoted.
        if (name.IndexOf('@') >= 0 || name.IndexOf('/') >= 0)
        {
            why = "A host name has no '@' and no '/': give the name alone, not a URL.";
            return false;
        }

        if (acceptsBrackets && name.StartsWith("[", StringComparison.Ordinal) && name.EndsWith("]", StringComparison.Ordinal))
            name = name.Substring(1, name.Length - 2);
        if (name.Length == 0)
            why = "No host name was given.";
        else if (name.IndexOf('\0') >= 0)
            why = "A host name with a NUL character matches nothing.";
        else if (name.IndexOf(':') >= 0)
            return ReadIPv6(text!, name, out host, out why);
        else if (EndsInNumber(name))
            return ReadIPv4(text!, name, out host, out why);
        else
            return ReadName(text!, name, out host, out why);
        return false;
    }

    private static bool ReadIPv6(string text, string name, out HostIdentity host, out string why)
    {
        why = $"'{text}' is not an IPv6 address.";
        host = null!;
        // A zone (fe80::1%eth0) says which way on this machine (RFC 4007, 11); no certificate has it, and the address is the same.
        int percent = name.IndexOf('%');
        string bare = percent < 0 ? name : name.Substring(0, percent);
        bool plain = bare.All(c => Uri.IsHexDigit(c) || c is ':' or '.') && percent != name.Length - 1;
        if (!plain || !IPAddress.TryParse(bare, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        // A zone that this machine does not have is not a way, but names the same host.
        IPAddress route = percent >= 0 && IPAddress.TryParse(name, out IPAddress? zoned) ? zoned : address;
        // An IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2) is called by IPv4.
        host = new HostIdentity(text, bare, address) { Route = PlainAddress.Of(route) };
        return true;
    }

    private static bool ReadIPv4(string text, string name, out HostIdentity host, out string why)
    {
        why = $"'{text}' is not an IPv4 address (four numbers from 0 to 255, without zeros before them), and no host name ends in a "
            + $"number.";
        host = null!;
        // Read by hand: IPAddress.Parse takes octal numbers and fewer than four.
        string[] parts = name.Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4)
            return false;
        for (int i = 0; i < 4; i++)
        {
            // "010" is 8 to some and 10 to others.
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i])
                || (parts[i].Length > 1 && parts[i][0] == '0'))
                return false;
        }

        var address = new IPAddress(bytes);
        host = new HostIdentity(text, name, address) { Route = address };
        return true;
    }

    private static bool ReadName(string text, string name, out HostIdentity host, out string why)
    {
        host = null!;
        why = $"'{text}' is not a host name.";
        bool isInternational = !IsName(name);
        if (isInternational)
        {
            try
            {
                name = InternationalName.ToAscii(name).TrimEnd('.');
            }
            catch (ArgumentException e)
            {
                why = $"'{text}' is not an international host name: {e.Message}.";
                return false;
            }
        }

        // Digits of other scripts become an address, and an address as a DNS name counts for nothing.
        if (name.Length == 0 || !IsName(name) || (isInternational && EndsInNumber(name)))
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

    /// <summary>
    /// Whether the last label is a number, in hexadecimal too: what resolvers take for an address (WHATWG URL, "ends in a number"), and no
    /// name's (RFC 3696, 2).
    /// </summary>
    private static bool EndsInNumber(string name)
    {
        int start = name.LastIndexOf('.') + 1;
        bool isHex = name.Length - start > 2 && name[start] == '0' && name[start + 1] is 'x' or 'X';
        for (int i = isHex ? start + 2 : start; i < name.Length; i++)
        {
            if (!(isHex ? Uri.IsHexDigit(name[i]) : name[i] is >= '0' and <= '9'))
                return false;
        }

        return name.Length > start;
    }

    private static bool IsNameCharacter(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.';
}
