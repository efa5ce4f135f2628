using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>When the common name counts.</summary>
public enum HostnameCommonName
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Always, if no alternative name matched.</summary>
    Always,

    /// <summary>Only if there are no DNS names among the alternative names.</summary>
    WhenOnly,
}

/// <summary>Where a star may stand.</summary>
public enum HostnameWildcards
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>As the whole leftmost label: *.example.org.</summary>
    Leftmost,

    /// <summary>In the leftmost label: www*.example.org too.</summary>
    Anywhere,
}

/// <summary>Which IP addresses may stand in the common name.</summary>
public enum HostnameIpInCommonName
{
    /// <summary>None.</summary>
    None,

    /// <summary>IPv4.</summary>
    IPv4,

    /// <summary>IPv6.</summary>
    IPv6,

    /// <summary>Both.</summary>
    Any,
}

/// <summary>Which names of a certificate count, by the rules of a protocol.</summary>
public sealed class HostnameScheme
{
    internal const string CustomName = "custom";

    private HostnameScheme(string name, HostnameCommonName checkCommonName, HostnameWildcards inAlt, HostnameWildcards inCommonName,
        HostnameIpInCommonName ip = HostnameIpInCommonName.None)
    {
        Name = name;
        CheckCommonName = checkCommonName;
        WildcardsInAlt = inAlt;
        WildcardsInCommonName = inCommonName;
        IpInCommonName = ip;
    }

    /// <summary>RFC 9525: alternative names only, a star only as a whole label. Handshakes use it.</summary>
    public static HostnameScheme Default { get; } =
        new("default", HostnameCommonName.Never, HostnameWildcards.Leftmost, HostnameWildcards.None);

    /// <summary>Every name of a scheme.</summary>
    public static IReadOnlyList<string> Names => HostnameSchemes.Names;

    /// <summary>The name it was given by; <c>custom</c> for one of a hashtable.</summary>
    public string Name { get; }

    /// <summary>When the common name counts.</summary>
    internal HostnameCommonName CheckCommonName { get; }

    /// <summary>Where a star may stand in alternative names.</summary>
    internal HostnameWildcards WildcardsInAlt { get; }

    /// <summary>Where a star may stand in the common name.</summary>
    internal HostnameWildcards WildcardsInCommonName { get; }

    /// <summary>Which addresses may stand in the common name.</summary>
    internal HostnameIpInCommonName IpInCommonName { get; }

    /// <summary>Decides alone, if there is one: host name, common name, alternative names.</summary>
    internal Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>? Callback { get; private init; }

    /// <summary>The same scheme, whose callback is run by somebody: user's code runs on one thread alone.</summary>
    internal HostnameScheme RunBy(Func<Func<bool>, bool> runner) => Callback is not { } callback ? this
        : new HostnameScheme(Name, CheckCommonName, WildcardsInAlt, WildcardsInCommonName, IpInCommonName)
        {
            Callback = (host, commonName, names) => runner(() => callback(host, commonName, names)),
        };

    /// <summary>True for the scheme that accepts everything.</summary>
    internal bool IsNone => Name == "none";

    /// <summary>A scheme by its name.</summary>
    /// <exception cref="SslException">There is none of that name; the message lists them.</exception>
    public static HostnameScheme Parse(string name)
    {
        string wanted = (name ?? string.Empty).Trim().ToLowerInvariant();
        return HostnameSchemes.Find(wanted)
            ?? throw Wrong($"'{name}' is not a scheme for host names: valid are {string.Join(", ", Names)}.");
    }

    /// <summary>A custom scheme: check_cn, wildcards_in_alt, wildcards_in_cn, ip_in_cn, callback, with the manual's values.</summary>
    /// <exception cref="SslException">A key or value is not valid; the message names the valid ones.</exception>
    public static HostnameScheme FromHashtable(IDictionary table) => FromHashtable(table, CallbackReader.Read);

    /// <param name="table">See <see cref="FromHashtable(IDictionary)"/>.</param>
    /// <param name="readCallback">Makes a function of a callback that is not one yet; null if it cannot.</param>
    internal static HostnameScheme FromHashtable(IDictionary table,
        Func<object?, Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>?> readCallback)
    {
        var scheme =
            (cn: HostnameCommonName.Never, alt: HostnameWildcards.None, inCn: HostnameWildcards.None, ip: HostnameIpInCommonName.None);
        Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>? callback = null;
        foreach (DictionaryEntry entry in table ?? throw new ArgumentNullException(nameof(table)))
        {
            string key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            string value = Convert.ToString(entry.Value, CultureInfo.InvariantCulture)?.ToLowerInvariant() ?? string.Empty;
            switch (key.ToLowerInvariant())
            {
                case "check_cn":
                    // "for any other values the common name will not be checked", says the manual; a typo shall not pass for that.
                    scheme.cn = value switch { "always" => HostnameCommonName.Always, "when_only" =>
                        HostnameCommonName.WhenOnly, "0" or "" or "false" => HostnameCommonName.Never, _ =>
                            throw Value(key, entry.Value, "0, 'always', 'when_only'") };
                    break;
                case "wildcards_in_alt":
                    scheme.alt = Wildcards(key, entry.Value, value);
                    break;
                case "wildcards_in_cn":
                    scheme.inCn = Wildcards(key, entry.Value, value);
                    break;
                case "ip_in_cn":
                    scheme.ip = value switch
                    {
                        "0" or "" or "false" => HostnameIpInCommonName.None,
                        "4" => HostnameIpInCommonName.IPv4,
                        "6" => HostnameIpInCommonName.IPv6,
                        "1" or "true" => HostnameIpInCommonName.Any,
                        _ => throw Value(key, entry.Value, "0, 4, 6, 1"),
                    };
                    break;
                case "callback":
                    callback = entry.Value as Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool>
                        ?? readCallback(entry.Value) ?? throw Value(key, entry.Value, "a script block");
                    break;
                default:
                    throw Wrong($"'{key}' is not a key of a host name scheme: valid are check_cn, wildcards_in_alt, wildcards_in_cn, "
                        + $"ip_in_cn and callback.");
            }
        }

        return new HostnameScheme(CustomName, scheme.cn, scheme.alt, scheme.inCn, scheme.ip) { Callback = callback };
    }

    internal static HostnameScheme Make(string name, HostnameCommonName cn, HostnameWildcards alt, HostnameWildcards inCn,
        HostnameIpInCommonName ip = HostnameIpInCommonName.None) => new(name, cn, alt, inCn, ip);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static HostnameWildcards Wildcards(string key, object? given, string value) => value switch
    {
        "0" or "" or "false" => HostnameWildcards.None,
        "leftmost" or "full_label" => HostnameWildcards.Leftmost,
        "anywhere" => HostnameWildcards.Anywhere,
        _ => throw Value(key, given, "0, 'leftmost' (or 'full_label'), 'anywhere'"),
    };

    private static SslException Value(string key, object? value, string valid) =>
        Wrong($"'{value}' is not a value of {key}: valid are {valid}.");

    private static SslException Wrong(string message) => SslException.Option(message, "Write one of them.");
}
