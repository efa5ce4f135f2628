using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>The first connection to a server: if it is not reached, that is an error of the caller's, and nothing to report.</summary>
internal static class ServerMeeting
{
    /// <summary>How often a first connection that is dropped at once is tried again.</summary>
    private const int MostRetries = 2;

    /// <exception cref="SslException">It is not reached, or does not go over to TLS.</exception>
    internal static async Task<ProbeAnswer> MeetAsync(ProbeRoute route, AskGate gate, ServerManners manners, ClientHello hello)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await MeetOnceAsync(route, gate, manners, hello).ConfigureAwait(false);
            }
            catch (SslException e) when (e.Code == SslErrorCode.PeerVanished && attempt < MostRetries)
            {
                // It takes connections, and had one too many.
                await gate.RestAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<ProbeAnswer> MeetOnceAsync(ProbeRoute route, AskGate gate, ServerManners manners, ClientHello hello)
    {
        gate.CountFirst();
        using ProbeLine line = await route.OpenAsync(gate.Stop).ConfigureAwait(false);
        try
        {
            await line.SendAsync(hello.Encode()).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            return ProbeAnswer.None(e.Message.TrimEnd('.'));
        }

        ServerFlight flight = await line.ReadFlightAsync(wantsAll: false).ConfigureAwait(false);
        manners.Answered(flight);
        return ProbeAnswer.Of(flight);
    }
}
