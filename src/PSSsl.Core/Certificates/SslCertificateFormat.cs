namespace PSSsl;

/// <summary>Forms of files of certificates and keys.</summary>
public enum SslCertificateFormat
{
    /// <summary>Text (RFC 7468): one certificate or several, and a key if asked for. Files .pem and .crt.</summary>
    Pem,

    /// <summary>One certificate in binary. Files .cer and .der.</summary>
    Der,

    /// <summary>Certificates without keys (RFC 2315, RFC 5652). Files .p7b and .p7c.</summary>
    Pkcs7,

    /// <summary>Certificates and keys under a password (RFC 7292). Files .p12 and .pfx.</summary>
    Pkcs12,

    /// <summary>A private key alone (RFC 5958). Files .key and .p8.</summary>
    Pkcs8,

    /// <summary>
    /// Pkcs12 by triple DES and SHA-1, for Windows Server 2016, Java 8 and others that do not read AES-256 with SHA-256 there.
    /// </summary>
    Pkcs12TripleDes,
}
