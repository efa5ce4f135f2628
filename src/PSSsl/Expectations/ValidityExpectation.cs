using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSSsl.Trust;

namespace PSSsl.Expectations;

/// <summary>
/// A certificate without a fault: its chain ends at an authority that is trusted, it is for the host, and its time and purpose are right. A host must also have shown in a whole handshake that it has the key.
/// </summary>
internal sealed class ValidityExpectation : Expectation
{
    private readonly string? _name;
    private readonly Func<TrustAnchors> _anchors;
    private readonly bool _anew;
    private readonly HostnameScheme _scheme;

    /// <param name="name">The host that it must be for; null for the host that is asked.</param>
    /// <param name="anchors">Who is trusted, where there is no handshake that judges.</param>
    /// <param name="anew">Whether what was found when a certificate was seen first does not count, because authorities were given.</param>
    /// <param name="scheme">How names are compared.</param>
    internal ValidityExpectation(string? name, Func<TrustAnchors> anchors, bool anew, HostnameScheme scheme)
    {
        _name = name;
        _anchors = anchors;
        _anew = anew || name is not null;
        _scheme = scheme;
    }

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        (subject.Host is null && !subject.IsSocket ? "be valid" : "have a valid certificate") + (_name is null ? string.Empty : $" for {_name}");

    internal override async Task<Outcome> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.Host is not null)
            return Shaken(await probe.LookAsync(subject, _name).ConfigureAwait(false), subject, negate);
        // What a handshake showed that is not over may be anybody's.
        if (subject.IsSocket && subject.Version is null)
            return Outcome.Unknown($"TLS was not negotiated on it, it is {subject.State}");
        if (subject.Certificate is not { } certificate)
            return Outcome.Unknown("its peer showed no certificate");
        return certificate.IsTrusted is not null && !_anew ? Remembered(certificate, negate) : Judge(certificate, subject, negate, probe);
    }

    /// <summary>What was found when it was seen, which may be long ago: from a file, say.</summary>
    private static Outcome Remembered(PeerCertificate certificate, bool negate)
    {
        if (certificate.VerifyErrors.Count > 0 && certificate.VerifyErrors.All(e => e.Code == SslErrorCode.CertificateNotYetValid))
            return Outcome.Unknown($"{Faults(certificate.VerifyErrors)} when it was seen; ask its host");
        return certificate.IsExpired == true && certificate.VerifyErrors.Count == 0
            ? Outcome.Known(false, negate, FormattableString.Invariant($"'{certificate.Subject}' expired on {certificate.NotAfter?.ToUniversalTime():yyyy-MM-dd}"))
            : Told(certificate, negate);
    }

    private static Outcome Shaken(ProbeAnswer answer, ExpectationSubject subject, bool negate)
    {
        if (answer.Certificate is { VerifyErrors.Count: > 0 } bad && (answer.IsComplete || answer.WantsOurs))
            return Told(bad, negate);
        if (answer.Error is { } error)
            return Outcome.Unknown(ExpectationSentence.Said(error, subject.Name));
        return answer.Certificate switch
        {
            null => Outcome.Unknown("it shows no certificate"),
            { IsTrusted: null } => Outcome.Unknown("the context of Set-SslDefault verifies nobody"),
            var good => Told(good, negate),
        };
    }

    /// <summary>What was found when it was seen.</summary>
    private static Outcome Told(PeerCertificate certificate, bool negate)
    {
        if (certificate.VerifyErrors.Count > 0)
            return Faulty(certificate.VerifyErrors, negate);
        // A callback may have forgiven what stands in no list any more.
        if (certificate.IsTrusted != true || certificate.HostnameMatch == false)
            return Outcome.Known(false, negate, certificate.IsTrusted != true ? $"'{certificate.Subject}' is not trusted" : $"'{certificate.Subject}' is for another host");
        return Outcome.Known(true, negate, Good(certificate));
    }

    private Outcome Judge(PeerCertificate certificate, ExpectationSubject subject, bool negate, HostProbe probe)
    {
        string? name = _name ?? (subject.IsSocket && !subject.IsServer ? subject.PeerHost : null);
        if (subject.IsSocket && !subject.IsServer && name is null)
            return Outcome.Unknown("nobody knows which host it is to be for; give -HostName");
        IReadOnlyList<X509Certificate2> chain = certificate.Chain.Count > 0 ? certificate.Chain : new[] { certificate.Certificate };
        var request = new ChainRequest(certificate.Certificate, chain, _anchors())
        {
            Purpose = subject.IsServer ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth,
        };
        var inquiry = new ChainInquiry(RevocationOptions.Default) { Cancellation = probe.Cancellation, Trace = probe.Trace };
        SslCertificateVerdict verdict = CertificateJudge.Judge(request, inquiry, name, _scheme);
        return verdict.IsTrusted ? Outcome.Known(true, negate, Good(certificate)) : Faulty(verdict.VerifyErrors, negate);
    }

    /// <summary>That it may have been revoked is no fault that is known; if there are no others, nobody knows.</summary>
    private static Outcome Faulty(IReadOnlyList<SslVerifyError> errors, bool negate) =>
        errors.All(e => e.Code == SslErrorCode.RevocationUnknown) ? Outcome.Unknown(Faults(errors)) : Outcome.Known(false, negate, Faults(errors));

    private static string Good(PeerCertificate certificate) => FormattableString.Invariant($"'{certificate.Subject}' is trusted, and good until {certificate.NotAfter?.ToUniversalTime():yyyy-MM-dd}");

    private static string Faults(IEnumerable<SslVerifyError> errors) => string.Join("; ", errors.Select(e => ExpectationSentence.Lower(e.ToString())));
}
