using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;
using static PSSsl.HostnameCommonName;
using static PSSsl.HostnameWildcards;

namespace PSSsl.Hostnames;

/// <summary>
/// The predefined schemes. The manual's names keep the manual's choice of names to look at; the RFC's numbers, and the protocols it does
/// not know, have that of its successor.
/// </summary>
internal static class HostnameSchemes
{
    private static readonly (string Names, string About, HostnameCommonName Cn, HostnameWildcards Alt, HostnameWildcards InCn,
        HostnameIpInCommonName Ip)[] s_table =
    {
        ("ldap pop3 imap acap nntp", "star as a whole label, common name without star", Always, Leftmost, HostnameWildcards.None,
            HostnameIpInCommonName.None),
        ("http www", "star within a label; common name, also an IPv4 address, if there are no DNS names", WhenOnly, Anywhere, Anywhere,
            HostnameIpInCommonName.IPv4),
        ("smtp rfc3207", "no star at all, common name too", Always, HostnameWildcards.None, HostnameWildcards.None,
            HostnameIpInCommonName.None),
        ("rfc2818 rfc3920 xmpp rfc4217 ftp", "star within a label; common name if there are no DNS names", WhenOnly, Anywhere, Anywhere,
            HostnameIpInCommonName.None),
        ("rfc4513", "LDAP: star as a whole label, common name without star", Always, Leftmost, HostnameWildcards.None,
            HostnameIpInCommonName.None),
        ("rfc2595 rfc4642 rfc5539 netconf rfc5538 syslog rfc5425 snmp rfc5953", "star as a whole label, in the common name too", Always,
            Leftmost, Leftmost, HostnameIpInCommonName.None),
        ("gist rfc5971", "star as a whole label; common name if there are no DNS names", WhenOnly, Leftmost, Leftmost,
            HostnameIpInCommonName.None),
        ("sip rfc5922", "no star at all, common name too", Always, HostnameWildcards.None, HostnameWildcards.None,
            HostnameIpInCommonName.None),
        ("none", "accepts every certificate", Never, HostnameWildcards.None, HostnameWildcards.None, HostnameIpInCommonName.None),
    };

    private static readonly Dictionary<string, HostnameScheme> s_schemes = s_table
        .SelectMany(row => row.Names.Split(' ').Select(name => HostnameScheme.Make(name, row.Cn, row.Alt, row.InCn, row.Ip)))
        .ToDictionary(scheme => scheme.Name, StringComparer.Ordinal);

    internal static IReadOnlyList<string> Names { get; } = new[] { "default" }.Concat(s_table.SelectMany(row => row.Names.Split(' ')))
        .ToArray();

    internal static HostnameScheme? Find(string name) =>
        name == "default" ? HostnameScheme.Default : s_schemes.TryGetValue(name, out HostnameScheme? scheme) ? scheme : null;

    /// <summary>A name's meaning, for completion.</summary>
    internal static string Describe(string name) => name == "default"
        ? "RFC 9525: alternative names only, star as a whole label"
        : s_table.First(row => row.Names.Split(' ').Contains(name)).About;
}
