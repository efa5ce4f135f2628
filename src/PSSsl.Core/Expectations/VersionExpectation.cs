using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>
/// Protocol versions. A host is offered each of them alone: it must take all of them, or, if they are not to be there, none. A socket has
/// one version: it must be among them, or not be.
/// </summary>
internal sealed class VersionExpectation : Expectation
{
    private readonly IReadOnlyList<SslVersion> _versions;

    internal VersionExpectation(IReadOnlyList<SslVersion> versions) => _versions = versions;

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        "negotiate " + ExpectationSentence.Join(_versions.Select(v => v.ToString()), negate || subject.IsSocket ? "or" : "and");

    internal override async Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.IsSocket)
        {
            return subject.Version is { } has
                ? ExpectationResult.Known(_versions.Contains(has), negate,
                    $"it negotiated {has}{(subject.Cipher is null ? string.Empty : $" ({subject.Cipher.Name})")}")
                : ExpectationResult.Unknown($"TLS was not negotiated on it, it is {subject.State}");
        }

        if (subject.Host is null)
            throw SslException.Option("A certificate has no protocol version.", "Give a host, or a socket.");
        var host = new HostVersions(probe, subject);
        foreach (SslVersion version in _versions)
        {
            if (await host.AskAsync(version, negate).ConfigureAwait(false) is { } end)
                return end;
        }

        if (negate)
            return ExpectationResult.Known(host.Taken.Count > 0, negate,
                $"it negotiated {ExpectationSentence.Join(host.Taken.Select(t => t.ToString()), "and")}");
        string instead = host.Refused.Count == _versions.Count ? $"it negotiated {host.Other}"
            : $"it refused {ExpectationSentence.Join(host.Refused.Select(r => r.ToString()), "and")}, and negotiated {host.Other}";
        return ExpectationResult.Known(host.Refused.Count == 0, negate, instead);
    }
}
