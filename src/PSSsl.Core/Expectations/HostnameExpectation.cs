using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Hostnames;
using PSSsl.Trust;

namespace PSSsl.Expectations;

/// <summary>Names that a certificate must be for, all of them; or none, if it is not to be for them.</summary>
internal sealed class HostnameExpectation : Expectation
{
    private readonly IReadOnlyList<string> _names;
    private readonly HostnameScheme _scheme;

    /// <param name="names">None for the host that is asked.</param>
    /// <param name="scheme">How names are compared.</param>
    internal HostnameExpectation(IReadOnlyList<string> names, HostnameScheme scheme)
    {
        _names = names;
        _scheme = scheme;
    }

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        $"{(subject.Host is null && !subject.IsSocket ? "be" : "have a certificate")} for "
            + $"{ExpectationSentence.Join(Names(subject), negate ? "or" : "and")}";

    internal override async Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        IReadOnlyList<string> names = Names(subject);
        (PeerCertificate? certificate, string? why) = await subject.FindCertificateAsync(probe).ConfigureAwait(false);
        if (certificate is null)
            return ExpectationResult.Unknown(why!);
        CertificateNames known = CertificateNames.Of(certificate.Certificate);
        HostnameResult[] results = names.Select(n => HostnameVerifier.Verify(known, n, _scheme)).ToArray();
        HostnameResult[] against = results.Where(r => r.Match == negate).ToArray();
        string seen = string.Join("; ", (against.Length > 0 ? against : results).Select(r => ExpectationSentence.Lower(r.Reason)));
        return ExpectationResult.Known(negate ? against.Length > 0 : against.Length == 0, negate, seen);
    }

    private IReadOnlyList<string> Names(ExpectationSubject subject)
    {
        IReadOnlyList<string> names = _names.Count > 0 ? _names : (subject.Host?.Host ?? subject.PeerHost) is { } host ? new[] { host }
            : System.Array.Empty<string>();
        return names.Count > 0 && names.All(n => n.Trim().Length > 0) ? names
            : throw SslException.Option("No host name is given that the certificate is to be compared with.",
                "Give one: Should -MatchHostname www.example.org.");
    }
}
