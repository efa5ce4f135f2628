using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Commands.Completion;

/// <summary>What names of enumerations mean, as it is told where they are completed, in the order in which they are offered.</summary>
internal static class ChoiceWords
{
    private static readonly Dictionary<Type, KeyValuePair<string, string>[]> s_all = new()
    {
        [typeof(SslVerifyMode)] = new[]
        {
            Word(nameof(SslVerifyMode.Peer),
                "chain and host name are verified, a client's default; a server asks clients for a certificate"),
            Word(nameof(SslVerifyMode.None), "nothing is verified: the peer can be an attacker"),
            Word(nameof(SslVerifyMode.FailIfNoPeerCert), "beside Peer: a server refuses clients without a certificate"),
            Word(nameof(SslVerifyMode.ClientOnce), "no effect: a client certificate is never requested twice"),
        },
        [typeof(SslClientCertificate)] = new[]
        {
            Word(nameof(SslClientCertificate.None), "no client certificate is requested"),
            Word(nameof(SslClientCertificate.Request), "a client certificate is requested, and may be missing"),
            Word(nameof(SslClientCertificate.Require), "clients without a certificate are refused"),
            Word(nameof(SslClientCertificate.ClientOnce), "the manual's word; like Require"),
        },
        [typeof(SslReportFormat)] = new[]
        {
            Word(nameof(SslReportFormat.Html), "a page to look at, without network access"),
            Word(nameof(SslReportFormat.Json), "what Import-SslReport reads again"),
            Word(nameof(SslReportFormat.Csv), "a table, a row for each server"),
            Word(nameof(SslReportFormat.JUnit), "XML that build servers show"),
            Word(nameof(SslReportFormat.Sarif), "SARIF 2.1.0, which code scanning platforms show"),
        },
        [typeof(SslCrlCheck)] = new[]
        {
            Word(nameof(SslCrlCheck.Leaf), "the peer's own certificate is checked against revocation lists"),
            Word(nameof(SslCrlCheck.Chain), "all certificates but the anchor are checked against revocation lists"),
            Word(nameof(SslCrlCheck.None), "revocation lists are not checked"),
        },
        [typeof(SslOcspMode)] = new[]
        {
            Word(nameof(SslOcspMode.Try), "a response is used, stapled or fetched; a missing one is accepted"),
            Word(nameof(SslOcspMode.Must), "there must be a good response for the peer's own certificate"),
            Word(nameof(SslOcspMode.FullChain), "there must be a good response for every certificate but a trusted root"),
            Word(nameof(SslOcspMode.Off), "no responder is contacted, and stapled responses are ignored"),
        },
        [typeof(SslWaitFor)] = new[]
        {
            Word(nameof(SslWaitFor.Auto), "what each socket wants, the default"),
            Word(nameof(SslWaitFor.Read), "a read would not wait: data, the end, or an error"),
            Word(nameof(SslWaitFor.Write), "a write would not wait"),
        },
        [typeof(SslCertificatePurpose)] = new[]
        {
            Word(nameof(SslCertificatePurpose.Server), "a server shows it (id-kp-serverAuth), the default"),
            Word(nameof(SslCertificatePurpose.Client), "a client shows it (id-kp-clientAuth)"),
            Word(nameof(SslCertificatePurpose.Any), "its purpose is not checked"),
        },
        [typeof(SslCertificateKind)] = new[]
        {
            Word(nameof(SslCertificateKind.Server), "a server shows it, the default; it needs the server's name"),
            Word(nameof(SslCertificateKind.Client), "a client shows it"),
            Word(nameof(SslCertificateKind.CA), "an authority; without -Issuer a root that signs itself"),
            Word(nameof(SslCertificateKind.Intermediate), "an authority below -Issuer, with none below itself unless -PathLength says so"),
        },
        [typeof(SslCertificateFormat)] = new[]
        {
            Word(nameof(SslCertificateFormat.Pem), "text, several certificates, a key with -IncludeKey (.pem, .crt; RFC 7468)"),
            Word(nameof(SslCertificateFormat.Der), "one certificate in binary (.cer, .der)"),
            Word(nameof(SslCertificateFormat.Pkcs7), "several certificates without keys (.p7b, .p7c; RFC 5652)"),
            Word(nameof(SslCertificateFormat.Pkcs12), "certificates and keys under a password (.p12, .pfx; RFC 7292)"),
            Word(nameof(SslCertificateFormat.Pkcs8), "a private key alone (.key, .p8; RFC 5958)"),
            Word(nameof(SslCertificateFormat.Pkcs12TripleDes), "Pkcs12 by triple DES and SHA-1, for Windows Server 2016 and older"),
        },
        [typeof(CrlFormat)] = new[]
        {
            Word(nameof(CrlFormat.Der), "binary, what is fetched from a URL (RFC 5280, 4.2.1.13)"),
            Word(nameof(CrlFormat.Pem), "text, what OpenSSL and nginx read"),
        },
        [typeof(X509KeyUsageFlags)] = new[]
        {
            Word(nameof(X509KeyUsageFlags.DigitalSignature), "signs handshakes: every server and client of today"),
            Word(nameof(X509KeyUsageFlags.KeyEncipherment), "decrypts keys: RSA key transport up to TLS 1.2"),
            Word(nameof(X509KeyUsageFlags.KeyAgreement), "agrees on keys: static ECDH"),
            Word(nameof(X509KeyUsageFlags.KeyCertSign), "signs certificates: authorities alone"),
            Word(nameof(X509KeyUsageFlags.CrlSign), "signs revocation lists"),
            Word(nameof(X509KeyUsageFlags.NonRepudiation), "signs documents; now called contentCommitment"),
            Word(nameof(X509KeyUsageFlags.DataEncipherment), "decrypts data itself"),
            Word(nameof(X509KeyUsageFlags.EncipherOnly), "beside KeyAgreement: to encrypt only"),
            Word(nameof(X509KeyUsageFlags.DecipherOnly), "beside KeyAgreement: to decrypt only"),
            Word(nameof(X509KeyUsageFlags.None), "nothing at all"),
        },
    };

    internal static IEnumerable<KeyValuePair<string, string>> Of(Type choices) => s_all[choices];

    private static KeyValuePair<string, string> Word(string name, string about) => new(name, about);
}
