using System.Collections.Generic;
using System.Threading.Tasks;
using PSSsl.Ciphers;

namespace PSSsl.Expectations;

/// <summary>
/// Which of some versions a host takes. Each is offered alone; one is refused only by a host that agrees on something else.
/// </summary>
internal sealed class HostVersions
{
    private readonly HostProbe _probe;
    private readonly ExpectationSubject _subject;
    private readonly List<ProbeAnswer> _taken = new();
    private readonly List<SslVersion> _refused = new();

    internal HostVersions(HostProbe probe, ExpectationSubject subject)
    {
        _probe = probe;
        _subject = subject;
    }

    internal IReadOnlyList<ProbeAnswer> Taken => _taken;

    internal IReadOnlyList<SslVersion> Refused => _refused;

    /// <summary>What it agreed on when it could choose; null if that was not asked.</summary>
    internal ProbeAnswer? Other { get; private set; }

    /// <summary>Asks about one version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="negate">Whether it is not to be there, with no suite at all.</param>
    /// <returns>Null if it is taken or refused; otherwise the end of asking: what is known, or why nothing is.</returns>
    internal async Task<ExpectationResult?> AskAsync(SslVersion version, bool negate)
    {
        ProbeAnswer answer = await _probe.AskAsync(_subject, version).ConfigureAwait(false);
        if (answer.Balked)
        {
            // Who breaks off once may have been disturbed; who agrees on others in between has not.
            if (await AskForOtherAsync().ConfigureAwait(false) is { } silent)
                return silent;
            answer = await _probe.AskAsync(_subject, version).ConfigureAwait(false);
        }

        if (answer.Agreed)
        {
            _taken.Add(answer);
            return null;
        }

        if (!answer.Declined && !answer.Balked)
            return ExpectationResult.Unknown((answer.TookUp ? $"it took up {version}, but then " : string.Empty)
                + ExpectationSentence.Said(answer.Error!, _subject.Name));
        // All suites of TLS 1.3 were offered already.
        if (negate && answer.DeclinedSuites && version != SslVersion.TLSv1_3
            && await AskUnspokenAsync(version).ConfigureAwait(false) is { } found)
            return found;
        if (await AskForOtherAsync().ConfigureAwait(false) is { } unknown)
            return unknown;
        if (Other!.Version == version)
            return ExpectationResult.Unknown($"it refused {version} alone, and negotiated it when others were offered too");
        _refused.Add(version);
        return null;
    }

    /// <summary>Looks, once, whether it agrees on something at all.</summary>
    /// <returns>Null if it does.</returns>
    private async Task<ExpectationResult?> AskForOtherAsync()
    {
        Other ??= await _probe.AskAsync(_subject).ConfigureAwait(false);
        return Other.Agreed ? null : ExpectationResult.Unknown(ExpectationSentence.Said(Other.Error!, _subject.Name));
    }

    /// <summary>Offers the version with the suites that are not spoken here.</summary>
    /// <returns>Null if it is refused with them too.</returns>
    private async Task<ExpectationResult?> AskUnspokenAsync(SslVersion version)
    {
        ProbeAnswer last = await _probe.AskUnspokenAsync(_subject, version, OtherCipherSuites.UpToTls12).ConfigureAwait(false);
        if (last.Declined)
            return null;
        return last.TookUp
            ? ExpectationResult.Known(true, negate: true,
                $"it took up {version}, with a cipher suite that this module does not support, RC4 or DES perhaps")
            : ExpectationResult.Unknown(ExpectationSentence.Said(last.Error!, _subject.Name));
    }
}
