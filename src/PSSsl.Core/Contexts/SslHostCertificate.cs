using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl;

/// <summary>What a server shows under one name: files, or certificates, or a context of its own.</summary>
public sealed class SslHostCertificate
{
    /// <summary>
    /// A context whose rules hold for clients that ask for this name: certificates, versions, suites, groups, ALPN, client certificates,
    /// trust, sessions. Key log and message callback stay the listener's, since they begin with the first byte.
    /// </summary>
    public SslContext? Context { get; init; }

    /// <summary>Files with certificate, chain and perhaps key: PEM, DER or PKCS#12.</summary>
    public IReadOnlyList<string>? CertificateFiles { get; init; }

    /// <summary>Files with private keys.</summary>
    public IReadOnlyList<string>? KeyFiles { get; init; }

    /// <summary>A certificate with its key, then its chain; several with keys are alternatives.</summary>
    public IReadOnlyList<X509Certificate2>? Certificate { get; init; }

    /// <summary>Certificates of New-SslCertificate and Import-SslCertificate, in place of or beside <see cref="Certificate"/>.</summary>
    public IReadOnlyList<SslCertificate>? Certificates { get; init; }

    /// <summary>Asked for a password: gets what is to be opened, gives the password or null. Default: that of the options.</summary>
    public Func<string, char[]?>? Password { get; init; }
}
