using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PSSsl.Certificates;

/// <summary>Facts from extensions that the platform does not read on all its versions. What cannot be read becomes a fault, never an exception.</summary>
internal sealed class CertificateExtensions
{
    private const int MostUrls = 100;

    private readonly X509Certificate2 _certificate;
    private readonly List<string> _faults = new();

    internal CertificateExtensions(X509Certificate2 certificate)
    {
        _certificate = certificate;
        ReadAuthorityAccess();
        CrlUrls = Read("2.5.29.31", "CRL distribution points", ReadCrlUrls) ?? Array.Empty<string>();
        AuthorityKeyId = Read("2.5.29.35", "authority key identifier", der => der.Enter(DerReader.Sequence).TryEnter(0x80)?.Rest() is { } id ? Hex(id) : null);
        SctCount = Read("1.3.6.1.4.1.11129.2.4.2", "SCT list", der => (int?)CountScts(der.Content(DerReader.OctetString))) ?? 0;
        // RFC 7633: the feature that must be there is status_request, number 5.
        MustStaple = Read("1.3.6.1.5.5.7.1.24", "TLS feature", der => (bool?)ReadFeatures(der.Enter(DerReader.Sequence)).Contains(5)) ?? false;
    }

    internal IReadOnlyList<string> OcspUrls { get; private set; } = Array.Empty<string>();

    internal IReadOnlyList<string> CaIssuersUrls { get; private set; } = Array.Empty<string>();

    internal IReadOnlyList<string> CrlUrls { get; }

    internal string? AuthorityKeyId { get; }

    internal int SctCount { get; }

    internal bool MustStaple { get; }

    internal IReadOnlyList<string> Faults => _faults;

    internal static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", string.Empty);

    private void ReadAuthorityAccess()
    {
        var ocsp = new List<string>();
        var issuers = new List<string>();
        Read<object>("1.3.6.1.5.5.7.1.1", "authority information access", der =>
        {
            DerReader list = der.Enter(DerReader.Sequence);
            for (int i = 0; list.HasMore && i < MostUrls; i++)
            {
                DerReader access = list.Enter(DerReader.Sequence);
                string method = access.Oid();
                if (access.TryEnter(0x86) is not { } url)
                    continue;
                if (method == "1.3.6.1.5.5.7.48.1")
                    ocsp.Add(Ascii(url.Rest()));
                else if (method == "1.3.6.1.5.5.7.48.2")
                    issuers.Add(Ascii(url.Rest()));
            }

            return null;
        });
        OcspUrls = ocsp;
        CaIssuersUrls = issuers;
    }

    private static IReadOnlyList<string> ReadCrlUrls(DerReader der)
    {
        var urls = new List<string>();
        DerReader points = der.Enter(DerReader.Sequence);
        while (points.HasMore && urls.Count < MostUrls)
        {
            // RFC 5280, 4.2.1.13: DistributionPoint, its [0] name, in that the [0] full name, in that [6] URIs.
            DerReader? names = points.Enter(DerReader.Sequence).TryEnter(0xA0)?.TryEnter(0xA0);
            while (names is { HasMore: true } && urls.Count < MostUrls)
            {
                if (names.TryEnter(0x86) is { } url)
                    urls.Add(Ascii(url.Rest()));
                else
                    names.Skip();
            }
        }

        return urls;
    }

    /// <summary>RFC 6962, 3.3: a list with a length of two bytes, of items with a length of two bytes.</summary>
    private static int CountScts(byte[] list)
    {
        int count = 0;
        for (int at = 2; at + 2 <= list.Length; count++)
            at += 2 + ((list[at] << 8) | list[at + 1]);
        return count;
    }

    private static IEnumerable<int> ReadFeatures(DerReader features)
    {
        while (features.HasMore)
        {
            byte[] number = features.Content(DerReader.Integer);
            yield return number.Length == 1 ? number[0] : -1;
        }
    }

    private T? Read<T>(string oid, string name, Func<DerReader, T?> read)
    {
        X509Extension? extension = _certificate.Extensions[oid];
        if (extension is null)
            return default;
        try
        {
            return read(new DerReader(extension.RawData));
        }
        catch (FormatException e)
        {
            _faults.Add($"the extension {name} cannot be read: {e.Message}");
            return default;
        }
    }

    /// <summary>Text of a certificate, with what could move a terminal's cursor made visible.</summary>
    private static string Ascii(byte[] bytes) => new(Encoding.ASCII.GetString(bytes).Select(c => char.IsControl(c) ? '\uFFFD' : c).ToArray());
}
