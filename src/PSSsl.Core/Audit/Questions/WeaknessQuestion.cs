using System;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>A known weakness that has a probe of its own.</summary>
internal abstract class WeaknessQuestion : Question
{
    internal sealed override AuditChecks Check => AuditChecks.Weaknesses;

    internal sealed override string About => $"whether it has {Name}";

    internal abstract string Name { get; }

    internal abstract string Cve { get; }

    /// <summary>Null while it was not asked.</summary>
    internal SslWeaknessState? State(AuditRun run) => run.Facts.Weaknesses.FirstOrDefault(w => w.Name == Name)?.State;

    internal sealed override void Leave(AuditRun run, string why)
    {
        base.Leave(run, why);
        if (State(run) != SslWeaknessState.Vulnerable)
            run.Facts.Weakness(Name, Cve, SslWeaknessState.Unknown, why);
    }

    /// <summary>That it is not there may rest on a refusal.</summary>
    internal sealed override void TakeBack(AuditRun run, string why)
    {
        if (State(run) == SslWeaknessState.NotVulnerable)
            run.Facts.Weakness(Name, Cve, SslWeaknessState.Unknown, why);
    }

    private protected void Write(AuditRun run, SslWeaknessState state, string detail) => run.Facts.Weakness(Name, Cve, state, detail);

    /// <summary>Without a version that has it there is nothing to ask, if all of them are known.</summary>
    private protected void WithoutVersion(AuditRun run, string what, params int[] versions) =>
        WithoutVersion(run, what, _ => false, versions);

    /// <param name="run">Who is asked.</param>
    /// <param name="what">What would be needed.</param>
    /// <param name="wasAsked">Versions that are there, and were found not to have it.</param>
    /// <param name="versions">Versions in which it can be; all before TLS 1.3 if none is named.</param>
    private protected void WithoutVersion(AuditRun run, string what, Func<int, bool> wasAsked, params int[] versions)
    {
        int[] all = versions.Length > 0 ? versions : new[] { 0x0300, 0x0301, 0x0302, 0x0303 };
        bool isKnown = all.All(v => run.Facts.Has(v) == false || wasAsked(v));
        Write(run, isKnown ? SslWeaknessState.NotVulnerable : SslWeaknessState.Unknown, isKnown ? $"no {what} is offered"
            : $"no {what} was found");
    }
}
