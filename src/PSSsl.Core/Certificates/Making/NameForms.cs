using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Making;

/// <summary>Alternative names (RFC 5280, 4.2.1.6) out of what users write. Each method gives a GeneralName in DER.</summary>
internal static class NameForms
{
    private const string UpnOid = "1.3.6.1.4.1.311.20.2.3";

    /// <summary>What stands before a name of any kind.</summary>
    internal static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["dns:"] = "a host name: dns:www.example.org", ["ip:"] = "an address: ip:192.0.2.1",
            ["email:"] = "a mailbox: email:admin@example.org", ["uri:"] = "uri:https://example.org/",
        ["dir:"] = "a distinguished name: dir:O=Example", ["rid:"] = "an object identifier: rid:1.3.6.1.4.1.1",
        ["upn:"] = "a user of Windows: upn:user@example.org",
        ["other:"] = "any otherName: other:1.3.6.1.5.5.7.8.5:user@example.org",
    };

    /// <summary>What stands before a subtree of names.</summary>
    internal static IReadOnlyDictionary<string, string> SubtreeKinds { get; } = new Dictionary<string, string>
    {
        ["dns:"] = "hosts of a domain: dns:example.org", ["ip:"] = "a network: ip:10.0.0.0/8", ["email:"] = "mailboxes: email:example.org",
        ["uri:"] = "hosts in URIs: uri:.example.org", ["dir:"] = "names below one: dir:O=Example",
    };

    /// <summary>A host name, with a star as its whole first label perhaps, or an address.</summary>
    /// <exception cref="SslException">It is none.</exception>
    internal static byte[] Host(string text) => AddressOf(text) is { } address ? Address(address) : Dns(text);

    internal static IPAddress? AddressOf(string text) =>
        HostIdentity.TryRead(text, acceptsBrackets: true, out HostIdentity host, out _) ? host.Address : null;

    /// <exception cref="SslException">It is not a host name.</exception>
    internal static byte[] Dns(string text) => Ascii(SubjectAlternativeNameType.Dns, DnsText(text));

    /// <summary>A host name or address as a common name repeats it: in A-labels, an IPv6 address in its short form.</summary>
    /// <exception cref="SslException">It is not a host name.</exception>
    internal static string HostText(string text) => AddressOf(text)?.ToString() ?? DnsText(text);

    private static string DnsText(string text)
    {
        string name = ToAscii(text, text.StartsWith("*.", StringComparison.Ordinal) ? "*." : string.Empty);
        if (DnsNameForm.FaultIn(name, mayHaveStar: true, mayHaveUnderscore: true) is { } fault)
            throw Wrong(text, "not a host name", $"it {fault}");
        if (name[0] == '*' && PublicSuffixes.CountLabels(name.Substring(2)) >= name.Count(c => c == '.'))
            throw Wrong(text, "not a name for a certificate",
                $"{name.Substring(2)} is a public suffix; names below it belong to many owners, so clients accept no wildcard there");
        return name;
    }

    /// <exception cref="SslException">It is not an address.</exception>
    internal static byte[] Address(string text) =>
        Address(AddressOf(text) ?? throw Wrong(text, "not an IP address", "four numbers, or IPv6 without a zone, were expected"));

    internal static byte[] Address(IPAddress address) => DerWriter.Primitive((int)SubjectAlternativeNameType.Ip, address.GetAddressBytes());

    /// <exception cref="SslException">It is not a mailbox.</exception>
    internal static byte[] Email(string text)
    {
        int at = text.LastIndexOf('@');
        string local = at < 0 ? string.Empty : text.Substring(0, at), domain = at < 0 ? string.Empty
            : ToAscii(text.Substring(at + 1), string.Empty);
        if (local.Length == 0 || DnsNameForm.FaultIn(domain, mayHaveStar: false) is not null)
            throw Wrong(text, "not a mail address", "it is a name, @ and a domain");
        if (!local.All(c => c is > ' ' and < '\x7F' && "()<>@,;:\\\"[]".IndexOf(c) < 0))
            throw Wrong(text, "not a mail address that certificates can have",
                "the part before the @ must be ASCII, without spaces and quotes");
        return Ascii(SubjectAlternativeNameType.Email, local + "@" + domain);
    }

    /// <exception cref="SslException">It is not an absolute URI.</exception>
    internal static byte[] Link(string text) => Ascii(SubjectAlternativeNameType.Uri, Absolute(text));

    /// <summary>The URI in ASCII.</summary>
    /// <exception cref="SslException">It is not absolute.</exception>
    internal static string Absolute(string text)
    {
        // An absolute path would be taken for a file's URI.
        if (text.IndexOf(':') <= 0 || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri))
            throw Wrong(text, "not an absolute URI", "those begin with a scheme like https:");
        string written = text.All(c => c is > ' ' and < '\x7F') ? text : uri.AbsoluteUri;
        return written.All(c => c is > ' ' and < '\x7F') ? written
            : throw Wrong(text, "not a URI that certificates can have", "it must be ASCII");
    }

    /// <exception cref="SslException">It is not a distinguished name.</exception>
    internal static byte[] Directory(string text) =>
        SubjectName.Parse(text) is { IsEmpty: false } name ? DerWriter.Constructed((int)SubjectAlternativeNameType.Directory, name.Der)
            : throw Wrong(text, "not a name", "it is empty");

    /// <summary>A name that another has written, by the same rules as one that is given here.</summary>
    /// <exception cref="SslException">It is not valid.</exception>
    internal static byte[] Again(SubjectAlternativeName name)
    {
        try
        {
            return name.Type switch
            {
                SubjectAlternativeNameType.Dns => Dns(name.Text()),
                SubjectAlternativeNameType.Email => Email(name.Text()),
                SubjectAlternativeNameType.Uri => Link(name.Text()),
                SubjectAlternativeNameType.Ip when name.RawValue.Length is 4 or 16 => Address(new IPAddress(name.RawValue)),
                SubjectAlternativeNameType.Ip => throw new FormatException("an address of another length"),
                SubjectAlternativeNameType.RegisteredId => DerWriter.Primitive((int)name.Type, name.RawValue),
                _ => DerWriter.Constructed((int)name.Type, name.RawValue),
            };
        }
        catch (FormatException e)
        {
            throw SslException.Option($"The name '{name}' of the request is not valid: {e.Message}.",
                "Ask its sender for a new request, or give the names with -DnsName.", e);
        }
    }

    /// <summary>Any kind, with the kind before it: dns:, ip:, email:, uri:, dir:, rid:, upn:, other:OID:text.</summary>
    /// <exception cref="SslException">There is no such kind, or it is none of it.</exception>
    internal static byte[] Any(string text)
    {
        int colon = text.IndexOf(':');
        string value = text.Substring(colon + 1);
        return (colon < 0 ? string.Empty : text.Substring(0, colon).Trim().ToUpperInvariant()) switch
        {
            "DNS" => Dns(value),
            "IP" => Address(value),
            "EMAIL" or "RFC822" => Email(value),
            "URI" or "URL" => Link(value),
            "DIR" or "DIRECTORY" or "DIRNAME" => Directory(value),
            "RID" or "REGISTEREDID" => Registered(value),
            "UPN" => Other(UpnOid, value, text),
            "OTHER" or "OTHERNAME" when value.IndexOf(':') > 0 =>
                Other(value.Substring(0, value.IndexOf(':')), value.Substring(value.IndexOf(':') + 1), text),
            _ => throw SslException.Option($"'{text}' is not an alternative name.",
                "Write the kind before it: dns:, ip:, email:, uri:, dir:, rid:, upn:, or other:OID:text."),
        };
    }

    private static byte[] Registered(string oid) =>
        DerWriter.Primitive((int)SubjectAlternativeNameType.RegisteredId, new DerReader(Oid(oid, oid)).Content(DerReader.ObjectIdentifier));

    /// <summary>otherName with a UTF8String, as user principal names and XMPP's have it.</summary>
    private static byte[] Other(string oid, string value, string text)
    {
        if (value.Length == 0)
            throw Wrong(text, "not a name", "its value is empty");
        return DerWriter.Constructed((int)SubjectAlternativeNameType.Other, Oid(oid, text),
            DerWriter.Constructed(0, DerWriter.Utf8(value)));
    }

    private static byte[] Oid(string oid, string text)
    {
        try
        {
            return DerWriter.Oid(oid);
        }
        catch (FormatException e)
        {
            throw Wrong(text, "not a name for a certificate", e.Message);
        }
    }

    /// <summary>
    /// A subtree of names (RFC 5280, 4.2.1.10): dns:example.org, ip:10.0.0.0/8, email:example.org, uri:.example.org, dir:O=Example.
    /// </summary>
    /// <exception cref="SslException">There is no such kind, or it is none of it.</exception>
    internal static byte[] Subtree(string text)
    {
        int colon = text.IndexOf(':');
        string value = text.Substring(colon + 1);
        return (colon < 0 ? string.Empty : text.Substring(0, colon).Trim().ToUpperInvariant()) switch
        {
            "DNS" => Ascii(SubjectAlternativeNameType.Dns, Domain(value, text, mayHavePeriod: false)),
            "IP" => DerWriter.Primitive((int)SubjectAlternativeNameType.Ip, Network(value, text)),
            "EMAIL" => value.IndexOf('@') > 0 ? Email(value)
                : Ascii(SubjectAlternativeNameType.Email, Domain(value, text, mayHavePeriod: true)),
            "URI" => Ascii(SubjectAlternativeNameType.Uri, Domain(value, text, mayHavePeriod: true)),
            "DIR" => Directory(value),
            _ => throw SslException.Option($"'{text}' is not a subtree of names.",
                "Write dns:example.org, ip:10.0.0.0/8, email:example.org, uri:example.org or dir:O=Example."),
        };
    }

    private static string Domain(string value, string text, bool mayHavePeriod)
    {
        bool below = mayHavePeriod && value.StartsWith(".", StringComparison.Ordinal);
        string name = ToAscii(below ? value.Substring(1) : value, string.Empty);
        // An empty one is the tree of all names: excluded:dns: says that none may be certified.
        if ((name.Length > 0 || below) && DnsNameForm.FaultIn(name, mayHaveStar: false) is { } fault)
            throw Wrong(text, "not a subtree of names", $"{value} {fault}");
        return below ? "." + name : name;
    }

    private static byte[] Network(string value, string text)
    {
        string[] halves = value.Split('/');
        IPAddress? address = AddressOf(halves[0]);
        int bits = address?.AddressFamily == AddressFamily.InterNetwork ? 32 : 128, prefix = bits;
        if (address is null || halves.Length > 2
            || (halves.Length == 2
                && (!int.TryParse(halves[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits)))
            throw Wrong(text, "not a network", "write an address and the length of its prefix, 10.0.0.0/8 or 2001:db8::/32");
        byte[] bytes = address.GetAddressBytes();
        byte[] mask = Enumerable.Range(0, bytes.Length).Select(i => (byte)(0xFF00 >> Math.Min(8, Math.Max(0, prefix - (8 * i))))).ToArray();
        return bytes.Select((b, i) => (byte)(b & mask[i])).Concat(mask).ToArray();
    }

    private static string ToAscii(string text, string keep)
    {
        string name = text.Substring(keep.Length);
        if (name.EndsWith(".", StringComparison.Ordinal))
            name = name.Substring(0, name.Length - 1);
        try
        {
            return keep + HostNames.ToAscii(name);
        }
        catch (SslException e)
        {
            bool isAscii = name.All(c => c < 0x80);
            string? fault = isAscii ? DnsNameForm.FaultIn(name, mayHaveStar: false, mayHaveUnderscore: true) : null;
            throw Wrong(text, "not a host name", fault is null ? "it is not an international domain name" : $"it {fault}", e);
        }
    }

    private static byte[] Ascii(SubjectAlternativeNameType form, string text) =>
        DerWriter.Primitive((int)form, Encoding.ASCII.GetBytes(text));

    private static SslException Wrong(string text, string what, string why, Exception? inner = null) =>
        SslException.Option($"'{text}' is {what}: {why}.", "Check its spelling.", inner);
}
