using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;
using PSSsl.Connecting.StartTls;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Completion;

/// <summary>Completes -Version.</summary>
internal sealed class VersionCompleter : ListCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["TLSv1_3"] = "TLS 1.3 (RFC 8446)",
        ["TLSv1_2"] = "TLS 1.2 (RFC 5246)",
        ["SSLv23"] = "all that are safe: TLS 1.2 and 1.3",
        ["TLSv1_1"] = "TLS 1.1, forbidden by RFC 8996",
        ["TLSv1"] = "TLS 1.0, forbidden by RFC 8996",
        ["SSLv3"] = "SSL 3.0, broken (RFC 7568)",
    };
}

/// <summary>Completes -CipherList.</summary>
internal sealed class CipherListCompleter : ListCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        new[] { new KeyValuePair<string, string>("DEFAULT", "at the beginning: OpenSSL's default") }
            .Concat(CipherWords.Descriptions).Concat(Ciphers(tls13: false))
            .Concat(new[] { new KeyValuePair<string, string>("@STRENGTH", "sorts by strength"),
                new KeyValuePair<string, string>("@SECLEVEL=0", "allows what is not safe") });

    internal static IEnumerable<KeyValuePair<string, string>> Ciphers(bool tls13) => CipherTable.All.Where(c => c.IsTls13 == tls13)
        .Select(c => new KeyValuePair<string, string>(c.Name, $"{c.StandardName}, {c.Bits} bits, {c.Strength}"));
}

/// <summary>Completes -CipherSuite.</summary>
internal sealed class CipherSuiteCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => CipherTable.All.Where(c => c.IsTls13)
        .Select(c => new KeyValuePair<string, string>(c.Name, $"TLS 1.3, {c.Encryption}, {c.Bits} bits, {c.Strength}"));
}

/// <summary>Completes -Group.</summary>
internal sealed class GroupCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => NamedGroups.Descriptions;
}

/// <summary>Completes -SignatureScheme.</summary>
internal sealed class SignatureSchemeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => SignatureSchemes.Descriptions;
}

/// <summary>Completes -VerifyScheme and -Scheme.</summary>
internal sealed class VerifySchemeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        HostnameScheme.Names.Select(n => new KeyValuePair<string, string>(n, HostnameSchemes.Describe(n)));
}

/// <summary>Completes -Field.</summary>
internal sealed class CertificateFieldCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["owner"] = "whose certificate it is; also subject",
        ["authority"] = "who signed it; also issuer",
        ["commonName"] = "the subject's common name; also cn",
        ["subjectAltNames"] = "the alternative names",
    };
}

/// <summary>Completes -StartTls.</summary>
internal sealed class StartTlsCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        StartTlsDialogues.All.Select(d => new KeyValuePair<string, string>(d.Protocol.ToString(), d.Description));
}

/// <summary>Completes -Proxy.</summary>
internal sealed class ProxyCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["http://"] = "an HTTP proxy, used in plain text",
        ["https://"] = "an HTTP proxy, used over TLS",
        ["socks5h://"] = "a SOCKS 5 proxy that looks names up itself",
        ["socks5://"] = "a SOCKS 5 proxy; names are looked up here",
    };
}
