using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Certificates.Reading;
using PSSsl.Certificates.Writing;
using PSSsl.Engine;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Keys;

namespace PSSsl;

/// <summary>A certificate described, with what verification found.</summary>
public sealed partial class PeerCertificate : IEquatable<PeerCertificate>
{
    private readonly ParsedCertificate _parsed;
    private readonly CertificateExtensions _extensions;
    private readonly CertificateNames _names;
    private readonly KeyDescription? _key;
    private readonly ShownBy _by;
    private SslTextList? _faults;

    /// <summary>Whose it is, in RFC 4514's form with a space after each comma; empty if it cannot be read.</summary>
    public string Subject => _parsed.SubjectOrNull?.ToRfc4514() ?? string.Empty;

    /// <summary>How messages call it.</summary>
    internal string Label => CertificateLabel.Of(Subject);

    /// <summary>Who signed it, in the same form.</summary>
    public string Issuer => _parsed.IssuerOrNull?.ToRfc4514() ?? string.Empty;

    /// <summary>The subject's common name, null if it has none.</summary>
    public string? CommonName => _names.CommonName is { } name ? HarmlessText.Of(name) : null;

    /// <summary>All alternative names (RFC 5280, 4.2.1.6), in order.</summary>
    internal IReadOnlyList<SubjectAlternativeName> SubjectAlternativeNames => _names.SubjectAlternativeNames;

    /// <summary>Its DNS names.</summary>
    public SslTextList DnsNames => Names(SubjectAlternativeNameType.Dns);

    /// <summary>Its IP addresses.</summary>
    public SslTextList IpAddresses => Names(SubjectAlternativeNameType.Ip);

    /// <summary>Its mail addresses.</summary>
    public SslTextList EmailAddresses => Names(SubjectAlternativeNameType.Email);

    /// <summary>Its URIs.</summary>
    public SslTextList Uris => Names(SubjectAlternativeNameType.Uri);

    /// <summary>Its user principal names (otherName 1.3.6.1.4.1.311.20.2.3), as Windows logs on with.</summary>
    public SslTextList UserPrincipalNames =>
        new(SubjectAlternativeNames.Where(n => n.TypeId == Oids.UserPrincipalName).Select(n => n.Value));

    /// <summary>From when on it is valid, local time; null if it cannot be read.</summary>
    public DateTime? NotBefore => _parsed.NotBeforeOrNull?.Value?.ToLocalTime();

    /// <summary>Until when it is valid, local time; null if it cannot be read.</summary>
    public DateTime? NotAfter => NotAfterUtc?.ToLocalTime();

    /// <summary>Whole days until it expires; negative once it has, null if its end cannot be read.</summary>
    public int? DaysRemaining => NotAfterUtc is { } end ? CertificateTerm.Days(end, DateTime.UtcNow) : null;

    /// <summary>True once it has expired; null if its end cannot be read.</summary>
    public bool? IsExpired => NotAfterUtc is { } end ? DateTime.UtcNow > end : null;

    /// <summary>1, 2 or 3; 0 if it is none of them.</summary>
    public int X509Version => _parsed.Version;

    /// <summary>Serial number in hex.</summary>
    public string SerialNumber => _parsed.SerialNumberOrNull is { } serial ? CertificateExtensions.Hex(serial) : string.Empty;

    /// <summary>SHA-1 of the certificate in hex, as Windows names certificates.</summary>
    public string Thumbprint => CertificateExtensions.Hex(Digest.Of("sha1", _parsed.Encoded));

    /// <summary>SHA-256 of the certificate in hex.</summary>
    public string Sha256 => CertificateExtensions.Hex(Digest.Of("sha256", _parsed.Encoded));

    /// <summary>SHA-256 of the public key as curl and HPKP write it; -Fingerprint takes it. Empty if the key cannot be found.</summary>
    public string PublicKeyPin =>
        _parsed.PublicKeyInfo is { } key ? "sha256//" + Convert.ToBase64String(Digest.Of("sha256", key)) : string.Empty;

    /// <summary>Kind of key: RSA, RSASSA-PSS, EC, DSA, Ed25519, ML-DSA-65, …, or the algorithm's object identifier.</summary>
    public string KeyAlgorithm => _key?.Algorithm ?? string.Empty;

    /// <summary>Size of the key in bits; 0 if it is not known.</summary>
    public int KeySize => _key?.Size ?? 0;

    /// <summary>The curve of an EC key: P-256, secp256k1, brainpoolP384r1; null for other keys, and for curves given by numbers.</summary>
    public string? KeyCurve => _key?.Curve;

    /// <summary>
    /// Algorithm of the signature, as OpenSSL names it: sha256WithRSAEncryption, ecdsa-with-SHA256; RSASSA-PSS with its digest.
    /// </summary>
    public string SignatureAlgorithm =>
        (_parsed.OuterAlgorithmOrNull ?? _parsed.InnerAlgorithmOrNull) is { } algorithm ? SignatureName.Of(algorithm) : string.Empty;

    /// <summary>What the key may do (RFC 5280, 4.2.1.3); null if it is not said.</summary>
    internal X509KeyUsageFlags? KeyUsage => _parsed.KeyUsageFlags;

    /// <summary>What the certificate may be used for (RFC 5280, 4.2.1.12): each with its object identifier.</summary>
    public SslTextList ExtendedKeyUsage => new((_parsed.ExtendedKeyUsage ?? Array.Empty<string>())
        .Select(oid => ObjectIdentifiers.LongName(oid) is var name && name == oid ? oid : $"{name} ({oid})"));

    /// <summary>True for an authority's certificate.</summary>
    public bool IsCA => _parsed.IsAuthority == true;

    /// <summary>How many authorities may be below it; null if there is no limit, or if it is not an authority's.</summary>
    public long? PathLength => _parsed.PathLength;

    /// <summary>True if subject and issuer are the same.</summary>
    public bool IsSelfIssued => _parsed.SubjectOrNull is { } subject && subject.Equals(_parsed.IssuerOrNull);

    /// <summary>Identifier of the key, hex.</summary>
    public string? SubjectKeyId => _parsed.SubjectKeyId is { } id ? CertificateExtensions.Hex(id) : null;

    /// <summary>Identifier of the issuer's key, hex.</summary>
    public string? AuthorityKeyId => _parsed.AuthorityKeyId is { } id ? CertificateExtensions.Hex(id) : null;

    /// <summary>Where its status can be checked (OCSP, RFC 6960).</summary>
    public SslTextList OcspUrls => new(_extensions.OcspUrls);

    /// <summary>Where its issuer's certificate can be had.</summary>
    public SslTextList CaIssuersUrls => new(_extensions.CaIssuersUrls);

    /// <summary>Where revocation lists can be had.</summary>
    public SslTextList CrlUrls => new(_extensions.CrlUrls);

    /// <summary>Object identifiers of the policies it was issued under (RFC 5280, 4.2.1.4).</summary>
    public SslTextList Policies => new(_extensions.Policies);

    /// <summary>Names that those below an authority must have (RFC 5280, 4.2.1.10); addresses with their mask in <c>RawValue</c>.</summary>
    public SslList<SubjectAlternativeName> PermittedNames => new(_extensions.PermittedNames);

    /// <summary>Names that those below an authority must not have.</summary>
    public SslList<SubjectAlternativeName> ExcludedNames => new(_extensions.ExcludedNames);

    /// <summary>The signed certificate timestamps that it carries (RFC 6962, 3.3).</summary>
    internal IReadOnlyList<SignedCertificateTimestamp> Scts => _extensions.Timestamps;

    /// <summary>How many of them there are.</summary>
    public int SctCount => _extensions.Timestamps.Count;

    /// <summary>True if servers must staple its status (RFC 7633).</summary>
    public bool MustStaple => _extensions.MustStaple;

    /// <summary>What in it is not as RFC 5280 says: encodings, numbers, names, dates, what is there twice.</summary>
    public SslTextList Faults => _faults ??= new SslTextList(CertificateFaults.Of(_parsed, _extensions, _names, _key));

    /// <summary>Its place in the chain as the peer sent it, 0 for its own; null if it did not come in one.</summary>
    public int? Depth { get; private set; }

    /// <summary>
    /// True if it is trusted for everything that was checked: chain, host name, fingerprint, revocation, callback. Null if it was not
    /// judged.
    /// </summary>
    public bool? IsTrusted { get; private set; }

    /// <summary>Whether it is for the host that was given; null if no name was compared.</summary>
    public bool? HostnameMatch { get; private set; }

    /// <summary>Everything that is wrong with it or its chain.</summary>
    public SslList<SslVerifyError> VerifyErrors { get; private set; } = new(Array.Empty<SslVerifyError>());

    /// <summary>The certificates as sent, in the peer's order.</summary>
    internal IReadOnlyList<X509Certificate2> Chain => Presented.Sent;

    /// <summary>The certificate itself.</summary>
    internal X509Certificate2 Certificate => Presented.Leaf;

    /// <summary>Its bytes, DER. They are what of it reaches another session or a file.</summary>
    internal byte[] RawData => _parsed.Encoded;

    /// <summary>In one word what is to be known of it first.</summary>
    internal SslCertificateStatus Status =>
        CertificateTerm.Status(_parsed.NotBeforeOrNull?.Value, NotAfterUtc, Verdict?.Time
            ?? DateTime.UtcNow, IsTrusted, HostnameMatch, VerifyErrors);

    /// <summary>Who showed it, host and port; null if it comes from a file or an object.</summary>
    public string? Peer => _by.Peer;

    /// <summary>The host that showed it, as it was given; null if a client showed it, or no peer did.</summary>
    public string? ComputerName => _by.PeerHost;

    /// <summary>Its port; null if no peer showed it.</summary>
    public int? Port => _by.Port;

    /// <summary>The address that showed it; null if that is not known, as behind a proxy.</summary>
    public string? Address => _by.Address;

    /// <summary>The protocol that TLS was started in (-StartTls); null if there was none.</summary>
    public string? StartTls => _by.StartTls;

    /// <summary>The TLS version that was agreed on; null if none was.</summary>
    public string? Version => _by.Version;

    /// <summary>The cipher suite that was agreed on, as OpenSSL names it; null if none was.</summary>
    public string? Cipher => _by.Cipher;

    /// <summary>The file that it was read from; null if it was not.</summary>
    public string? Path => Peer is not null ? null : Target switch
    {
        string path => path,
        System.IO.FileSystemInfo file => file.FullName,
        SslCertificate certificate => certificate.Path,
        _ => null,
    };

    /// <summary>True if the server that showed it asked for a client certificate; null if it was not shown by a server.</summary>
    public bool? ClientCertificateRequested => _by.ClientCertificateRequested;

    /// <summary>Names of the authorities whose certificates that server said it takes.</summary>
    public SslTextList ClientCertificateAuthorities => new(_by.ClientCertificateAuthorities);

    /// <summary>What was given: the object that came down the pipeline, or the host or file as the user wrote it.</summary>
    internal object? Target { get; set; }

    /// <summary>When it was shown, local time; null if no peer showed it.</summary>
    internal DateTime? Date => _by.Date?.ToLocalTime();

    /// <summary>What it came with, not judged.</summary>
    internal PresentedChain Presented { get; }

    /// <summary>What was found in this session; null if it was not judged here.</summary>
    internal PeerVerdict? Verdict { get; private set; }

    /// <summary>The host that it was asked of; null if it is not known.</summary>
    internal string? PeerHost => _by.PeerHost;

    /// <summary>True if a client showed it.</summary>
    internal bool IsClients => _by.IsClients;

    /// <summary>False while nothing proves that who showed it has its key.</summary>
    internal bool IsProven { get; private set; } = true;

    /// <summary>A fingerprint, in the form that -Fingerprint takes.</summary>
    /// <param name="algorithm">sha256, sha384, sha512 or sha1.</param>
    /// <param name="of"><c>cert</c>, or <c>pubkey</c> for the public key, which stays the same when a certificate is renewed with its
    /// key.</param>
    public string GetFingerprint(string algorithm = "sha256", string of = "cert") => Fingerprint.Of(_parsed, algorithm, of);

    /// <summary>One field by the manual's name.</summary>
    /// <exception cref="SslException">There is no such field; the message names the valid ones.</exception>
    public object? GetField(string name) => (name ?? string.Empty).ToUpperInvariant() switch
    {
        "OWNER" or "SUBJECT" => _parsed.SubjectOrNull?.ToOneLine(),
        "AUTHORITY" or "ISSUER" => _parsed.IssuerOrNull?.ToOneLine(),
        "COMMONNAME" or "CN" => CommonName,
        "SUBJECTALTNAMES" or "SAN" => SubjectAlternativeNames,
        _ => throw new SslException(SslErrorCode.InvalidOption, SslPhase.None,
            $"'{name}' is not a field of a certificate: valid are owner (subject), authority (issuer), commonName (cn) and "
                + $"subjectAltNames (san).") { RecommendedAction = "Write one of them." },
    };

    /// <summary>
    /// Everything in lines, laid out as <c>openssl x509 -text</c> does, then digests, what verification found, and the faults.
    /// </summary>
    public string ToText() => DescriptionText.Write(this, _parsed);

    /// <inheritdoc/>
    public override string ToString() => (Peer is null ? string.Empty : Peer + ": ") + CertificateName.Of(Subject, NotAfterUtc, RawData);

    /// <summary>The same certificate, shown by the same peer.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(PeerCertificate? other) => other is not null && Peer == other.Peer && RawData.SequenceEqual(other.RawData);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeerCertificate);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteSequenceComparer.Instance.GetHashCode(RawData);

    /// <summary>The certificate as the platform has it.</summary>
    public X509Certificate2 GetCertificate() => Certificate;

    /// <summary>The certificate in PEM.</summary>
    public string ToPem() => PemText.Of("CERTIFICATE", RawData);

    /// <summary>The certificates as sent, in the peer's order.</summary>
    public X509Certificate2[] GetChain() => Chain.ToArray();

    /// <summary>Its bytes, DER.</summary>
    public byte[] GetRawData() => (byte[])RawData.Clone();

    /// <summary>All alternative names (RFC 5280, 4.2.1.6), in order.</summary>
    public SubjectAlternativeName[] GetSubjectAlternativeNames() => SubjectAlternativeNames.ToArray();

    /// <summary>The signed certificate timestamps that it carries (RFC 6962, 3.3).</summary>
    public SignedCertificateTimestamp[] GetTimestamps() => Scts.ToArray();

    private DateTime? NotAfterUtc => _parsed.NotAfterOrNull?.Value;

    private SslTextList Names(SubjectAlternativeNameType type) =>
        new(SubjectAlternativeNames.Where(n => n.Type == type).Select(n => n.Value));
}
