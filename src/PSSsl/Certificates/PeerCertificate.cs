using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Trust;

namespace PSSsl;

/// <summary>A certificate described, with what verification found (manual: <c>peer_certificate</c>).</summary>
public sealed class PeerCertificate
{
    private readonly CertificateExtensions _extensions;
    private readonly CertificateNames _names;

    private PeerCertificate(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, bool? isTrusted, bool? hostnameMatch, IReadOnlyList<SslVerifyError> errors)
    {
        Certificate = certificate;
        Chain = chain;
        IsTrusted = isTrusted;
        HostnameMatch = hostnameMatch;
        VerifyErrors = errors;
        _extensions = new CertificateExtensions(certificate);
        _names = CertificateNames.Of(certificate);
    }

    /// <summary>Whose it is, RFC 4514's form.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>Who signed it.</summary>
    public string Issuer => Certificate.Issuer;

    /// <summary>The subject's common name, null if it has none.</summary>
    public string? CommonName => _names.CommonName;

    /// <summary>All alternative names (RFC 5280, 4.2.1.6), in order.</summary>
    public IReadOnlyList<SubjectAlternativeName> SubjectAlternativeNames => _names.SubjectAlternativeNames;

    /// <summary>Its DNS names.</summary>
    public string[] DnsNames => Names(SubjectAlternativeNameType.Dns);

    /// <summary>Its IP addresses.</summary>
    public string[] IpAddresses => Names(SubjectAlternativeNameType.Ip);

    /// <summary>Its mail addresses.</summary>
    public string[] EmailAddresses => Names(SubjectAlternativeNameType.Email);

    /// <summary>Its URIs.</summary>
    public string[] Uris => Names(SubjectAlternativeNameType.Uri);

    /// <summary>From when on it is valid, local time.</summary>
    public DateTime NotBefore => Certificate.NotBefore;

    /// <summary>Until when it is valid, local time.</summary>
    public DateTime NotAfter => Certificate.NotAfter;

    /// <summary>Whole days until it expires; negative once it has.</summary>
    public int DaysRemaining => (int)Math.Floor((Certificate.NotAfter - DateTime.Now).TotalDays);

    /// <summary>True once it has expired.</summary>
    public bool IsExpired => DateTime.Now > Certificate.NotAfter;

    /// <summary>Serial number in hex.</summary>
    public string SerialNumber => Certificate.SerialNumber;

    /// <summary>SHA-1 of the certificate in hex, as Windows names certificates.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    /// <summary>SHA-256 of the certificate in hex.</summary>
    public string Sha256 => CertificateExtensions.Hex(Fingerprint.Digest("sha256", Certificate.RawData));

    /// <summary>SHA-256 of the public key as curl and HPKP write it; -Fingerprint takes it.</summary>
    public string PublicKeyPin => "sha256//" + Convert.ToBase64String(Fingerprint.Digest("sha256", PublicKeyInfo.Of(Certificate)));

    /// <summary>Kind of key: RSA, EC, Ed25519, or the algorithm's object identifier.</summary>
    public string KeyAlgorithm => KeyFacts.Algorithm(Certificate);

    /// <summary>Size of the key in bits; 0 if the platform cannot read it.</summary>
    public int KeySize => KeyFacts.Size(Certificate);

    /// <summary>Algorithm of the signature.</summary>
    public string SignatureAlgorithm => Certificate.SignatureAlgorithm.FriendlyName ?? Certificate.SignatureAlgorithm.Value ?? string.Empty;

    /// <summary>What the key may do (RFC 5280, 4.2.1.3); null if it is not said.</summary>
    public X509KeyUsageFlags? KeyUsage => Certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages;

    /// <summary>What the certificate may be used for (RFC 5280, 4.2.1.12).</summary>
    public string[] ExtendedKeyUsage => Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).Select(o => string.IsNullOrEmpty(o.FriendlyName) ? o.Value! : $"{o.FriendlyName} ({o.Value})").ToArray();

    /// <summary>True for an authority's certificate.</summary>
    public bool IsCA => Certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()?.CertificateAuthority == true;

    /// <summary>True if subject and issuer are the same.</summary>
    public bool IsSelfIssued => ChainVerifier.IsSelfIssued(Certificate);

    /// <summary>Identifier of the key, hex.</summary>
    public string? SubjectKeyId => Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier;

    /// <summary>Identifier of the issuer's key, hex.</summary>
    public string? AuthorityKeyId => _extensions.AuthorityKeyId;

    /// <summary>Where its status can be asked (OCSP, RFC 6960).</summary>
    public IReadOnlyList<string> OcspUrls => _extensions.OcspUrls;

    /// <summary>Where its issuer's certificate can be had.</summary>
    public IReadOnlyList<string> CaIssuersUrls => _extensions.CaIssuersUrls;

    /// <summary>Where revocation lists can be had.</summary>
    public IReadOnlyList<string> CrlUrls => _extensions.CrlUrls;

    /// <summary>How many signed certificate timestamps it carries (RFC 6962).</summary>
    public int SctCount => _extensions.SctCount;

    /// <summary>True if servers must staple its status (RFC 7633).</summary>
    public bool MustStaple => _extensions.MustStaple;

    /// <summary>Extensions that cannot be read.</summary>
    public IReadOnlyList<string> Faults => _extensions.Faults;

    /// <summary>Whether its chain ends, without a fault, at a trusted authority; null if nobody looked.</summary>
    public bool? IsTrusted { get; }

    /// <summary>Whether it is for the host that was asked for; null if nobody looked.</summary>
    public bool? HostnameMatch { get; }

    /// <summary>Everything that is wrong with it or its chain.</summary>
    public IReadOnlyList<SslVerifyError> VerifyErrors { get; }

    /// <summary>The certificates as sent, in the peer's order.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What was asked for, as the user wrote it.</summary>
    public object? Target { get; internal set; }

    internal static PeerCertificate From(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, bool? isTrusted, bool? hostnameMatch, IReadOnlyList<SslVerifyError> errors) =>
        new(leaf, sent, isTrusted, hostnameMatch, errors);

    /// <summary>Another certificate of the same chain, with the faults at its place.</summary>
    internal static PeerCertificate From(X509Certificate2 element, PeerCertificate leaf) => new(element, new[] { element }, leaf.IsTrusted, null,
        leaf.VerifyErrors.Where(e => e.Certificate is not null && e.Certificate.RawData.SequenceEqual(element.RawData)).ToArray());

    /// <summary>A fingerprint, in the form that -Fingerprint takes.</summary>
    /// <param name="algorithm">sha256, sha384, sha512 or sha1.</param>
    /// <param name="of"><c>cert</c>, or <c>pubkey</c> for the public key, which stays the same when a certificate is renewed with its key.</param>
    public string GetFingerprint(string algorithm = "sha256", string of = "cert")
    {
        string name = (algorithm ?? string.Empty).ToLowerInvariant();
        if (name is not ("sha256" or "sha384" or "sha512" or "sha1"))
            throw Wrong($"'{algorithm}' is no digest: valid are sha256, sha384, sha512 and sha1.");
        bool ofKey = of switch
        {
            "cert" => false,
            "pubkey" or "pub" => true,
            _ => throw Wrong($"'{of}' has no fingerprint: valid are cert and pubkey."),
        };
        byte[] data = ofKey ? PublicKeyInfo.Of(Certificate) : Certificate.RawData;
        return $"{name}${(ofKey ? "pub$" : string.Empty)}{Fingerprint.Hex(Fingerprint.Digest(name, data))}";
    }

    /// <summary>One field by the manual's name.</summary>
    /// <exception cref="SslException">There is no such field; the message names the valid ones.</exception>
    public object? GetField(string name) => (name ?? string.Empty).ToUpperInvariant() switch
    {
        "OWNER" or "SUBJECT" => Slashes(Certificate.SubjectName),
        "AUTHORITY" or "ISSUER" => Slashes(Certificate.IssuerName),
        "COMMONNAME" or "CN" => CommonName,
        "SUBJECTALTNAMES" => SubjectAlternativeNames,
        _ => throw Wrong($"'{name}' is no field of a certificate: valid are owner (subject), authority (issuer), commonName (cn) and subjectAltNames."),
    };

    /// <summary>Everything in lines, for reading.</summary>
    public string ToText() => CertificateText.Write(this);

    /// <inheritdoc/>
    public override string ToString() => Subject;

    private string[] Names(SubjectAlternativeNameType type) => SubjectAlternativeNames.Where(n => n.Type == type).Select(n => n.Value).ToArray();

    /// <summary>OpenSSL's one-line form, /C=…/O=…/CN=…, in the certificate's order.</summary>
    private static string Slashes(X500DistinguishedName name)
    {
        string lines = name.Decode(X500DistinguishedNameFlags.UseNewLines | X500DistinguishedNameFlags.DoNotUseQuotes);
        return string.Concat(lines.Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries).Select(part => "/" + part));
    }

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.None, message);
}
