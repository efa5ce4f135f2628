using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Ciphers;
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
        var taken = new List<ProbeAnswer>();
        var refused = new List<SslVersion>();
        ProbeAnswer? other = null;
        foreach (SslVersion version in _versions)
        {
            ProbeAnswer answer = await probe.AskAsync(subject, version).ConfigureAwait(false);
            if (answer.Balked)
            {
                // Who breaks off once may have been disturbed; who agrees on others in between has not.
                other ??= await probe.AskAsync(subject).ConfigureAwait(false);
                if (!other.Agreed)
                    return ExpectationResult.Unknown(ExpectationSentence.Said(other.Error!, subject.Name));
                answer = await probe.AskAsync(subject, version).ConfigureAwait(false);
            }

            if (answer.Agreed)
            {
                taken.Add(answer);
                continue;
            }

            if (!answer.Declined && !answer.Balked)
                return ExpectationResult.Unknown((answer.TookUp ? $"it took up {version}, but then " : string.Empty)
                    + ExpectationSentence.Said(answer.Error!, subject.Name));
            // All suites of TLS 1.3 were offered already.
            if (negate && answer.DeclinedSuites && version != SslVersion.TLSv1_3)
            {
                ProbeAnswer last = await probe.AskUnspokenAsync(subject, version, OtherCipherSuites.UpToTls12).ConfigureAwait(false);
                if (!last.Declined)
                {
                    return last.TookUp
                        ? ExpectationResult.Known(true, negate,
                            $"it took up {version}, with a cipher suite that this module does not support, RC4 or DES perhaps")
                        : ExpectationResult.Unknown(ExpectationSentence.Said(last.Error!, subject.Name));
                }
            }

            // A refusal is one only of a host that agrees on something else.
            other ??= await probe.AskAsync(subject).ConfigureAwait(false);
            if (!other.Agreed)
                return ExpectationResult.Unknown(ExpectationSentence.Said(other.Error!, subject.Name));
            if (other.Version == version)
                return ExpectationResult.Unknown($"it refused {version} alone, and negotiated it when others were offered too");
            refused.Add(version);
        }

        if (negate)
            return ExpectationResult.Known(taken.Count > 0, negate,
                $"it negotiated {ExpectationSentence.Join(taken.Select(t => t.ToString()), "and")}");
        string instead = refused.Count == _versions.Count ? $"it negotiated {other}"
            : $"it refused {ExpectationSentence.Join(refused.Select(r => r.ToString()), "and")}, and negotiated {other}";
        return ExpectationResult.Known(refused.Count == 0, negate, instead);
    }
}
