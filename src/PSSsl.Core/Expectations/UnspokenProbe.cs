using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;

namespace PSSsl.Expectations;

/// <summary>Offers suites that are not spoken here, by a hello alone: whether a server takes one, its own hello tells.</summary>
internal static class UnspokenProbe
{
    internal static async Task<ProbeAnswer> AskAsync(ProbeRoute route, SslVersion version, IReadOnlyList<int> suites,
        CancellationToken cancellation)
    {
        using var asker = new ServerAsker(route, new AskLimits(), cancellation);
        try
        {
            Audit.Asking.ProbeAnswer answer = await asker.MeetAsync(new Hellos(route.ServerName).Of((int)version, suites))
                .ConfigureAwait(false);
            return answer.Hello is { } hello ? OfHello(route, version, hello.Version) : new ProbeAnswer { Error = ErrorOf(route, answer) };
        }
        catch (SslException e)
        {
            return new ProbeAnswer { Error = e };
        }
    }

    private static ProbeAnswer OfHello(ProbeRoute route, SslVersion version, int taken) => taken == (int)version
        ? new ProbeAnswer
        {
            TookUp = true, Version = version,
                Error = Error(SslErrorCode.NoCommonCipher,
                    $"{route.Target} took a cipher suite that this module does not support", null, false),
        }
        : new ProbeAnswer
        {
            TookUp = true,
                Error = Error(SslErrorCode.NoCommonVersion, $"{route.Target} took another version", SslAlert.protocol_version, false),
        };

    private static SslException ErrorOf(ProbeRoute route, Audit.Asking.ProbeAnswer answer)
    {
        string text = $"{route.Target} did not say hello: {answer.Told}";
        return answer.Flight switch
        {
            { End: FlightEnd.Alert } flight => Error(SslErrorCode.NoCommonCipher, text, (SslAlert)flight.Alert, true),
            { End: FlightEnd.Closed or FlightEnd.Reset } => Error(SslErrorCode.PeerVanished, text, null, false),
            { End: FlightEnd.NotTls } => Error(SslErrorCode.PeerNotTls, text, null, false),
            { End: FlightEnd.Silent } => Error(SslErrorCode.TimedOut, text, null, false),
            _ => Error(SslErrorCode.ProtocolViolation, text, null, false),
        };
    }

    private static SslException Error(SslErrorCode code, string text, SslAlert? alert, bool isPeers) =>
        new(code, SslPhase.Handshake, text + ".")
        {
            Alert = alert,
            AlertFromPeer = isPeers,
            RecommendedAction = "Test-SslServer shows what the server offers.",
        };
}
