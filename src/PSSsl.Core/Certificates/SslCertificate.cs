using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Certificates.Writing;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Keys;

namespace PSSsl;

/// <summary>
/// A certificate with the certificates above it and perhaps its private key, of any kind that TLS knows, also those that the platform has
/// no keys of. It stands wherever a certificate is taken. Disposing clears the key; contexts that were made of it go on.
/// </summary>
public sealed class SslCertificate : IDisposable, IEquatable<SslCertificate>
{
    private readonly bool _owns;
    private readonly Lazy<KeyDescription?> _described;
    private readonly int _hash;
    private bool _disposed;

    /// <summary>Takes a certificate of the platform's, with its key if it has one. It stays its owner's.</summary>
    /// <param name="certificate">The certificate.</param>
    public SslCertificate(X509Certificate2 certificate)
        : this(certificate
            ?? throw new ArgumentNullException(nameof(certificate)), Array.Empty<X509Certificate2>(), TlsPrivateKey.Of(certificate),
                owns: false)
    {
    }

    private SslCertificate(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> chain, TlsPrivateKey? key, bool owns)
    {
        Certificate = certificate;
        _hash = ByteSequenceComparer.Instance.GetHashCode(certificate.RawData);
        _described = new Lazy<KeyDescription?>(() => KeyDescription.Of(ParsedCertificate.Read(certificate)));
        Chain = chain;
        Key = key;
        _owns = owns;
    }

    /// <summary>A certificate for tests, with an EC key, of an authority that is thrown away: valid for 30 days.</summary>
    /// <param name="names">The host names and addresses that it is for.</param>
    public static SslCertificate ForTesting(params string[] names) =>
        ThrowAwayCertificate.ForServer(names is { Length: > 0 } ? names
            : throw new ArgumentException("Give at least one name.", nameof(names)));

    /// <summary>The certificate, with its key where the platform has keys of this kind: RSA and EC.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>The certificates above it, its issuer's first, as far as they are known; without keys.</summary>
    internal IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The self-signed certificate that the chain ends at, for -CACertificate; null if it is not known.</summary>
    internal X509Certificate2? Authority => Chain.Prepend(Certificate).LastOrDefault(SelfIssued.Is);

    /// <summary>True if the private key is here.</summary>
    public bool HasPrivateKey => Key is not null && !_disposed;

    /// <summary>Whose it is, RFC 4514's form.</summary>
    public string Subject => HarmlessText.Of(Certificate.Subject);

    /// <summary>Who signed it.</summary>
    public string Issuer => HarmlessText.Of(Certificate.Issuer);

    /// <summary>Its DNS names.</summary>
    public SslTextList DnsNames => Names(SubjectAlternativeNameType.Dns);

    /// <summary>Its IP addresses.</summary>
    public SslTextList IpAddresses => Names(SubjectAlternativeNameType.Ip);

    /// <summary>From when on it is valid, local time.</summary>
    public DateTime NotBefore => Certificate.NotBefore;

    /// <summary>Until when it is valid, local time.</summary>
    public DateTime NotAfter => Certificate.NotAfter;

    /// <summary>Whole days until it expires; negative once it has.</summary>
    public int DaysRemaining => CertificateTerm.Days(NotAfter, DateTime.UtcNow);

    /// <summary>In one word what its dates say; Unknown while they are fine: it was not judged.</summary>
    internal SslCertificateStatus Status => CertificateTerm.Status(Parsed.NotBeforeOrNull?.Value, Parsed.NotAfterOrNull?.Value,
        DateTime.UtcNow, isTrusted: null, hostnameMatch: null, Array.Empty<SslVerifyError>());

    /// <remarks>The platform throws at a date that it cannot read, which a certificate from elsewhere may have.</remarks>
    private ParsedCertificate Parsed => ParsedCertificate.Read(Certificate);

    /// <summary>Serial number in hex.</summary>
    public string SerialNumber => Certificate.SerialNumber;

    /// <summary>SHA-1 of the certificate in hex, as Windows names certificates.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    /// <summary>Kind of key: RSA, EC, Ed25519 and so on.</summary>
    public string KeyAlgorithm => _described.Value?.Algorithm ?? string.Empty;

    /// <summary>Size of the key in bits; 0 if the platform cannot read it.</summary>
    public int KeySize => _described.Value?.Size ?? 0;

    /// <summary>The curve of an EC key: P-256, secp256k1, brainpoolP384r1; null for other keys, and for curves given by numbers.</summary>
    public string? KeyCurve => _described.Value?.Curve;

    /// <summary>True for an authority's certificate.</summary>
    public bool IsCA => ParsedCertificate.Read(Certificate).IsAuthority == true;

    /// <summary>The file it was read from, if it was.</summary>
    public string? Path { get; internal init; }

    internal TlsPrivateKey? Key { get; }

    internal bool IsDisposed => _disposed;

    /// <summary>So that it can be given wherever a certificate is taken.</summary>
    public static implicit operator X509Certificate2(SslCertificate certificate) => ToX509Certificate2(certificate);

    /// <summary>The certificate.</summary>
    public static X509Certificate2 ToX509Certificate2(SslCertificate certificate) =>
        (certificate ?? throw new ArgumentNullException(nameof(certificate))).Certificate;

    /// <summary>Of parts, which it takes over.</summary>
    /// <param name="certificate">Without a key.</param>
    /// <param name="issuers">Those above it, in order; copies are kept.</param>
    /// <param name="key">Its key, or null.</param>
    /// <param name="path">Where it was read from.</param>
    internal static SslCertificate With(X509Certificate2 certificate, IEnumerable<X509Certificate2> issuers, TlsPrivateKey? key,
        string? path = null) => new(
        key is null ? certificate : PlatformCertificate.WithKey(certificate, key),
        issuers.Select(c => CertificateBytes.Load(c.RawData)).ToArray(), key, owns: true) { Path = path };

    /// <summary>The same without the root, as servers send it: whoever trusts that has it. Disposing this one alone ends both.</summary>
    internal SslCertificate WithoutRoot() => new(Certificate, Chain.Where(c => !SelfIssued.Is(c)).ToArray(), Key, owns: false);

    /// <summary>What a handshake needs, with a copy of the key.</summary>
    /// <param name="others">Where more issuers may be found, DER.</param>
    /// <returns>Null if it has no key, or one that cannot sign.</returns>
    internal TlsIdentity? CreateIdentity(IEnumerable<byte[]> others)
    {
        if (Key is null)
            return null;
        byte[][] issuers = Chain.Select(c => c.RawData).Concat(others).ToArray();
        return Key.IsHeldByPlatform ? TlsIdentity.FromPlatform(Certificate, issuers.Select(der => CertificateBytes.Load(der)))
            : TlsIdentity.Pair(issuers.Prepend(Certificate.RawData).ToArray(), Key);
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Key?.Dispose();
        if (!_owns)
            return;
        Certificate.Dispose();
        foreach (X509Certificate2 certificate in Chain)
            certificate.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _disposed ? "(disposed)" : CertificateName.Of(Subject, Parsed.NotAfterOrNull?.Value, Certificate.RawData);

    /// <summary>The certificate, with its key where the platform has keys of this kind: RSA and EC.</summary>
    public X509Certificate2 GetCertificate() => Certificate;

    /// <summary>The certificate in PEM, without its key; Export-SslCertificate writes chains and keys.</summary>
    public string ToPem() => PemText.Of("CERTIFICATE", Certificate.RawData);

    /// <summary>The certificates above it, its issuer's first, as far as they are known; without keys.</summary>
    public X509Certificate2[] GetChain() => Chain.ToArray();

    /// <summary>The self-signed certificate that the chain ends at, for -CACertificate; null if it is not known.</summary>
    public X509Certificate2? GetAuthority() => Authority;

    /// <summary>The same certificate, with or without its key, from wherever it was read.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslCertificate? other) => ReferenceEquals(this, other)
        || (other is not null && !_disposed && !other._disposed && Certificate.RawData.SequenceEqual(other.Certificate.RawData));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslCertificate);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    private SslTextList Names(SubjectAlternativeNameType type) =>
        new(CertificateNames.Of(Certificate).SubjectAlternativeNames.Where(n => n.Type == type).Select(n => n.Value));
}
