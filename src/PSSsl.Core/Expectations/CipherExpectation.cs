using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>
/// Cipher suites, any of which will do. A host is offered nothing but these: it must take one of them, or, if they are not to be there,
/// refuse them in every version that has them. A socket has one suite.
/// </summary>
internal sealed class CipherExpectation : Expectation
{
    private readonly string _text;
    private readonly string? _list;
    private readonly string[] _tls13;
    private readonly CipherString? _read;
    private readonly int[] _unspoken;

    /// <param name="words">OpenSSL's language, and suites of TLS 1.3 by name.</param>
    /// <exception cref="SslException">A word is none.</exception>
    internal CipherExpectation(IEnumerable<string> words)
    {
        string[] all = words.SelectMany(w => w.Split(new[] { ':', ',', ' ' }, StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (all.Length == 0)
            throw SslException.Option("No cipher suite is named.", "Give names of suites, or words of openssl-ciphers(1): 'ECDHE+AESGCM'.");
        _text = string.Join(":", all);
        _tls13 = all.Where(IsTls13).ToArray();
        string list = string.Join(":", all.Where(w => !IsTls13(w)));
        _list = list.Length > 0 ? list : null;
        _read = _list is null ? null : CipherString.Parse(_list);
        _unspoken = all.SelectMany(OtherCipherSuites.Of).Distinct().ToArray();
    }

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        $"negotiate {(_text.Contains(":") ? $"one of {_text}" : _text)}";

    internal override Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.IsSocket)
        {
            return Task.FromResult(subject.Cipher is { } has
                ? ExpectationResult.Known(Has(has), negate,
                    $"it negotiated {has.Name}{(subject.Version is null ? string.Empty : $" ({subject.Version})")}")
                : ExpectationResult.Unknown($"TLS was not negotiated on it, it is {subject.State}"));
        }

        return subject.Host is null ? throw SslException.Option("A certificate has no cipher suite.", "Give a host, or a socket.")
            : AskAsync(subject, negate, probe);
    }

    private async Task<ExpectationResult> AskAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (CannotBeAsked() is { } word && (negate || !Offers().Any()))
            return ExpectationResult.Unknown(
                $"no suite of '{word}' can be offered by this module (it supports none of them, or needs a pre-shared key)");
        ProbeAnswer? other = null;
        foreach (Offer offer in Offers())
        {
            ProbeAnswer answer = await offer.Ask(probe, subject).ConfigureAwait(false);
            if (answer.Balked)
            {
                // Who breaks off once may have been disturbed; who agrees on others in between has not.
                other ??= await probe.AskAsync(subject).ConfigureAwait(false);
                if (!other.Agreed)
                    return ExpectationResult.Unknown(ExpectationSentence.Said(other.Error!, subject.Name));
                answer = await offer.Ask(probe, subject).ConfigureAwait(false);
            }

            if (answer.Agreed)
                return ExpectationResult.Known(true, negate, answer.Cipher is null ? $"it agreed on one in {offer.Version}"
                    : $"it negotiated {answer.Cipher.Name} ({offer.Version})");
            if (answer.Declined || answer.Balked)
                continue;
            // Nobody here can see that to its end: enough to say that it is there, and not that it works.
            return offer.IsUnspoken && answer.TookUp && negate ? ExpectationResult.Known(true, negate, $"it took one up in {offer.Version}")
                : ExpectationResult.Unknown((answer.TookUp ? $"it took up {offer.Version}, but then " : string.Empty)
                    + ExpectationSentence.Said(answer.Error!, subject.Name));
        }

        // A refusal is one only of a host that agrees on something else.
        other ??= await probe.AskAsync(subject).ConfigureAwait(false);
        if (!other.Agreed)
            return ExpectationResult.Unknown(ExpectationSentence.Said(other.Error!, subject.Name));
        if (other.Cipher is { } cipher && Has(cipher))
            return ExpectationResult.Unknown($"it refused {_text} alone, and negotiated {cipher.Name} when others were offered too");
        return ExpectationResult.Known(false, negate, other.Cipher is null ? "it agrees on others only"
            : $"it refused that, and negotiated {other.Cipher.Name} ({other.Version}) when everything was offered");
    }

    /// <summary>Version by version, since a server that takes part in a newer one never gets to the suites of an older one.</summary>
    private IEnumerable<Offer> Offers()
    {
        if (_tls13.Length > 0)
            yield return new Offer(SslVersion.TLSv1_3, false,
                (probe, subject) => probe.AskAsync(subject, new[] { SslVersion.TLSv1_3 }, null, _tls13));
        foreach (SslVersion version in HostProbe.Versions.Where(v => v < SslVersion.TLSv1_3))
        {
            if (_read is not null && _read.Selected.Any(s => !CannotAsk(s) && SuiteSelection.FirstVersion(s.Cipher) <= version))
                yield return new Offer(version, false,
                    (probe, subject) => probe.AskAsync(subject, new[] { version }, _list + ":@SECLEVEL=0", null));
            if (_unspoken.Length > 0)
                yield return new Offer(version, true, (probe, subject) => probe.AskUnspokenAsync(subject, version, _unspoken));
        }
    }

    /// <summary>A word that adds suites, and none that could be offered.</summary>
    private string? CannotBeAsked() => (_list ?? string.Empty).Split(new[] { ':' }, StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault(w => w[0] is not ('!' or '-' or '+' or '@') && OtherCipherSuites.Of(w).Count == 0 && CipherString.Parse(w)
            .Selected.All(CannotAsk));

    /// <summary>
    /// Suites that need a pre-shared key, and those of DSA, whose signatures are never offered: a server that has them would refuse all the
    /// same.
    /// </summary>
    private static bool CannotAsk(CipherTraits suite) =>
        suite.KeyExchange is not (CipherKeyExchange.Rsa or CipherKeyExchange.Dhe or CipherKeyExchange.Ecdhe)
            || (suite.Authentication & CipherAuthentication.Dss) != 0;

    private bool Has(SslCipher cipher) =>
        _tls13.Any(n => string.Equals(n, cipher.Name, StringComparison.OrdinalIgnoreCase))
            || (_read?.Selected.Any(s => s.Cipher.Id == cipher.Id) ?? false);

    private static bool IsTls13(string word) => CipherTable.ByName(word) is { IsTls13: true };

    private sealed class Offer
    {
        internal Offer(SslVersion version, bool isUnspoken, Func<HostProbe, ExpectationSubject, Task<ProbeAnswer>> ask)
        {
            Version = version;
            IsUnspoken = isUnspoken;
            Ask = ask;
        }

        internal SslVersion Version { get; }

        internal bool IsUnspoken { get; }

        internal Func<HostProbe, ExpectationSubject, Task<ProbeAnswer>> Ask { get; }
    }
}
