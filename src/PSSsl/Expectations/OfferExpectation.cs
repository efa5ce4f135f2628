using System.Threading.Tasks;

namespace PSSsl.Expectations;

/// <summary>TLS at all: from the start, or by STARTTLS.</summary>
internal sealed class OfferExpectation : Expectation
{
    internal override string Phrase(ExpectationSubject subject, bool negate) => subject.StartTls is null ? "offer TLS" : $"offer TLS by {subject.StartTls.Protocol}";

    internal override async Task<Outcome> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.IsSocket)
            return subject.Version is null ? Outcome.Unknown($"TLS was not negotiated on it, it is {subject.State}") : Outcome.Known(true, negate, $"it negotiated {subject.Version}");
        if (subject.Host is null)
            throw Wrong("A certificate offers no TLS.", "Give a host, or a socket.");
        ProbeAnswer answer = await probe.AskAsync(subject).ConfigureAwait(false);
        if (answer.Agreed)
            return Outcome.Known(true, negate, $"it negotiated {answer}");
        string said = ExpectationSentence.Said(answer.Error!, subject.Name);
        // A port that is closed or silent offers nothing now, and perhaps everything tomorrow. What counts are words: plain text where TLS was due, or the server's own that it has none.
        bool isWithout = subject.StartTls is null ? answer.Error!.Code == SslErrorCode.PeerNotTls && !answer.TookUp : answer.Error!.SaysNoTls;
        return isWithout ? Outcome.Known(false, negate, said) : Outcome.Unknown(said);
    }
}
