using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>
/// One subtree of name constraints (RFC 5280, 4.2.1.10). <see cref="Contains"/> says yes only if the whole name lies in it,
/// <see cref="Reaches"/> already if a part of it may: permission is given sparingly and exclusion widely.
/// </summary>
internal sealed class NameSubtree
{
    private readonly byte[] _content;
    private readonly string _text;
    private readonly string _bare;
    private readonly DistinguishedName? _directory;

    private NameSubtree(SubjectAlternativeName name)
    {
        Form = name.Type;
        _content = name.RawValue;
        _text = Form is SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri ? name.Text()
            : string.Empty;
        _bare = _text.Trim('.');
        _directory = Form == SubjectAlternativeNameType.Directory ? name.Directory() : null;
    }

    internal SubjectAlternativeNameType Form { get; }

    /// <summary>True if it says that its minimum is 0, which DER leaves out.</summary>
    internal bool HasWrittenMinimum { get; private set; }

    /// <summary>The text of a DNS name, mail address or host of URIs; else empty.</summary>
    internal string Text => _text;

    /// <exception cref="FormatException">It is not what RFC 5280 allows.</exception>
    internal static NameSubtree Read(DerReader generalSubtree)
    {
        var subtree = new NameSubtree(GeneralNames.ReadOne(generalSubtree));
        // minimum is 0, which DER leaves out though some write it, and maximum absent.
        if (generalSubtree.TryEnter(0x80) is { } minimum)
            subtree.HasWrittenMinimum = minimum.Rest() is [0] ? true
                : throw new FormatException("a subtree of names with a minimum that is not 0");
        if (generalSubtree.HasMore)
            throw new FormatException("a subtree of names with a minimum or maximum");
        if (subtree.Form == SubjectAlternativeNameType.Ip && !IsNetwork(subtree._content))
            throw new FormatException("a subtree of addresses that is not a network");
        if (subtree.Form == SubjectAlternativeNameType.Email && subtree._text.Count(c => c == '@') > 1)
            throw new FormatException("a subtree of mail addresses with two @");
        return subtree;
    }

    /// <summary>Whether all that this name stands for lies in the subtree.</summary>
    internal bool Contains(ComparedName name) => Form switch
    {
        SubjectAlternativeNameType.Dns => name.Dns is { } dns && IsWithin(dns, _text),
        SubjectAlternativeNameType.Email => MailContains(name.Text),
        SubjectAlternativeNameType.Uri => name.Host is { } host && HostContains(host),
        SubjectAlternativeNameType.Ip => InNetwork(name.RawValue),
        SubjectAlternativeNameType.Directory => name.Directory.IsWithin(_directory!),
        _ => false,
    };

    /// <summary>
    /// Whether something that this name stands for may lie in the subtree; of forms that cannot be compared everything may.
    /// </summary>
    internal bool Reaches(ComparedName name) => Form switch
    {
        SubjectAlternativeNameType.Dns => name.Dns is not { } dns || IsWithin(dns, _bare) || StarReaches(dns),
        SubjectAlternativeNameType.Email => MailContains(name.Text),
        SubjectAlternativeNameType.Uri => name.Host is not { } host || HostContains(host),
        SubjectAlternativeNameType.Ip => name.RawValue.Length is not (4 or 16) || InNetwork(name.RawValue),
        SubjectAlternativeNameType.Directory => name.Directory.IsWithin(_directory!),
        _ => true,
    };

    /// <summary>A name for a message.</summary>
    internal static string Show(SubjectAlternativeName name) => name.Type switch
    {
        SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri
            or SubjectAlternativeNameType.Directory => CertificateLabel.Of(name.Value),
        SubjectAlternativeNameType.Ip when name.RawValue.Length is 4 or 16 => name.Value,
        _ => $"a name of the form {name.Type}",
    };

    /// <summary>Labels may be added on the left; in use, though not in the RFC, is a leading period, which wants one at least.</summary>
    private static bool IsWithin(string name, string tree)
    {
        if (tree.Length == 0)
            return true;
        if (tree[0] == '.')
            return name.Length > tree.Length && name.EndsWith(tree, StringComparison.OrdinalIgnoreCase);
        return name.EndsWith(tree, StringComparison.OrdinalIgnoreCase)
            && (name.Length == tree.Length || name[name.Length - tree.Length - 1] == '.');
    }

    /// <summary>
    /// A star stands for one label, so a wildcard reaches what is one label below its parent, though platforms compare its star as if it
    /// were a letter.
    /// </summary>
    private bool StarReaches(string name)
    {
        int dot = name.IndexOf('.');
        if (dot < 0 || name.IndexOf('*', 0, dot) < 0)
            return false;
        int treeDot = _bare.IndexOf('.');
        return treeDot > 0 && string.Equals(name.Substring(dot), _bare.Substring(treeDot), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// A mailbox, a host, or, with a leading period, hosts of a domain. The part before @ is compared with its case (RFC 5280, 7.5).
    /// </summary>
    private bool MailContains(string mail)
    {
        int at = mail.LastIndexOf('@');
        if (at <= 0 || at == mail.Length - 1)
            return _text.Length == 0;
        string host = mail.Substring(at + 1);
        int ownAt = _text.IndexOf('@');
        if (ownAt >= 0)
            return string.Equals(mail.Substring(0, at), _text.Substring(0, ownAt), StringComparison.Ordinal)
                && string.Equals(host, _text.Substring(ownAt + 1), StringComparison.OrdinalIgnoreCase);
        return HostContains(host);
    }

    private bool HostContains(string host) => _text.Length == 0
        || (_text[0] == '.' ? host.Length > _text.Length && host.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
            : string.Equals(host, _text, StringComparison.OrdinalIgnoreCase));

    private bool InNetwork(byte[] address)
    {
        if (address.Length * 2 != _content.Length)
            return false;
        for (int i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ _content[i]) & _content[address.Length + i]) != 0)
                return false;
        }

        return true;
    }

    /// <summary>An address and a mask whose ones stand before its zeros (RFC 4632).</summary>
    private static bool IsNetwork(byte[] content)
    {
        if (content.Length is not (8 or 32))
            return false;
        bool ended = false;
        for (int i = content.Length / 2; i < content.Length; i++)
        {
            for (int bit = 0x80; bit > 0; bit >>= 1)
            {
                bool one = (content[i] & bit) != 0;
                if (one && ended)
                    return false;
                ended |= !one;
            }
        }

        return true;
    }
}
