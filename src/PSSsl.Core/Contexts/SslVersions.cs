using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PSSsl.Contexts;

/// <summary>
/// The manual's language for protocol versions (SSL_version): names in any case separated by colons, <c>SSLv23</c> for all,
/// <c>!name</c> to take one out.
/// </summary>
internal static class SslVersions
{
    /// <summary>TLS 1.3 and 1.2: what RFC 8996 leaves.</summary>
    internal static readonly IReadOnlyList<SslVersion> Default = new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 };

    internal static readonly IReadOnlyList<string> Words = new[] { "SSLv23", "SSLv3", "TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3" };

    private static readonly SslVersion[] s_all =
        { SslVersion.TLSv1_3, SslVersion.TLSv1_2, SslVersion.TLSv1_1, SslVersion.TLSv1, SslVersion.SSLv3 };

    /// <summary>Reads one or more values of -Version; newest first.</summary>
    /// <exception cref="SslException">A word is unknown, or nothing is left.</exception>
    internal static IReadOnlyList<SslVersion> Parse(IEnumerable<object> values)
    {
        var wanted = new HashSet<SslVersion>();
        var excluded = new HashSet<SslVersion>();
        bool named = false;
        var words = new List<string>();
        foreach (object value in values)
        {
            // A flag of .NET's that is none of its versions would read as a number.
            if (value is System.Security.Authentication.SslProtocols protocols && !IsNamed(protocols))
                throw Wrong($"-Version: {protocols} of .NET's SslProtocols names no version.");
            if (value is SslVersion version)
            {
                named |= wanted.Add(version);
                words.Add(version.ToString());
                continue;
            }

            words.Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
            foreach (string word in Pattern.Apart.Replace(words[words.Count - 1], "$1")
                .Split(new[] { ':', ',', ' ' }, StringSplitOptions.RemoveEmptyEntries))
                Read(word, wanted, excluded, ref named);
        }

        // Exclusions alone exclude from all that are safe, as the manual's default does.
        if (!named)
            wanted.UnionWith(Default);
        SslVersion[] left = s_all.Where(v => wanted.Contains(v) && !excluded.Contains(v)).ToArray();
        return left.Length > 0 ? left
            : throw Wrong(
                $"-Version '{string.Join("', '", words)}' leaves no protocol version: SSLv23, and '!' alone, begin with "
                    + $"{string.Join(" and ", Default)}, which RFC 8996 leaves; older ones must be named.");
    }

    private static bool IsNamed(System.Security.Authentication.SslProtocols protocols) =>
        protocols != System.Security.Authentication.SslProtocols.None && !int.TryParse(protocols.ToString(), out _)
            && protocols.ToString() != "Default";

    private static void Read(string word, HashSet<SslVersion> wanted, HashSet<SslVersion> excluded, ref bool named)
    {
        bool exclude = word[0] == '!';
        string name = Canonical(exclude ? word.Substring(1) : word);
        if (name is "SSL2" or "SSL20")
        {
            if (exclude)
                return;
            throw Wrong("SSLv2 is not supported: it is forbidden (RFC 6176) and nothing speaks it any more.");
        }

        IEnumerable<SslVersion> versions = name switch
        {
            // SSLv23 is OpenSSL's old word for "whatever both ends know"; what is not safe must be named.
            "SSL23" or "SSL2/3" => Default,
            "SSL3" or "SSL30" => new[] { SslVersion.SSLv3 },
            "TLS" or "TLS1" or "TLS10" => new[] { SslVersion.TLSv1 },
            "TLS11" => new[] { SslVersion.TLSv1_1 },
            "TLS12" => new[] { SslVersion.TLSv1_2 },
            "TLS13" => new[] { SslVersion.TLSv1_3 },
            _ => throw Wrong($"'{word}' is not a protocol version. Valid values: {string.Join(", ", Words)}."),
        };
        if (exclude)
        {
            excluded.UnionWith(versions);
        }
        else
        {
            named = true;
            wanted.UnionWith(versions);
        }
    }

    /// <summary>However people write it: TLSv1_2, TLSv1.2, Tls12, TLS1.2, 1.2; .NET's <c>Tls</c> is TLS 1.0.</summary>
    private static string Canonical(string word)
    {
        string name = new(word.ToUpperInvariant().Where(c => c is not ('.' or '_' or '-' or 'V')).ToArray());
        return name.Length > 0 && char.IsDigit(name[0]) ? "TLS" + name : name;
    }

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction =
            $"Join words with ':', and put '!' before one to leave it out; SSLv23 stands for {string.Join(" and ", Default)}.",
    };

    /// <summary>Made when versions are first named.</summary>
    private static class Pattern
    {
        /// <summary>"TLS 1.2" is one version, and not TLS 1.0 and another one.</summary>
        internal static readonly Regex Apart = new(@"(TLS|SSL)\s+(?=v?\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
