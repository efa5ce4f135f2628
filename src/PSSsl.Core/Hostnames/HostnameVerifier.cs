using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Hostnames;

/// <summary>
/// Compares a host with the names of a certificate. Which names are looked at is the scheme's; how they are compared is the same for all:
/// ignoring case and the root's dot, a star for one or more characters of the first label and never across what is public, addresses byte
/// for byte.
/// </summary>
internal static class HostnameVerifier
{
    private const int MostShown = 10;

    internal static HostnameResult Verify(X509Certificate2 certificate, string hostName, HostnameScheme scheme) =>
        Verify(CertificateNames.Of(certificate), hostName, scheme);

    internal static HostnameResult Verify(CertificateNames names, string hostName, HostnameScheme scheme)
    {
        if (scheme.IsNone)
            return new HostnameResult(true, hostName, scheme.Name, null, null, () => "The scheme none accepts every certificate.",
                Array.Empty<string>());
        if (scheme.Callback is { } callback)
            return AskCallback(callback, names, hostName, scheme);
        if (!HostIdentity.TryRead(hostName, scheme.Name == HostnameScheme.Default.Name, out HostIdentity host, out string why))
            return No(hostName, scheme, () => why, Array.Empty<string>());
        return host.Address is null ? MatchName(names, host, scheme) : MatchAddress(names, host, scheme);
    }

    /// <summary>
    /// The common name as the host's name or address that it may be taken for, with stars; null if it does not count, or is what no host is
    /// called.
    /// </summary>
    internal static SubjectAlternativeName? CommonNameThatCounts(ParsedCertificate certificate, HostnameScheme scheme)
    {
        CertificateNames names = CertificateNames.Of(certificate);
        bool counts = scheme.Callback is not null || Uses(scheme, names);
        if (!counts || names.CommonName is not { } name || name.Any(c => c > 0x7F)
            || !HostIdentity.TryRead(name.Replace('*', 'a'), acceptsBrackets: false, out HostIdentity host, out _))
            return null;
        return host.Address is { } address
            ? CertificateNames.Ip(address)
            : CertificateNames.Dns(name);
    }

    private static HostnameResult MatchName(CertificateNames names, HostIdentity host, HostnameScheme scheme)
    {
        string[] dns = names.DnsNames;
        foreach (string name in dns)
        {
            if (NamePattern.Matches(name, host.Name, scheme.WildcardsInAlt))
                return Yes(host, scheme, name, "dNSName");
        }

        bool usesCommonName = Uses(scheme, names);
        if (usesCommonName && names.CommonName is { } cn && NamePattern.Matches(cn, host.Name, scheme.WildcardsInCommonName))
            return Yes(host, scheme, cn, "CN");
        return No(host.Text, scheme, () => NotFound(names, host, scheme, dns, usesCommonName), dns);
    }

    private static HostnameResult MatchAddress(CertificateNames names, HostIdentity host, HostnameScheme scheme)
    {
        byte[] wanted = host.Address!.GetAddressBytes();
        foreach (SubjectAlternativeName name in names.SubjectAlternativeNames)
        {
            if (name.Type == SubjectAlternativeNameType.Ip && ByteSequenceComparer.Instance.Equals(name.RawValue, wanted))
                return Yes(host, scheme, name.Value, "iPAddress");
        }

        bool allowed = scheme.IpInCommonName switch
        {
            HostnameIpInCommonName.Any => true,
            HostnameIpInCommonName.IPv4 => wanted.Length == 4,
            HostnameIpInCommonName.IPv6 => wanted.Length == 16,
            _ => false,
        };
        if (allowed && Uses(scheme, names) && names.CommonName == host.Name)
            return Yes(host, scheme, host.Name, "CN");
        string[] addresses = names.SubjectAlternativeNames.Where(n => n.Type == SubjectAlternativeNameType.Ip).Select(n => n.Value)
            .ToArray();
        return No(host.Text, scheme,
            () => names.SubjectAlternativeNames.Any(n => n.Type == SubjectAlternativeNameType.Dns && n.Value == host.Name)
            ? $"The certificate has {host.Text} as a DNS entry, an IP address needs an iPAddress entry."
            : $"The certificate has no iPAddress entry for {host.Text}; {List("its addresses are", addresses, "it has none at all")}.",
                addresses);
    }

    private static bool Uses(HostnameScheme scheme, CertificateNames names) => names.CommonNameMayCount && scheme.CheckCommonName switch
    {
        HostnameCommonName.Always => true,
        HostnameCommonName.WhenOnly => names.DnsNames.Length == 0,
        _ => false,
    };

    private static string NotFound(CertificateNames names, HostIdentity host, HostnameScheme scheme, string[] dns, bool usesCommonName)
    {
        if (!names.CommonNameMayCount)
            return $"The certificate is not for {host.Text}: its alternative names cannot be read, or it has two lists of them.";
        string shown = List("its DNS names are", dns.Select(Show).ToArray(), "it has no DNS names");
        string cn = names.CommonName is null ? string.Empty
            : usesCommonName ? $", and its common name is {Show(names.CommonName)}"
            : scheme.CheckCommonName == HostnameCommonName.Never && dns.Length == 0
            ? $"; its common name {Show(names.CommonName)} does not count"
            : string.Empty;
        return $"The certificate is not for {host.Text}: {shown}{cn}.";
    }

    private static HostnameResult AskCallback(Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool> callback,
        CertificateNames names, string hostName, HostnameScheme scheme)
    {
        bool match;
        try
        {
            match = callback(hostName, names.CommonName, names.SubjectAlternativeNames);
        }
#pragma warning disable CA1031 // The user's code may fail in any way; then there is no answer, and it is told why.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new SslException(SslErrorCode.CallbackRefused, SslPhase.Verify,
                $"The scheme's callback failed for {hostName}: {e.GetBaseException().Message}", e)
            {
                RecommendedAction = "It gets the host, the common name and the alternative names as its arguments, and accepts with $true.",
            };
        }

        return new HostnameResult(match, hostName, scheme.Name, null, null, () => match ? "The scheme's callback accepted it."
            : "The scheme's callback refused it.",
            names.SubjectAlternativeNames.Select(n => n.Value).ToArray());
    }

    private static HostnameResult Yes(HostIdentity host, HostnameScheme scheme, string name, string place) =>
        new(true, host.Text, scheme.Name, name, place, () => $"{host.Text} matches the {place} entry {Show(name)}.", new[] { name });

    private static HostnameResult No(string host, HostnameScheme scheme, Func<string> reason, IReadOnlyList<string> names) =>
        new(false, host, scheme.Name, null, null, reason, names);

    private static string List(string before, string[] names, string none)
    {
        if (names.Length == 0)
            return none;
        string more = names.Length > MostShown ? string.Format(CultureInfo.InvariantCulture, " and {0} more", names.Length - MostShown)
            : string.Empty;
        return $"{before} {string.Join(", ", names.Take(MostShown))}{more}";
    }

    private static string Show(string name) => CertificateLabel.Short(HarmlessText.Of(name));
}
