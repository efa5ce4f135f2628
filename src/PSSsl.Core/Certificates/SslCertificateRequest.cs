using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates.Writing;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Keys;

namespace PSSsl;

/// <summary>
/// A request for a certificate (PKCS#10, RFC 2986), which an authority signs; with its private key where it was made or read here.
/// </summary>
public sealed class SslCertificateRequest : IDisposable, IEquatable<SslCertificateRequest>
{
    internal const string Label = "CERTIFICATE REQUEST";

    private readonly Lazy<bool> _isValid;
    private readonly IReadOnlyList<SubjectAlternativeName> _names;

    /// <param name="request">What it is made of.</param>
    /// <param name="key">Its key, which it takes over; null if that is elsewhere.</param>
    /// <param name="path">The file it was read from.</param>
    /// <param name="verify">Verifies the signature, once it is asked for.</param>
    internal SslCertificateRequest(CertificationRequest request, TlsPrivateKey? key, string? path, Func<CertificationRequest, bool> verify)
    {
        Request = request;
        Key = key;
        Path = path;
        _names = request.Names;
        _isValid = new Lazy<bool>(() => verify(request));
    }

    /// <summary>Whose the certificate is to be, RFC 4514's form.</summary>
    public string Subject => Request.Subject.ToRfc4514();

    /// <summary>The subject's common name; null if it has none.</summary>
    public string? CommonName => Request.Subject.CommonName is { } name ? HarmlessText.Of(name) : null;

    /// <summary>The DNS names that it asks for.</summary>
    public SslTextList DnsNames => Names(SubjectAlternativeNameType.Dns);

    /// <summary>The IP addresses that it asks for.</summary>
    public SslTextList IpAddresses => Names(SubjectAlternativeNameType.Ip);

    /// <summary>The mail addresses that it asks for.</summary>
    public SslTextList EmailAddresses => Names(SubjectAlternativeNameType.Email);

    /// <summary>The extensions that it asks for, by name.</summary>
    public SslTextList Extensions => new(Request.Extensions.Select(e => ObjectIdentifiers.LongName(e.Oid)));

    /// <summary>Kind of key: RSA, EC, Ed25519 and so on.</summary>
    public string KeyAlgorithm => Request.Key.Algorithm;

    /// <summary>Size of the key in bits; 0 if it is not known.</summary>
    public int KeySize => Request.Key.Size;

    /// <summary>The curve of an EC key; null for other keys.</summary>
    public string? KeyCurve => Request.Key.Curve;

    /// <summary>SHA-256 of the public key; the certificate will have the same.</summary>
    public string PublicKeyPin => "sha256//" + Convert.ToBase64String(Digest.Of("sha256", Request.PublicKeyInfo));

    /// <summary>The algorithm that it is signed with.</summary>
    public string SignatureAlgorithm => SignatureName.Of(Request.Algorithm);

    /// <summary>True if its signature proves that whoever made it has the private key.</summary>
    public bool IsSignatureValid => _isValid.Value;

    /// <summary>True if the private key is here.</summary>
    public bool HasPrivateKey => Key is not null;

    /// <summary>The file it was read from, if it was.</summary>
    public string? Path { get; }

    internal CertificationRequest Request { get; }

    internal TlsPrivateKey? Key { get; private set; }

    /// <summary>The request in PEM, without its key, as authorities take it.</summary>
    public string ToPem() => PemText.Of(Label, Request.Encoded);

    /// <summary>Its bytes, DER.</summary>
    public byte[] GetRawData() => (byte[])Request.Encoded.Clone();

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        Key?.Dispose();
        Key = null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"request for {(Subject.Length > 0 ? Subject : string.Join(", ", DnsNames))}";

    /// <summary>The same request, byte for byte.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslCertificateRequest? other) => other is not null && Request.Encoded.SequenceEqual(other.Request.Encoded);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslCertificateRequest);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteSequenceComparer.Instance.GetHashCode(Request.Encoded);

    private SslTextList Names(SubjectAlternativeNameType type) => new(_names.Where(n => n.Type == type).Select(n => n.Value));
}
