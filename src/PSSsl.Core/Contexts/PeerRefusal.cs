using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Trust;

namespace PSSsl.Contexts;

/// <summary>A verdict with faults as the end of a handshake: the alert that the peer gets, and the error that says what to do.</summary>
internal static class PeerRefusal
{
    /// <param name="verdict">It has faults.</param>
    /// <param name="server">What the server is called; null if the peer is a client.</param>
    internal static TlsRefusal Of(PeerVerdict verdict, string? server)
    {
        SslErrorCode first = verdict.Errors[0].Code;
        string whose = server is null ? "The client's certificate" : $"The certificate of {server}";
        string what = string.Join("; ", verdict.Errors.Select(e => e.ToString().TrimEnd('.')));
        return new TlsRefusal((int)AlertFor(first), new SslException(first, SslPhase.Verify, $"{whose} is refused: {what}.")
        {
            VerifyErrors = verdict.Errors,
            RecommendedAction = server is null ? AdviceOnClient(first) : Advice(first),
        });
    }

    /// <summary>An anonymous suite, which was allowed, and a verification, which is wanted too: the safe one wins.</summary>
    internal static TlsRefusal OfNothing() => new((int)SslAlert.handshake_failure,
        new SslException(SslErrorCode.CertificateMissing, SslPhase.Verify,
            "The server chose an anonymous cipher suite: it shows no certificate, and cannot be verified.")
        {
            RecommendedAction = "Take anonymous suites (aNULL) out of -CipherList, or give up verification with -VerifyMode None.",
        });

    /// <summary>Anchors that cannot be read: the fault is ours, and the peer is refused.</summary>
    internal static TlsRefusal OfOurs(SslException error) => new((int)SslAlert.internal_error, error);

    internal static TlsRefusal Canceled(OperationCanceledException error) =>
        new((int)SslAlert.user_canceled,
            new SslException(SslErrorCode.Canceled, SslPhase.Verify, "The call was stopped while the certificate was being verified.",
                error) { RecommendedAction = "Run it again if needed." });

    private static string AdviceOnClient(SslErrorCode code) => code switch
    {
        SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned =>
            "If clients of this authority are to be let in, trust it with -CAFile (-ClientCAFile only tells clients whose certificates "
                + "are wanted), or pin the certificate with -Fingerprint.",
        SslErrorCode.CertificateChainIncomplete =>
            "The client should send its intermediate certificates; until it does, give them with -CAFile.",
        SslErrorCode.CertificateRevoked => "Its owner or authority took it back: the client needs another one.",
        SslErrorCode.HostnameMismatch => "See which names -VerifyName and -VerifyScheme want of clients.",
        SslErrorCode.RevocationUnknown or SslErrorCode.CertificateExpired or SslErrorCode.CertificateNotYetValid
            or SslErrorCode.FingerprintMismatch
            or SslErrorCode.CallbackRefused => Advice(code),
        _ => "The client must use another certificate; see about_PSSsl_Verification.",
    };

    private static string Advice(SslErrorCode code) => code switch
    {
        SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned =>
            "If you know this certificate, trust its authority with -CAFile, or pin it with -Fingerprint; Get-PeerCertificate shows it.",
        SslErrorCode.CertificateChainIncomplete =>
            "If its authority is yours, or your company's, trust it with -CAFile; if an intermediate certificate is missing, have it "
                + "fetched with -FetchIssuer until the server sends it.",
        SslErrorCode.RevocationUnknown =>
            "Give the issuer's revocation list with -CrlFile, or have it fetched with -FetchCrl; -Ocsp says how responders are used.",
        SslErrorCode.CertificateRevoked => "Do not connect: its owner or authority took it back. It must be replaced.",
        SslErrorCode.CertificateExpired or SslErrorCode.CertificateNotYetValid =>
            "The certificate must be renewed; check this machine's clock too.",
        SslErrorCode.HostnameMismatch => "Connect with a name the certificate has, or say with -VerifyName which one is right.",
        SslErrorCode.FingerprintMismatch =>
            "If the certificate was renewed, compare its new fingerprint with the owner's before you change -Fingerprint.",
        SslErrorCode.CallbackRefused => "See what -VerifyCallback looks at.",
        _ => "Look at it with Get-PeerCertificate.",
    };

    /// <summary>RFC 8446, 6.2.</summary>
    private static SslAlert AlertFor(SslErrorCode code) => code switch
    {
        SslErrorCode.CertificateExpired or SslErrorCode.CertificateNotYetValid => SslAlert.certificate_expired,
        SslErrorCode.CertificateRevoked => SslAlert.certificate_revoked,
        SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned or SslErrorCode.CertificateChainIncomplete =>
            SslAlert.unknown_ca,
        SslErrorCode.CertificatePurpose => SslAlert.unsupported_certificate,
        _ => SslAlert.bad_certificate,
    };
}
