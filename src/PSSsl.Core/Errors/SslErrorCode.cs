namespace PSSsl;

/// <summary>What went wrong, one stable word for each cause. It is the first part of the error's FullyQualifiedErrorId.</summary>
public enum SslErrorCode
{
    /// <summary>Nothing went wrong.</summary>
    None = 0,

    /// <summary>A non-blocking call must wait until the socket can be read.</summary>
    WantRead = 2,

    /// <summary>A non-blocking call must wait until the socket can be written.</summary>
    WantWrite = 3,

    /// <summary>An option is wrong or contradicts another one.</summary>
    InvalidOption = 10,

    /// <summary>A file that an option names does not exist or cannot be read.</summary>
    FileNotReadable = 11,

    /// <summary>A file holds something else than what was asked for; the message says what.</summary>
    FileContent = 12,

    /// <summary>A certificate was given without its private key.</summary>
    KeyMissing = 13,

    /// <summary>The private key does not belong to the certificate.</summary>
    KeyMismatch = 14,

    /// <summary>A key or key store is encrypted and no password was given.</summary>
    PasswordMissing = 15,

    /// <summary>The password does not open the key or key store.</summary>
    PasswordWrong = 16,

    /// <summary>The private key could not be used: its provider, a smart card perhaps, refused to sign.</summary>
    KeyUnusable = 17,

    /// <summary>A file that would be written is there already.</summary>
    FileExists = 18,

    /// <summary>A file cannot be written.</summary>
    FileNotWritable = 19,

    /// <summary>The host name has no address.</summary>
    NameNotFound = 20,

    /// <summary>The peer refuses connections on this port.</summary>
    ConnectionRefused = 21,

    /// <summary>No route leads to the peer.</summary>
    HostUnreachable = 22,

    /// <summary>The deadline passed; <see cref="SslException.Phase"/> says in what.</summary>
    TimedOut = 23,

    /// <summary>The call was cancelled.</summary>
    Canceled = 24,

    /// <summary>The local address cannot be bound.</summary>
    AddressInUse = 25,

    /// <summary>Any other fault of the network.</summary>
    Network = 26,

    /// <summary>The peer reset or closed the connection in the middle of something.</summary>
    PeerVanished = 27,

    /// <summary>The peer answered in plain text, not in TLS; the message quotes it.</summary>
    PeerNotTls = 30,

    /// <summary>Both ends have no protocol version in common.</summary>
    NoCommonVersion = 31,

    /// <summary>Both ends have no cipher suite, group or signature scheme in common.</summary>
    NoCommonCipher = 32,

    /// <summary>The peer wants a certificate and none, or not the right one, was given.</summary>
    ClientCertificateRequired = 33,

    /// <summary>The peer refused our certificate.</summary>
    CertificateRefusedByPeer = 34,

    /// <summary>The server does not know the name that was sent to it (unrecognized_name).</summary>
    NameNotServed = 35,

    /// <summary>Client and server share no application protocol (no_application_protocol).</summary>
    NoCommonProtocol = 36,

    /// <summary>The peer ended the handshake with another alert.</summary>
    AlertReceived = 37,

    /// <summary>The peer broke the protocol and was sent an alert.</summary>
    ProtocolViolation = 38,

    /// <summary>One end does not know the identity of the other's pre-shared key.</summary>
    PskIdentityUnknown = 39,

    /// <summary>Both ends have different pre-shared keys under one identity.</summary>
    PskWrong = 40,

    /// <summary>The server does not offer TLS by the protocol of -StartTls, or refuses it; the message quotes it.</summary>
    StartTlsRefused = 41,

    /// <summary>The server does not speak the protocol of -StartTls; the message quotes it.</summary>
    StartTlsUnexpected = 42,

    /// <summary>
    /// Plain bytes stood between the server's consent to TLS and its handshake: somebody may have put them there (CVE-2011-0411).
    /// </summary>
    StartTlsInjected = 43,

    /// <summary>The server lacks secure renegotiation (RFC 5746): whoever stands between could put bytes before ours.</summary>
    UnsafeRenegotiation = 44,

    /// <summary>The chain does not end in a trusted anchor.</summary>
    CertificateUntrusted = 50,

    /// <summary>A certificate has expired.</summary>
    CertificateExpired = 51,

    /// <summary>A certificate is not valid yet.</summary>
    CertificateNotYetValid = 52,

    /// <summary>The peer's certificate is self-signed and not among the anchors.</summary>
    CertificateSelfSigned = 53,

    /// <summary>An issuer's certificate is missing; the message names it.</summary>
    CertificateChainIncomplete = 54,

    /// <summary>A certificate was revoked.</summary>
    CertificateRevoked = 55,

    /// <summary>Whether a certificate was revoked could not be found out though it was asked for.</summary>
    RevocationUnknown = 56,

    /// <summary>The certificate is not for the host name.</summary>
    HostnameMismatch = 57,

    /// <summary>Neither certificate nor public key has one of the fingerprints that were asked for.</summary>
    FingerprintMismatch = 58,

    /// <summary>A certificate must not be used for this purpose.</summary>
    CertificatePurpose = 59,

    /// <summary>A certificate breaks another rule; the message says which.</summary>
    CertificateInvalid = 60,

    /// <summary>The peer sent no certificate though one was asked for.</summary>
    CertificateMissing = 61,

    /// <summary>The verify callback refused, or failed.</summary>
    CallbackRefused = 62,

    /// <summary>The stream ended without close_notify: data may be missing at its end.</summary>
    Truncated = 70,

    /// <summary>The socket is closed, was never opened, or its TLS was shut down.</summary>
    NotOpen = 71,

    /// <summary>A line or block is longer than allowed.</summary>
    TooLong = 72,

    /// <summary>The proxy does not connect to the host; the message quotes it.</summary>
    ProxyRefused = 80,

    /// <summary>
    /// The proxy wants a user name and password, or does not accept those that were given; the message says how it can be asked.
    /// </summary>
    ProxyAuthentication = 81,

    /// <summary>What is there is not the kind of proxy that -Proxy says; the message quotes it.</summary>
    ProxyUnexpected = 82,

    /// <summary>A fault of this module: please report it.</summary>
    Internal = 99,
}
