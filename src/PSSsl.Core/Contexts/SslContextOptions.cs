using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Trust;

namespace PSSsl;

/// <summary>
/// What a context is made from. All values are optional; the defaults are the safe ones. It can be changed until the context is made, by a
/// -ContextCallback last; the context then never changes.
/// </summary>
public sealed record SslContextOptions : SslTrustOptions
{
    /// <summary>Protocol versions: <see cref="SslVersion"/> values and the manual's words; default TLS 1.3 and 1.2.</summary>
    public object[]? Version { get; set; }

    /// <summary>Cipher suites up to TLS 1.2, OpenSSL's language.</summary>
    public string? CipherList { get; set; }

    /// <summary>Cipher suites of TLS 1.3 by name, in order.</summary>
    public string[]? CipherSuite { get; set; }

    /// <summary>Groups of the key exchange by IANA's names, in order.</summary>
    public string[]? Group { get; set; }

    /// <summary>Signature schemes by IANA's names, in order.</summary>
    public string[]? SignatureScheme { get; set; }

    /// <summary>A server's own order of suites and groups wins.</summary>
    public bool HonorCipherOrder { get; set; }

    /// <summary>Application protocols (RFC 7301), in order of preference.</summary>
    public string[]? Alpn { get; set; }

    /// <summary>A file with certificate, chain and perhaps key: PEM, DER or PKCS#12.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A file with the private key.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Several files with certificates, one RSA and one EC say, in place of or beside <see cref="CertificateFile"/>; the peer's abilities
    /// decide which is shown.
    /// </summary>
    public string[]? CertificateFiles { get; set; }

    /// <summary>Several files with private keys, in any order: each goes with the certificate it belongs to.</summary>
    public string[]? KeyFiles { get; set; }

    /// <summary>
    /// Server: certificates by the name a client asks for: host names, <c>*.</c> and a name for any one label, '' for all others and for
    /// clients that name none.
    /// </summary>
    public IReadOnlyDictionary<string, SslHostCertificate>? CertificateMap { get; set; }

    /// <summary>
    /// Server: a file with Diffie-Hellman parameters, at least 2048 bits, for suites up to TLS 1.2; default the groups of RFC 7919.
    /// </summary>
    public string? DhFile { get; set; }

    /// <summary>Server: Diffie-Hellman parameters by themselves, PEM or DER.</summary>
    public byte[]? DhParameter { get; set; }

    /// <summary>A certificate with its key, then its chain; several with keys are alternatives.</summary>
    public X509Certificate2[]? Certificate { get; set; }

    /// <summary>
    /// Certificates of New-SslCertificate and Import-SslCertificate, whose keys may be of kinds that the platform has not, in place of or
    /// beside <see cref="Certificate"/>.
    /// </summary>
    public SslCertificate[]? Certificates { get; set; }

    /// <summary>Asked for a password: gets what is to be opened, gives the password or null.</summary>
    public Func<string, char[]?>? Password { get; set; }

    /// <summary>Whether a server asks for a certificate; default from <see cref="SslTrustOptions.VerifyMode"/>.</summary>
    public SslClientCertificate? ClientCertificate { get; set; }

    /// <summary>Names of these authorities are sent to clients with the request for a certificate; default those of CAFile.</summary>
    public string? ClientCAFile
    {
        get => ClientCAFiles?.FirstOrDefault();
        set => ClientCAFiles = value is null ? null : new[] { value };
    }

    /// <summary>The files of these authorities; <see cref="ClientCAFile"/> is the first.</summary>
    public string[]? ClientCAFiles { get; set; }

    /// <summary>Server: gives the OCSP response (DER) for a certificate of its own, to be stapled; null for none.</summary>
    public Func<X509Certificate2, byte[]?>? OcspResponse { get; set; }

    /// <summary>Sessions for resumption; a client keeps none without it or <see cref="SessionCacheSize"/>.</summary>
    public SslSessionCache? SessionCache { get; set; }

    /// <summary>
    /// Makes a cache of so many sessions. On a server, which keeps <see cref="SslSessionCache.DefaultSize"/> by itself, 0 resumes nothing,
    /// unless it has ticket keys.
    /// </summary>
    public int? SessionCacheSize { get; set; }

    /// <summary>Server: a mark, at most 32 bytes in UTF-8, that sessions must have to be resumed.</summary>
    public string? SessionIdContext { get; set; }

    /// <summary>Server: keys for tickets, of at least 32 bytes each; the first seals, all open. Default: random ones.</summary>
    public byte[][]? TicketKey { get; set; }

    /// <summary>Client: the key that both ends were given, with its identity. It serves a server too, that knows no other.</summary>
    public SslPreSharedKey? Psk { get; set; }

    /// <summary>Server: finds the key of an identity; null is unknown.</summary>
    public Func<string, byte[]?>? PskLookup { get; set; }

    /// <summary>Server: keys by identity, which are there already; that of '' is for all others.</summary>
    internal IReadOnlyDictionary<string, byte[]>? PskTable { get; set; }

    /// <summary>Where keys of the connections are logged; default $env:SSLKEYLOGFILE, and '' is nowhere.</summary>
    public string? KeyLogFile { get; set; }

    /// <summary>Called for each TLS message, on the thread that runs the user's code.</summary>
    public Action<SslMessage>? MessageCallback { get; set; }

    internal bool KnowsKeys => Psk is not null || PskLookup is not null || PskTable is not null;

    internal IReadOnlyList<TlsIdentity>? Identities { get; set; }

    /// <summary>Who is trusted, where that is settled already.</summary>
    internal TrustPolicy? Trust { get; set; }

    /// <summary>Where our own certificates and their keys are.</summary>
    internal CertificateSource OwnCertificates => new()
    {
        CertificateFiles = Together(CertificateFile, CertificateFiles),
        KeyFiles = Together(KeyFile, KeyFiles),
        Certificates = CertificateSource.Together(Certificates, Certificate),
        Password = Password,
    };

    private static string[] Together(string? one, string[]? more) =>
        (one is null ? Array.Empty<string>() : new[] { one }).Concat(more ?? Array.Empty<string>()).ToArray();
}
