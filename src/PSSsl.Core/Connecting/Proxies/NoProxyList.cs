using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Connecting.Proxies;

/// <summary>
/// Which hosts are connected to directly, as curl reads <c>no_proxy</c>: entries between commas or blanks, each a name for itself and all
/// below it (a dot before it changes nothing), an address, a network as <c>192.0.2.0/24</c>, or <c>*</c> for all. A port may stand behind a
/// name or an address, and then counts. An entry that is none of these means nobody.
/// </summary>
internal static class NoProxyList
{
    /// <summary>The entry that means this host; null if there is none.</summary>
    internal static string? Find(string list, HostAndPort target) =>
        list.Split(new[] { ',', ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(entry => Means(entry, target));

    private static bool Means(string entry, HostAndPort target)
    {
        if (entry == "*")
            return true;
        (string host, string? port) = Split(entry);
        if (port is not null && port != target.Port.ToString(CultureInfo.InvariantCulture))
            return false;
        return target.Address is { } address ? MeansAddress(host, address) : MeansName(host, target.Host);
    }

    /// <summary>Host and port; an IPv6 address with a port stands in brackets.</summary>
    private static (string Host, string? Port) Split(string entry)
    {
        int close = entry.StartsWith("[", StringComparison.Ordinal) ? entry.IndexOf(']') : -1;
        if (close > 0)
            return (entry.Substring(1, close - 1), entry.Length > close + 1 ? entry.Substring(close + 1).TrimStart(':') : null);
        int colon = entry.IndexOf(':');
        return colon >= 0 && colon == entry.LastIndexOf(':') ? (entry.Substring(0, colon), entry.Substring(colon + 1)) : (entry, null);
    }

    private static bool MeansName(string entry, string name)
    {
        string suffix = Normal(entry.StartsWith("*.", StringComparison.Ordinal) ? entry.Substring(2) : entry.TrimStart('.'));
        string host = Normal(name);
        return suffix.Length > 0 && (host == suffix || host.EndsWith("." + suffix, StringComparison.Ordinal));
    }

    private static bool MeansAddress(string entry, IPAddress address)
    {
        int slash = entry.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? entry : entry.Substring(0, slash), out IPAddress? network))
            return false;
        byte[] a = Bytes(address), n = Bytes(network);
        int bits = n.Length * 8;
        if (slash >= 0
            && (!int.TryParse(entry.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits)
                || bits > n.Length * 8))
            return false;
        return a.Length == n.Length && Enumerable.Range(0, bits).All(i => ((a[i / 8] ^ n[i / 8]) & (0x80 >> (i % 8))) == 0);
    }

    private static byte[] Bytes(IPAddress address) => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true }
        ? address.MapToIPv4().GetAddressBytes()
        : address.GetAddressBytes();

    private static string Normal(string name)
    {
        string bare = name.TrimEnd('.');
        try
        {
            return InternationalName.ToAscii(bare).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not a name that exists; connecting to it says so.
            return bare.ToLowerInvariant();
        }
    }
}
