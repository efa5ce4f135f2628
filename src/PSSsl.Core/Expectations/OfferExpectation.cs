using System.Linq;
using System.Threading.Tasks;
using PSSsl.Connecting.StartTls;
using PSSsl.X509.Names;

namespace PSSsl.Expectations;

/// <summary>TLS at all: from the start, or by STARTTLS.</summary>
internal sealed class OfferExpectation : Expectation
{
    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        subject.StartTls is null ? "offer TLS" : $"offer TLS by {subject.StartTls.Protocol}";

    internal override async Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        if (subject.IsSocket)
            return subject.Version is null ? ExpectationResult.Unknown($"TLS was not negotiated on it, it is {subject.State}")
                : ExpectationResult.Known(true, negate, $"it negotiated {subject.Version}");
        if (subject.Host is null)
            throw SslException.Option("A certificate offers no TLS.", "Give a host, or a socket.");
        ProbeAnswer answer = await probe.AskAsync(subject).ConfigureAwait(false);
        if (answer.Agreed)
            return ExpectationResult.Known(true, negate, $"it negotiated {answer}");
        string said = ExpectationSentence.Said(answer.Error!, subject.Name);
        // A port that is closed or silent offers nothing now, and perhaps everything tomorrow. What counts are words: plain text where TLS
        // was due, or the server's own that it has none.
        if (answer.TookUp || !answer.Error!.SaysNoTls)
            return ExpectationResult.Unknown(answer.Error!.Code == SslErrorCode.PeerNotTls
                ? said + "; if that begins TLS later, name the protocol with -StartTls" : said);
        // A server of such a port says the same to a TLS hello whether it has STARTTLS or not.
        if (subject.StartTls is null && StartTlsDialogues.All.FirstOrDefault(d => d.DefaultPort == subject.Host.Port) is { } usual)
            return ExpectationResult.Unknown(
                $"{said}; that port is usually {usual.Protocol}'s, which begins TLS later: add -StartTls {usual.Protocol}");
        return ExpectationResult.Known(false, negate, said);
    }
}
