using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>The platform's statuses as faults that a person can act on, with the rule behind them.</summary>
internal static class ChainFaults
{
    internal static SslVerifyError Explain(X509ChainStatus status, int depth, X509Certificate2[] path, ChainRequest request)
    {
        X509Certificate2 certificate = path[depth];
        string name = Name(certificate.Subject);
        (SslErrorCode code, string message, string? reference) = status.Status switch
        {
            X509ChainStatusFlags.NotTimeValid => Validity(certificate, request.Time),
            X509ChainStatusFlags.UntrustedRoot when depth == 0 =>
                (SslErrorCode.CertificateSelfSigned, $"{name} is self-signed and not among the trusted certificates", "RFC 5280, 6.1"),
            X509ChainStatusFlags.UntrustedRoot => (SslErrorCode.CertificateUntrusted, $"the authority {name} is not trusted here", "RFC 5280, 6.1"),
            X509ChainStatusFlags.PartialChain => Incomplete(certificate),
            X509ChainStatusFlags.NotSignatureValid => (SslErrorCode.CertificateInvalid, $"the signature of {name} is wrong", "RFC 5280, 6.1.3"),
            X509ChainStatusFlags.NotValidForUsage => (SslErrorCode.CertificatePurpose, $"{name} must not be used for {Purpose(request.Purpose)}", "RFC 5280, 4.2.1.12"),
            X509ChainStatusFlags.InvalidBasicConstraints => (SslErrorCode.CertificateInvalid, $"{name} is not an authority, or not for a chain this long", "RFC 5280, 4.2.1.9"),
            X509ChainStatusFlags.HasNotSupportedCriticalExtension => (SslErrorCode.CertificateInvalid, $"{name} has a critical extension that is not understood", "RFC 5280, 4.2"),
            X509ChainStatusFlags.InvalidNameConstraints or X509ChainStatusFlags.HasExcludedNameConstraint or X509ChainStatusFlags.HasNotPermittedNameConstraint
                or X509ChainStatusFlags.HasNotDefinedNameConstraint or X509ChainStatusFlags.HasNotSupportedNameConstraint =>
                (SslErrorCode.CertificateInvalid, $"an authority of the chain may not certify the names of {name}", "RFC 5280, 4.2.1.10"),
            X509ChainStatusFlags.HasWeakSignature => (SslErrorCode.CertificateInvalid, $"{name} is signed with an algorithm that is too weak", "RFC 8446, 4.4.2.4"),
            X509ChainStatusFlags.Revoked => (SslErrorCode.CertificateRevoked, $"{name} has been revoked", "RFC 5280, 6.3"),
            X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => (SslErrorCode.RevocationUnknown, $"whether {name} has been revoked could not be found out", "RFC 5280, 6.3"),
            X509ChainStatusFlags.ExplicitDistrust => (SslErrorCode.CertificateUntrusted, $"{name} is explicitly distrusted here", null),
            X509ChainStatusFlags.Cyclic => (SslErrorCode.CertificateInvalid, $"the chain of {name} turns in a circle", "RFC 5280, 6.1"),
            _ => (SslErrorCode.CertificateInvalid, $"{name}: {status.Status}: {status.StatusInformation.Trim().TrimEnd('.')}", null),
        };
        return new SslVerifyError(code, depth, certificate, message, reference);
    }

    internal static SslVerifyError NoAnchor(X509Certificate2[] path, ChainRequest request)
    {
        int depth = path.Length - 1;
        X509Certificate2 last = path[depth];
        if (!ChainVerifier.IsSelfIssued(last))
        {
            (SslErrorCode code, string message, string? reference) = Incomplete(last);
            if (request.Anchors.Contains(last))
                message = $"{Name(last.Subject)} is given as trusted but is not self-signed; -AllowPartialChain lets a chain end there";
            return new SslVerifyError(code, depth, last, message, reference);
        }

        return new SslVerifyError(depth == 0 ? SslErrorCode.CertificateSelfSigned : SslErrorCode.CertificateUntrusted, depth, last,
            $"{Name(last.Subject)} is not among the trusted certificates", "RFC 5280, 6.1");
    }

    /// <summary>A name as a person says it: the common name in quotes, or all of it.</summary>
    internal static string Name(string distinguished)
    {
        string text = new(distinguished.Select(c => char.IsControl(c) ? '\uFFFD' : c).ToArray());
        return text.Length == 0 ? "a certificate without subject" : "'" + text + "'";
    }

    private static (SslErrorCode, string, string?) Incomplete(X509Certificate2 last) => (SslErrorCode.CertificateChainIncomplete,
        $"the certificate of {Name(last.Issuer)}, which signed {Name(last.Subject)}, was neither sent nor is it trusted here", "RFC 5280, 6.1");

    private static (SslErrorCode, string, string?) Validity(X509Certificate2 certificate, DateTime time)
    {
        const string rule = "RFC 5280, 4.1.2.5";
        if (time < certificate.NotBefore)
            return (SslErrorCode.CertificateNotYetValid, $"{Name(certificate.Subject)} is valid only from {Date(certificate.NotBefore)} on", rule);
        return (SslErrorCode.CertificateExpired, $"{Name(certificate.Subject)} expired on {Date(certificate.NotAfter)}", rule);
    }

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Purpose(ChainPurpose purpose) => purpose switch
    {
        ChainPurpose.ServerAuth => "a server",
        ChainPurpose.ClientAuth => "a client",
        _ => "this",
    };
}
