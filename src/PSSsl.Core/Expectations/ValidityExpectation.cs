using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>
/// A certificate without a fault: its chain ends at an authority that is trusted, it is for the host, and its time and purpose are right. A
/// host must also have shown in a whole handshake that it has the key.
/// </summary>
internal sealed class ValidityExpectation : Expectation
{
    private readonly string? _name;
    private readonly TrustPolicy _policy;
    private readonly bool _isAnew;
    private readonly bool _namesAreAsked;

    /// <param name="name">The host that it must be for; null for the host that is asked.</param>
    /// <param name="policy">What certificates are judged by where there is no handshake that does so.</param>
    /// <param name="isAnew">Whether what was found when a certificate was seen first does not count, because something else is asked
    /// now.</param>
    /// <param name="namesAreAsked">False where no name is to be compared.</param>
    internal ValidityExpectation(string? name, TrustPolicy policy, bool isAnew, bool namesAreAsked)
    {
        _name = name;
        _policy = policy;
        _isAnew = isAnew || name is not null;
        _namesAreAsked = namesAreAsked;
    }

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        (subject.Host is null && !subject.IsSocket ? "be valid" : "have a valid certificate")
            + (_name is null ? string.Empty : $" for {_name}");

    internal override async Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.Host is not null)
            return Shaken(await probe.LookAsync(subject, _name).ConfigureAwait(false), subject, negate);
        // What a handshake showed that is not over may be anybody's.
        if (subject.IsSocket && subject.Version is null)
            return ExpectationResult.Unknown($"TLS was not negotiated on it, it is {subject.State}");
        if (subject.Certificate is not { } certificate)
            return ExpectationResult.Unknown("its peer showed no certificate");
        if (!certificate.IsProven)
            return ExpectationResult.Unknown("the handshake in which it was shown did not come to its end, so nothing proves whose it is");
        // What was found elsewhere is only told, and what left the name open was not all of it.
        bool isKnown = certificate.Verdict is { IsTrusted: not null } found && (found.HostnameMatch is not null || certificate.IsClients);
        return isKnown && !_isAnew ? Remembered(certificate, negate) : Judge(certificate, subject, negate, probe);
    }

    /// <summary>What was found when it was seen, which may be long ago: from a file, say.</summary>
    private static ExpectationResult Remembered(PeerCertificate certificate, bool negate)
    {
        if (certificate.VerifyErrors.Count > 0 && certificate.VerifyErrors.All(e => e.Code == SslErrorCode.CertificateNotYetValid))
            return ExpectationResult.Unknown($"{Faults(certificate.VerifyErrors)} when it was seen; ask its host");
        return certificate.IsExpired == true && certificate.VerifyErrors.Count == 0
            ? ExpectationResult.Known(false, negate,
                FormattableString.Invariant($"{certificate.Label} expired on {certificate.NotAfter?.ToUniversalTime():yyyy-MM-dd}"))
            : Told(certificate, negate);
    }

    private ExpectationResult Shaken(ProbeAnswer answer, ExpectationSubject subject, bool negate)
    {
        if (answer.Certificate is { VerifyErrors.Count: > 0 } bad && (answer.IsComplete || answer.WantsOurs))
            return Told(bad, negate);
        if (answer.Error is { } error)
            return ExpectationResult.Unknown(ExpectationSentence.Said(error, subject.Name));
        return answer.Certificate switch
        {
            null => ExpectationResult.Unknown("it shows no certificate"),
            { IsTrusted: null } => ExpectationResult.Unknown("the context of Set-SslDefault verifies no peer"),
            { HostnameMatch: null } when _namesAreAsked =>
                ExpectationResult.Unknown("its name was not compared, as the context of Set-SslDefault has it"),
            var good => Told(good, negate),
        };
    }

    /// <summary>What was found when it was seen.</summary>
    private static ExpectationResult Told(PeerCertificate certificate, bool negate)
    {
        if (certificate.VerifyErrors.Count > 0)
            return Faulty(certificate.VerifyErrors, negate);
        // A callback may have forgiven what stands in no list any more.
        if (certificate.IsTrusted != true || certificate.HostnameMatch == false)
            return ExpectationResult.Known(false, negate, certificate.IsTrusted != true ? $"{certificate.Label} is not trusted"
                : $"{certificate.Label} is for another host");
        return ExpectationResult.Known(true, negate, Good(certificate));
    }

    private ExpectationResult Judge(PeerCertificate certificate, ExpectationSubject subject, bool negate, HostProbe probe)
    {
        bool isClients = subject.IsServer || certificate.IsClients;
        string? name = _name ?? (isClients ? null : subject.PeerHost ?? certificate.PeerHost);
        bool hasHost = !isClients && (subject.IsSocket || certificate.Peer is not null);
        if (hasHost && name is null && _namesAreAsked)
            return ExpectationResult.Unknown("it is not known which host it is to be for; give -HostName");
        var facts = new HandshakeFacts
        {
            Purpose = isClients ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth,
            Cancellation = probe.Cancellation,
            Trace = probe.Trace,
            Run = probe.RunUsersCode,
        };
        PeerVerdict verdict = PeerVerifier.Verify(certificate.Presented, name, _policy, facts);
        return verdict.IsTrusted == true ? ExpectationResult.Known(true, negate, Good(certificate)) : Faulty(verdict.Errors, negate);
    }

    /// <summary>That it may have been revoked is not a fault that is known; if there are no others, nobody knows.</summary>
    private static ExpectationResult Faulty(IReadOnlyList<SslVerifyError> errors, bool negate) =>
        errors.All(e => e.Code == SslErrorCode.RevocationUnknown) ? ExpectationResult.Unknown(Faults(errors))
            : ExpectationResult.Known(false, negate, Faults(errors));

    private static string Good(PeerCertificate certificate) =>
        FormattableString.Invariant(
            $"{certificate.Label} is trusted, and good until {certificate.NotAfter?.ToUniversalTime():yyyy-MM-dd}");

    private static string Faults(IEnumerable<SslVerifyError> errors) =>
        string.Join("; ", errors.Select(e => ExpectationSentence.Lower(e.ToString())));
}
