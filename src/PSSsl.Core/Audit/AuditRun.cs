using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit;

/// <summary>One server's audit while it goes on: whom to ask, what with, and what is known.</summary>
internal sealed class AuditRun
{
    private Task<(int Version, int Suite)?>? _byHand;

    internal AuditRun(ServerAsker asker, AuditOptions options)
    {
        Asker = asker;
        Options = options;
        Hellos = new Hellos(asker.Route.ServerName);
    }

    internal ServerAsker Asker { get; }

    internal AuditOptions Options { get; }

    internal Hellos Hellos { get; }

    internal ServerFacts Facts { get; } = new();

    internal ProbeRoute Route => Asker.Route;

    /// <summary>
    /// The suite that a handshake by hand is made with, in the newest version before TLS 1.3; null if there is none, or that is not known.
    /// </summary>
    internal Task<(int Version, int Suite)?> ByHand
    {
        get
        {
            lock (Facts)
                return _byHand ??= FindByHandAsync();
        }
    }

    private async Task<(int Version, int Suite)?> FindByHandAsync()
    {
        foreach (int version in Facts.Offered.Where(v => v is < Hello.Hellos.Tls13 and > Hello.Hellos.Ssl3))
        {
            Settled settled = await SuiteSettling.SettleAsync(this, version, HandClient.Suites, hello => hello.With(HandClient.Groups))
                .ConfigureAwait(false);
            if (settled.Taken == true)
                return (version, settled.Hello.Suite);
        }

        return null;
    }
}
