using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit;

/// <summary>One server's audit while it goes on: whom to ask, what with, and what is known.</summary>
internal sealed class AuditRun
{
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
}
