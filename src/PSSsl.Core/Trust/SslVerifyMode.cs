using System;

namespace PSSsl;

/// <summary>How the peer's certificate is verified.</summary>
[Flags]
public enum SslVerifyMode
{
    /// <summary>Not at all: the peer can be an attacker.</summary>
    None = 0,

    /// <summary>The chain and the host name are verified; a server asks its clients for a certificate.</summary>
    Peer = 1,

    /// <summary>A server refuses clients without a certificate; ignored on clients.</summary>
    FailIfNoPeerCert = 2,

    /// <summary>Accepted and no effect: a client certificate is never requested twice.</summary>
    ClientOnce = 4,
}

/// <summary>Whether a server asks its clients for a certificate.</summary>
public enum SslClientCertificate
{
    /// <summary>It does not ask.</summary>
    None,

    /// <summary>It asks; a client may have none.</summary>
    Request,

    /// <summary>It asks and refuses clients that have none.</summary>
    Require,

    /// <summary>The manual's SSL_VERIFY_CLIENT_ONCE: like Require, since a client is never asked twice.</summary>
    ClientOnce,
}
