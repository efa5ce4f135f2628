using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>How a host answered to one handshake.</summary>
internal sealed class ProbeAnswer
{
    /// <summary>Null if the handshake came to its end.</summary>
    internal SslException? Error { get; init; }

    /// <summary>A server's hello came: it took up what was offered, whatever happened then.</summary>
    internal bool TookUp { get; init; }

    internal SslVersion? Version { get; init; }

    internal SslCipher? Cipher { get; init; }

    /// <summary>What it showed, also if the handshake failed later.</summary>
    internal PeerCertificate? Certificate { get; init; }

    internal bool IsComplete => Error is null;

    /// <summary>
    /// Versions and suites were agreed on: the handshake came to its end, or only our certificate was missing or not liked.
    /// </summary>
    internal bool Agreed => IsComplete || (TookUp && WantsOurs);

    /// <summary>It showed its certificate, and ended the handshake for ours: nothing was wrong with it until then.</summary>
    internal bool WantsOurs =>
        Error is { PeerCertificate: not null, Code: SslErrorCode.ClientCertificateRequired or SslErrorCode.CertificateRefusedByPeer };

    /// <summary>
    /// It wants nothing of what was offered: it says so by an alert, or takes something else, which ends the handshake on our side.
    /// </summary>
    internal bool Declined => Error is { Phase: SslPhase.Handshake } error && (TookUp
        ? error is { AlertFromPeer: false, Alert: SslAlert.protocol_version }
        : error is { AlertFromPeer: true, Alert: SslAlert.protocol_version or SslAlert.handshake_failure
            or SslAlert.insufficient_security });

    /// <summary>
    /// It may have disliked the suites alone, and have the version with others. (SSL 3.0 says this of the version too: it has no better
    /// alert.)
    /// </summary>
    internal bool DeclinedSuites =>
        !TookUp && Error is { AlertFromPeer: true, Alert: SslAlert.handshake_failure or SslAlert.insufficient_security };

    /// <summary>
    /// It broke off at the hello, without a reason. Servers that want nothing of what was offered do so too: Windows hangs up, OpenSSL 3
    /// says internal_error where a version is not safe enough for it. But a network may hang up as well, and a server may be in trouble: it
    /// counts only if the same is done again.
    /// </summary>
    internal bool Balked => !TookUp && Error is { Phase: SslPhase.Handshake } error
        && (error.Code == SslErrorCode.PeerVanished || error is { AlertFromPeer: true, Alert: SslAlert.internal_error });

    /// <summary>"TLSv1_2 (ECDHE-RSA-AES256-GCM-SHA384)", as far as it is known.</summary>
    public override string ToString() => Version is null ? "TLS" : Cipher is null ? Version.Value.ToString() : $"{Version} ({Cipher.Name})";
}
