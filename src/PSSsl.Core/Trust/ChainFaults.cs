using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>The platform's statuses as faults that a person can act on, with the rule behind them.</summary>
internal static class ChainFaults
{
    // The same reference at the same depth is the same fault, whoever found it: PlatformFaults relies on it.
    internal const string Validity = "RFC 5280, 4.1.2.5";
    internal const string BasicConstraints = "RFC 5280, 4.2.1.9";
    internal const string KeyUsage = "RFC 5280, 4.2.1.3";
    internal const string ExtendedUsage = "RFC 5280, 4.2.1.12";
    internal const string NameConstraints = "RFC 5280, 4.2.1.10";
    internal const string CriticalExtension = "RFC 5280, 4.2, critical";
    internal const string Signature = "RFC 5280, 6.1.3";
    internal const string WeakSignature = "RFC 8446, 4.4.2.4";
    /// <summary>Of an issuer that is there and that the platform passed over.</summary>
    internal const string PassedOver = "RFC 5280, 6.1, issuer";
    private const string Path = "RFC 5280, 6.1";

    /// <summary>Explains one status of one certificate, other than those about where the path ends.</summary>
    internal static SslVerifyError Explain(X509ChainStatusFlags status, string information, int depth, X509Certificate2 certificate,
        ChainRequest request)
    {
        string name = Name(certificate);
        (SslErrorCode code, string message, string? reference) = status switch
        {
            // Our own check of the dates tells which; this is for a platform that sees them otherwise.
            X509ChainStatusFlags.NotTimeValid => (SslErrorCode.CertificateExpired, $"{name} is not valid at this time", Validity),
            X509ChainStatusFlags.NotTimeNested =>
                (SslErrorCode.CertificateInvalid, $"{name} is valid for longer than its issuer", Validity),
            X509ChainStatusFlags.NotSignatureValid => (SslErrorCode.CertificateInvalid, PlatformSignature.Wrong(name), Signature),
            X509ChainStatusFlags.NotValidForUsage =>
                (SslErrorCode.CertificatePurpose, $"{name} must not be used by {PurposeName(request.Purpose)}", ExtendedUsage),
            X509ChainStatusFlags.CtlNotValidForUsage =>
                (SslErrorCode.CertificatePurpose, $"{name} is not trusted here for {PurposeName(request.Purpose)}", ExtendedUsage),
            X509ChainStatusFlags.InvalidBasicConstraints =>
                (SslErrorCode.CertificateInvalid, $"{name} is not an authority, or not for a chain this long", BasicConstraints),
            X509ChainStatusFlags.HasNotSupportedCriticalExtension =>
                (SslErrorCode.CertificateInvalid, $"{name} has a critical extension that is not understood here", CriticalExtension),
            X509ChainStatusFlags.InvalidExtension =>
                (SslErrorCode.CertificateInvalid, $"{name} has an extension that is not encoded as it must be", "RFC 5280, 4.2"),
            X509ChainStatusFlags.InvalidNameConstraints or X509ChainStatusFlags.HasExcludedNameConstraint
                or X509ChainStatusFlags.HasNotPermittedNameConstraint
                or X509ChainStatusFlags.HasNotDefinedNameConstraint or X509ChainStatusFlags.HasNotSupportedNameConstraint =>
                (SslErrorCode.CertificateInvalid, $"an authority of the chain may not certify the names of {name}", NameConstraints),
            X509ChainStatusFlags.InvalidPolicyConstraints or X509ChainStatusFlags.NoIssuanceChainPolicy =>
                (SslErrorCode.CertificateInvalid, $"the policies of {name} do not allow this chain", "RFC 5280, 4.2.1.11"),
            X509ChainStatusFlags.HasWeakSignature =>
                (SslErrorCode.CertificateInvalid, $"{name} is signed with an algorithm that is too weak", WeakSignature),
            X509ChainStatusFlags.Revoked => (SslErrorCode.CertificateRevoked, $"{name} has been revoked", "RFC 5280, 6.3"),
            X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation =>
                (SslErrorCode.RevocationUnknown, $"whether {name} has been revoked could not be found out", "RFC 5280, 6.3"),
            X509ChainStatusFlags.ExplicitDistrust =>
                (SslErrorCode.CertificateUntrusted, $"{name} is explicitly distrusted on this machine", null),
            X509ChainStatusFlags.Cyclic => (SslErrorCode.CertificateInvalid, $"the chain of {name} turns in a circle", Path),
            _ => (SslErrorCode.CertificateInvalid, $"{name}: {status}: {information.Trim().TrimEnd('.')}", null),
        };
        return new SslVerifyError(code, depth, certificate, message, reference);
    }

    /// <summary>Why the path ends where no anchor is.</summary>
    internal static SslVerifyError NoAnchor(X509Certificate2[] path, ChainRequest request)
    {
        int given = System.Array.FindIndex(path, request.Anchors.Contains);
        if (given >= 0)
        {
            return new SslVerifyError(SslErrorCode.CertificateUntrusted, given, path[given],
                $"{Name(path[given])} is given as trusted but is not self-signed: a chain may end at it only with -AllowPartialChain",
                Path);
        }

        int depth = path.Length - 1;
        X509Certificate2 last = path[depth];
        if (last.SubjectName.RawData.SequenceEqual(last.IssuerName.RawData))
        {
            return depth == 0
                ? new SslVerifyError(SslErrorCode.CertificateSelfSigned, 0, last,
                    $"{Name(last)} is self-signed and not among the trusted certificates", Path)
                : new SslVerifyError(SslErrorCode.CertificateUntrusted, depth, last,
                    $"the authority {Name(last)} is not among the trusted certificates", Path);
        }

        return NoIssuer(path, request);
    }

    internal static string Name(X509Certificate2 certificate) => CertificateLabel.Of(certificate);

    internal static string Name(string distinguished) => CertificateLabel.Of(distinguished);

    internal static string PurposeOid(ChainPurpose purpose) => purpose switch
    {
        ChainPurpose.ClientAuth => Oids.ClientAuth,
        ChainPurpose.RemoteDesktop => Oids.RemoteDesktop,
        _ => Oids.ServerAuth,
    };

    internal static string PurposeName(ChainPurpose purpose) => purpose switch
    {
        ChainPurpose.ServerAuth => "a server",
        ChainPurpose.ClientAuth => "a client",
        ChainPurpose.RemoteDesktop => "a remote desktop's server",
        _ => "this purpose",
    };

    private static SslVerifyError NoIssuer(X509Certificate2[] path, ChainRequest request)
    {
        int depth = path.Length - 1;
        X509Certificate2 last = path[depth];
        string name = Name(last);
        string issuer = Name(last.Issuer);
        if (request.Read(last).IssuerOrNull is { } issuerName)
        {
            // It signed and was passed over: something in the one or the other is not as the platform wants it.
            if (IssuerSignature.Signer(path, request) is { } signer)
                return new SslVerifyError(SslErrorCode.CertificateInvalid, depth, last,
                    $"{name} is signed by {Name(signer)}, but {NotTaken(request.Read(last), request.Read(signer))}", PassedOver);
            if (path.Any(c => issuerName.Equals(request.Read(c).SubjectOrNull) && SignatureCheck.Signed(c, request.Read(last)) == true))
                return Circle(depth, last);
            // A certificate of that name was there and was not taken.
            if (request.Anchors.Named(issuerName).Count > 0)
                return new SslVerifyError(SslErrorCode.CertificateUntrusted, depth, last,
                    $"no trusted certificate with the name {issuer} has a key that signed {name}", Signature);
            if (request.Sent.Any(c => issuerName.Equals(request.Read(c).SubjectOrNull)))
            {
                return new SslVerifyError(SslErrorCode.CertificateChainIncomplete, depth, last,
                    $"the certificate of {issuer} that was sent is not the one that signed {name}, or must not sign any; the right one "
                        + $"is needed to reach a trusted root", Path);
            }
        }

        // What an authority is signed by is a root, or leads to one: peers need not send those (RFC 8446, 4.4.2), so it is this side that
        // lacks it.
        if (depth > 0)
        {
            return new SslVerifyError(SslErrorCode.CertificateUntrusted, depth, last,
                $"this machine does not trust {issuer}, which signed {name}; if it is your company's, or your own, give its certificate "
                    + $"with -CAFile", Path);
        }

        string lack = request.IsHandshake ? $"the {Peer(request)} did not send the certificate of {issuer}, which signed {name}"
            : $"the certificate of {issuer}, which signed {name}, is neither given nor trusted";
        string remedy = request.IsHandshake ? $"the {Peer(request)} should send it" : "it must be given along";
        return new SslVerifyError(SslErrorCode.CertificateChainIncomplete, depth, last,
            $"{lack}: if that is an intermediate authority, {remedy}; if it is your company's, or your own, this machine does not trust "
                + $"it, so give it with -CAFile", Path);
    }

    private static string Peer(ChainRequest request) => request.Purpose == ChainPurpose.ClientAuth ? "client" : "server";

    private static SslVerifyError Circle(int depth, X509Certificate2 last) => new(SslErrorCode.CertificateChainIncomplete, depth, last,
        $"the chain turns in a circle at {Name(last)} and reaches no trusted root", Path);

    /// <summary>What is wrong with one of them, as far as we see it.</summary>
    private static string NotTaken(ParsedCertificate certificate, ParsedCertificate signer) =>
        FirstFault(certificate) is { } fault ? $"cannot be used: {fault}"
            : FirstFault(signer) is { } ofSigner ? $"that one cannot be used: {ofSigner}"
            : signer.IsAuthority == false ? "that one is not an authority"
            : signer.KeyUsage is { } usage && (usage & ChainRules.KeyCertSign) == 0 ? "that one must not sign certificates"
            : $"this platform makes no chain of the two; it may not know the algorithm "
                + $"{ObjectIdentifiers.LongName(certificate.SignatureAlgorithm)}";

    /// <summary>What in a certificate is not as it must be; null if nothing is known.</summary>
    internal static string? Malformed(X509Certificate2 certificate, ChainRequest request) =>
        FirstFault(request.Read(certificate)) is { } fault ? $"{Name(certificate)} cannot be used: {fault}" : null;

    private static string? FirstFault(ParsedCertificate certificate)
    {
        if (certificate.Extension(Oids.ProxyCertificate) is not null)
            return ProxyCertificate.What;
        var extensions = new CertificateExtensions(certificate);
        return certificate.Faults.Count > 0 ? certificate.Faults[0] : extensions.Faults.Count > 0 ? extensions.Faults[0] : null;
    }
}
