using System;

namespace PSSsl.X509.Names;

/// <summary>
/// A name as it is compared with the subtrees of name constraints. There may be many of both, whoever made them, so what a comparison needs
/// is read once.
/// </summary>
internal sealed class ComparedName
{
    private readonly Lazy<string> _text;
    private readonly Lazy<string?> _dns;
    private readonly Lazy<string?> _host;
    private readonly Lazy<DistinguishedName> _directory;

    internal ComparedName(SubjectAlternativeName name)
    {
        Name = name;
        _text = new Lazy<string>(name.Text);
        _dns = new Lazy<string?>(() => DnsOf(Text));
        _host = new Lazy<string?>(() => HostOf(Text));
        _directory = new Lazy<DistinguishedName>(name.Directory);
    }

    internal SubjectAlternativeName Name { get; }

    internal SubjectAlternativeNameType Type => Name.Type;

    internal byte[] RawValue => Name.RawValue;

    /// <exception cref="FormatException">It has other bytes than ASCII's.</exception>
    internal string Text => _text.Value;

    /// <summary>Null for what is not a DNS name.</summary>
    /// <exception cref="FormatException">It has other bytes than ASCII's.</exception>
    internal string? Dns => _dns.Value;

    /// <summary>The host of a URI; null if it has none, or an address, which no constraint of names can judge.</summary>
    /// <exception cref="FormatException">It has other bytes than ASCII's.</exception>
    internal string? Host => _host.Value;

    /// <exception cref="FormatException">It is not a distinguished name.</exception>
    internal DistinguishedName Directory => _directory.Value;

    private static string? DnsOf(string name)
    {
        string text = name.TrimEnd('.');
        if (text.Length == 0 || text[0] == '.')
            return null;
        // With blanks it is not a host's; whoever takes them away must not see another name than is seen here.
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
                return null;
        }

        return text;
    }

    private static string? HostOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.HostNameType != UriHostNameType.Dns)
            return null;
        string host = uri.Host.TrimEnd('.');
        return host.Length == 0 ? null : host;
    }
}
