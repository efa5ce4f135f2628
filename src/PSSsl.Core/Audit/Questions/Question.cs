using System.Threading.Tasks;

namespace PSSsl.Audit.Questions;

/// <summary>
/// One thing to find out about a server. Whatever it does not find out is written down as unknown, with what was seen.
/// </summary>
internal abstract class Question
{
    /// <summary>What it belongs to.</summary>
    internal abstract AuditChecks Check { get; }

    /// <summary>What it asks, as it stands in a sentence: "which cipher suites it takes".</summary>
    internal abstract string About { get; }

    /// <summary>True if a short audit asks it too.</summary>
    internal virtual bool IsQuick => false;

    /// <summary>False if it needs something that was not given.</summary>
    internal virtual bool CanBeAsked(AuditOptions options) => true;

    internal abstract Task AskAsync(AuditRun run);

    /// <summary>Writes down that it was not asked.</summary>
    internal virtual void Leave(AuditRun run, string why) => run.Facts.Gap($"{About} was not checked, since {why}");

    /// <summary>
    /// Takes back what was said of things that the server does not have: after it was asked, it no longer took what it had taken before.
    /// </summary>
    internal virtual void TakeBack(AuditRun run, string why)
    {
    }
}
