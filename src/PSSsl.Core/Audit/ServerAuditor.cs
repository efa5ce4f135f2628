using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Clients;
using PSSsl.Audit.DnsRecords;
using PSSsl.Audit.Findings;
using PSSsl.Audit.Hello;
using PSSsl.Audit.Policies;
using PSSsl.Audit.Questions;

namespace PSSsl.Audit;

/// <summary>One server's audit: the questions in their order, what follows from the answers, and the report.</summary>
internal static class ServerAuditor
{
    /// <summary>In the order in which each needs what those before found out.</summary>
    private static readonly Question[] s_questions =
    {
        new ProtocolQuestion(), new CertificateQuestion(), new SuiteQuestion(), new GroupQuestion(), new SignatureQuestion(),
            new FeatureQuestion(), new Tls13FeatureQuestion(), new ServerNameQuestion(),
        new ResumptionQuestion(), new IntoleranceQuestion(), new HeartbleedQuestion(), new EarlyChangeCipherSpecQuestion(),
        new RobotQuestion(),
        new RenegotiationQuestion(), new TicketbleedQuestion(), new TlsPoodleQuestion(), new StartTlsInjectionQuestion(),
        new HttpQuestion(), new NameRecordsQuestion(),
    };

    /// <exception cref="SslException">The server is not reached, or does not go over to TLS.</exception>
    internal static async Task<SslServerReport> AuditAsync(ProbeRoute route, AuditOptions options, CancellationToken stop)
    {
        try
        {
            return await AskAllAsync(route, options, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (SslException or OperationCanceledException))
        {
            throw Fault(route.Target.ToString(), e);
        }
    }

    /// <summary>What an odd server and a fault of ours come to: the end of this server's audit, and of no other one.</summary>
    internal static SslException Fault(string server, Exception cause) => new(SslErrorCode.Internal, SslPhase.Handshake,
        $"The audit of {server} ended because of a fault of this module: {cause.Message}", cause)
    {
        RecommendedAction = "Please report it, with -Debug's output.",
    };

    private static async Task<SslServerReport> AskAllAsync(ProbeRoute route, AuditOptions options, CancellationToken stop)
    {
        DateTime begun = DateTime.UtcNow;
        using var asker = new ServerAsker(route, options.Limits, stop);
        var run = new AuditRun(asker, options);
        if (await asker.WithinTimeAsync(() => MeetAsync(run)).ConfigureAwait(false) is { } why)
            throw Late(route, why);
        Question[] asked = s_questions.Where(q => IsAsked(q, options)).ToArray();
        // All others need to know the versions, and nothing of each other.
        await AskAsync(run, asked.Take(1).ToArray()).ConfigureAwait(false);
        await AskAsync(run, asked.Skip(1).ToArray()).ConfigureAwait(false);
        TakeBackDoubtful(run, asked);
        await TakeBackChangingAsync(run, asked).ConfigureAwait(false);
        DerivedWeaknesses.Judge(run);
        if (await asker.WithinTimeAsync(() => Task.Run(() => DaneJudge.Judge(run))).ConfigureAwait(false) is { } late)
            DaneJudge.Leave(run, late);
        return Report(run, begun);
    }

    private static bool IsAsked(Question question, AuditOptions options) =>
        question.CanBeAsked(options) && IsWanted(question, options);

    private static bool IsWanted(Question question, AuditOptions options) => options.IsQuick ? question.IsQuick
        // All others build on the versions.
        : question.Check == AuditChecks.Protocols || options.Wants(question.Check)
            || (question.Check is AuditChecks.Suites or AuditChecks.Groups or AuditChecks.Features
                && options.Wants(AuditChecks.Weaknesses));

    /// <summary>The first connection tells whether there is a server at all, and what it takes if everything is offered.</summary>
    private static async Task MeetAsync(AuditRun run)
    {
        ClientHello[] hellos =
            { run.Hellos.Modern(), run.Hellos.Of(Hellos.Tls12), run.Hellos.Of(Hellos.Tls10), run.Hellos.Of(Hellos.Ssl3) };
        for (int i = 0; i < hellos.Length; i++)
        {
            ProbeAnswer answer = i == 0 ? await run.Asker.MeetAsync(hellos[i]).ConfigureAwait(false)
                : await run.Asker.AskAsync(hellos[i]).ConfigureAwait(false);
            if (answer.Flight is { End: FlightEnd.NotTls })
                throw NotTls(run.Route, answer);
            if (answer.Hello is null)
            {
                NoteName(run, answer);
                // One connection too many, or too soon after the last one: a server that is busy is not one that refuses.
                if (answer.IsDrop || answer.Why is not null)
                    await run.Asker.RestAsync().ConfigureAwait(false);
                continue;
            }

            run.Asker.Trust(hellos[i]);
            return;
        }
    }

    /// <summary>Who answers nothing may want another name, or any.</summary>
    private static void NoteName(AuditRun run, ProbeAnswer answer)
    {
        string name = run.Route.ServerName;
        if (answer.Flight is { Alert: (int)SslAlert.unrecognized_name })
            run.Facts.Gap(name.Length > 0 ? $"it refuses the name '{name}' (unrecognized_name), which -ServerName changes"
                : "it refuses clients that send no name (unrecognized_name), which -ServerName gives");
    }

    private static SslException NotTls(ProbeRoute route, ProbeAnswer answer) =>
        new(SslErrorCode.PeerNotTls, SslPhase.Handshake, $"{route.Target} does not speak TLS: {answer.Told}.")
        {
            RecommendedAction = "Check the port. If the protocol begins in plain text, give -StartTls.",
        };

    private static SslException Late(ProbeRoute route, string why) =>
        new(SslErrorCode.TimedOut, SslPhase.Handshake, $"{route.Target} did not answer: {why}.")
        {
            RecommendedAction = "Give -TimeLimit more time, or 0 for as much as it takes.",
        };

    /// <summary>A question that is not over when the time is leaves what it did not find out unknown.</summary>
    private static async Task AskAsync(AuditRun run, Question question)
    {
        if (await run.Asker.WithinTimeAsync(() => question.AskAsync(run)).ConfigureAwait(false) is { } why)
            question.Leave(run, why);
    }

    private static async Task AskAsync(AuditRun run, Question[] questions)
    {
        if (run.Asker.GivenUp is { } why)
        {
            foreach (Question question in questions)
                question.Leave(run, why);
            return;
        }

        run.Options.Trace?.Invoke($"{run.Route.Target}: {string.Join(", ", questions.Select(q => q.About))}");
        await Task.WhenAll(questions.Select(q => AskAsync(run, q))).ConfigureAwait(false);
        // A server that could not stand so many at once is asked again, one by one.
        foreach (WeaknessQuestion open in questions.OfType<WeaknessQuestion>()
            .Where(q => run.Asker.IsSlow && q.State(run) == SslWeaknessState.Unknown))
            await AskAsync(run, open).ConfigureAwait(false);
        string? doubt = run.Asker.GivenUp is { } ended ? ended
            : run.Asker.Good is not null && !await run.Asker.IsStillThereAsync().ConfigureAwait(false)
                ? "afterwards the server no longer took what it had taken before" : null;
        if (doubt is null)
            return;
        foreach (Question question in questions)
        {
            question.TakeBack(run, doubt);
            run.Facts.Gap($"{question.About} is not certain: {doubt}");
        }
    }

    private static void TakeBackDoubtful(AuditRun run, Question[] questions)
    {
        if (!run.Asker.IsDoubtful)
            return;
        const string why = "the server drops connections at random, so that a drop tells nothing";
        foreach (Question question in questions)
        {
            question.TakeBack(run, why);
            run.Facts.Gap($"{question.About} is not certain: {why}");
        }
    }

    /// <summary>
    /// Who answers the same question in another way the next time is several servers, or one that plays with us: then no "no" counts, since
    /// another one of them may say "yes".
    /// </summary>
    private static async Task TakeBackChangingAsync(AuditRun run, Question[] questions)
    {
        if (run.Options.IsQuick || run.Asker.GivenUp is not null)
            return;
        var changed = new List<string>();
        foreach ((int version, string name) in ServerFacts.Versions.Where(v => v.Version > 2 && run.Facts.Has(v.Version) is not null))
        {
            ClientHello hello = run.Facts.Cipher(version) is { } suite && version < Hellos.Tls13 ? run.Hellos.Of(version, new[] { suite })
                : run.Hellos.Of(version);
            // Several times in a row, since two that take turns answer so one after the other.
            var said = new HashSet<(int?, int?)>();
            for (int i = 0; i < 3; i++)
            {
                ProbeAnswer answer = await run.Asker.AskAsync(hello).ConfigureAwait(false);
                bool isThere = answer.Hello?.Version == version, isDefinite = answer.Hello is not null || answer.IsRefusal;
                if (isDefinite)
                    said.Add((answer.Hello?.Version, answer.Hello?.Suite));
                if ((isThere != run.Facts.Has(version) && isDefinite) || said.Count > 1)
                    changed.Add(name);
            }
        }

        if (changed.Count == 0)
            return;
        string why =
            $"its answers differ from one time to the next ({string.Join(", ", changed.Distinct())}), as those of several servers behind "
                + $"one address do";
        foreach (Question question in questions)
        {
            question.TakeBack(run, why);
            run.Facts.Gap($"{question.About} is not certain: {why}");
        }
    }

    private static SslServerReport Report(AuditRun run, DateTime begun)
    {
        ServerFacts facts = run.Facts;
        var bare = new SslServerReport
        {
            Host = run.Route.Target.Host,
            Port = run.Route.Target.Port,
            Address = run.Route.Address?.ToString(),
            ServerName = run.Route.ServerName,
            StartTls = run.Route.StartTls?.Protocol.ToString(),
            Time = begun.ToLocalTime(),
            Duration = run.Asker.Elapsed,
            Connections = run.Asker.Connections,
            Checks = Names(run.Options),
            Incomplete = string.Join("; ", facts.Gaps),
            Protocols = facts.Protocols,
            Suites = facts.Suites,
            Groups = facts.Groups,
            SignatureSchemes = facts.Signatures,
            Certificates = facts.Certificates,
            Features = facts.Features,
            Weaknesses = facts.Weaknesses,
            Http = facts.Http,
            PostQuantum = facts.PostQuantum,
        };
        Judge(bare, run.Options);
        return bare;
    }

    /// <summary>All that follows from what was found out.</summary>
    internal static void Judge(SslServerReport report, AuditOptions options)
    {
        if (options.Wants(AuditChecks.Suites) && !options.IsQuick)
            report.Clients = ClientSimulator.Simulate(report);
        report.Grade = Grading.Of(report);
        report.Findings = FindingRules.Judge(report, options.FixFor);
        report.Policies = options.Policies.Select(p => p.Judge(report)).ToArray();
    }

    private static string[] Names(AuditOptions options) => options.IsQuick ? new[] { "Protocols", "Certificates" }
        : ((AuditChecks[])Enum.GetValues(typeof(AuditChecks))).Where(c => c is not (AuditChecks.None or AuditChecks.All)
            && options.Wants(c))
            .Select(c => c.ToString()).ToArray();
}
