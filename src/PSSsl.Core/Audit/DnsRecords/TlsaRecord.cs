using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Audit.DnsRecords;

/// <summary>What a server's certificate, or its authority's, must be (RFC 6698, 2).</summary>
internal sealed class TlsaRecord
{
    /// <summary>Digits that tell two records apart.</summary>
    private const int Shown = 16;

    private readonly byte[] _data;

    private TlsaRecord(int usage, int selector, int matching, byte[] data)
    {
        Usage = usage;
        Selector = selector;
        Matching = matching;
        _data = data;
    }

    /// <summary>0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE (RFC 7218).</summary>
    internal int Usage { get; }

    /// <summary>0 the whole certificate, 1 its public key.</summary>
    internal int Selector { get; }

    /// <summary>0 all of it, 1 its SHA-256, 2 its SHA-512.</summary>
    internal int Matching { get; }

    /// <summary>
    /// False for numbers that no RFC defines, and for digests of another length: such a record does not count.
    /// </summary>
    internal bool IsUsable => Usage is >= 0 and <= 3 && Selector is 0 or 1
        && Matching switch { 0 => _data.Length > 0, 1 => _data.Length == 32, 2 => _data.Length == 64, _ => false };

    /// <summary>The certificate, if that is what it says.</summary>
    internal byte[]? Certificate => IsUsable && Selector == 0 && Matching == 0 ? _data : null;

    /// <summary>One that is cut off has no meaning either.</summary>
    internal static TlsaRecord Read(byte[] data) =>
        data.Length > 3 ? new TlsaRecord(data[0], data[1], data[2], data.Skip(3).ToArray()) : new TlsaRecord(-1, -1, -1, data);

    internal bool Fits(X509Certificate2 certificate)
    {
        if (!IsUsable)
            return false;
        byte[]? selected = Selector == 0 ? certificate.RawData : ParsedCertificate.Of(certificate).PublicKeyInfo;
        return selected is not null && _data.SequenceEqual(Matching switch
        {
            0 => selected,
            1 => Digest.Of("sha256", selected),
            _ => Digest.Of("sha512", selected),
        });
    }

    /// <summary>As master files have it, with the beginning of its digits.</summary>
    public override string ToString()
    {
        if (Usage < 0)
            return "a record that is cut off";
        string digits = CertificateExtensions.Hex(_data).ToLowerInvariant();
        return string.Format(CultureInfo.InvariantCulture, "{0} {1} {2} {3}", Usage, Selector, Matching,
            digits.Length > Shown ? digits.Substring(0, Shown) + "…" : digits);
    }
}
