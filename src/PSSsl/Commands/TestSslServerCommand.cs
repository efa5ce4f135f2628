using System;
using System.Linq;
using System.Management.Automation;
using System.Net;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.DnsRecords;
using PSSsl.Audit.Findings;
using PSSsl.Audit.Nodes;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Audits a server, or many: versions, cipher suites, groups, certificates, features and known weaknesses, with
/// findings that say what to change. Nothing that it does harms the server, and what could not be found out is told as unknown.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SslServer")]
[OutputType(typeof(SslServerReport))]
public sealed partial class TestSslServerCommand : SslTrustCommand
{
    private static readonly string[] s_grades = { "A+", "A", "A-", "B", "C", "D", "E", "F", "T", "M", "?" };

    private readonly ResultSummary _summary = new();
    private AuditQueue? _queue;
    private ConnectProgress? _progress;
    private AuditOptions? _options;
    private SharedKeys? _keys;
    private SslContext? _context;
    private ProxySelection _proxies = ProxySelection.None;

    private AuditQueue Queue => _queue ??= new AuditQueue(Pump, ThrottleLimit, ShowProgress, StopToken);

    private ConnectProgress Progress => _progress ??= new ConnectProgress(MyInvocation.MyCommand.Name);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            RefuseContradictions();
            _proxies = SelectProxies();
            _options = ReadOptions();
            _context = new SslContext(new SslContextOptions { Trust = _options.Trust.ForProxies });
            _options = _options with { Resolver = RouteToResolver(_options, _context) };
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string computer in ComputerName)
            Start(computer);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Progress.AllTaken = true;
        _queue?.Finish();
        if (Progress.End() is { } end)
            WriteProgress(end);
        if (_summary.Any)
            WriteInformation(_summary.Write("server", s_grades), ResultSummary.Tags);
    }

    private void Start(string computer)
    {
        object target = Target is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Target ?? computer;
        ProbeRoute[] routes;
        try
        {
            StartTlsDialogue? dialogue = StartTlsDialogues.Named(StartTls);
            bool isLine = HostTargets.AreLines(MyInvocation, ComputerName);
            routes = HostTargets.Of(Target, computer, Port, dialogue?.DefaultPort ?? 443, isLine).Select(h => RouteTo(h, dialogue))
                .ToArray();
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
            return;
        }

        foreach (ProbeRoute route in routes)
            Start(route, HostTargets.TargetOf(target, route.Target));
    }

    private void Start(ProbeRoute route, object target)
    {
        Progress.Taken++;
        Queue.Add(
            route.Target.ToString(),
            stop => NodeAudits.AuditAsync(route, _options!, stop),
            report =>
            {
                Progress.Succeeded++;
                _summary.Add(report.Grade?.Letter ?? "not graded");
                KnownHosts.Current.Add(route.Target);
                report.Target = target;
                (_keys ??= new SharedKeys(_options!)).Add(report);
                WriteObject(report);
            },
            error =>
            {
                Progress.Failed++;
                _summary.AddFailed();
                WriteSslError(error, target);
            });
        ShowProgress();
    }

    private AuditOptions ReadOptions() => new()
    {
        Checks = Check is null ? AuditChecks.All
            : Check.Aggregate(AuditChecks.None, (all, word) => all | Choose<AuditChecks>(word, nameof(Check))),
        IsQuick = Quick,
        IsHttp = Http ? true : null,
        Limits = new AskLimits { AtOnce = ConnectionLimit, Time = TimeLimit },
        Trust = ReadPolicy(null) with { Way = ProxyWay.Of(_proxies) },
        Run = function => Pump.Invoke(function, StopToken),
        Trace = FlowWanted ? text => Pump.Post(() => WriteFlow(text)) : null,
        FixFor = (FixFor ?? Array.Empty<string>()).Select(w => OneOf(w, ServerFixes.Software, nameof(FixFor))).ToArray(),
        Policies = (Policy ?? Array.Empty<string>()).Select(ReadAuditPolicy).ToArray(),
    };

    private static T Choose<T>(string word, string parameter)
        where T : struct, Enum =>
            (T)Enum.Parse(typeof(T), OneOf(word, Enum.GetNames(typeof(T)).Where(n => n != "None").ToArray(), parameter));

    private static string OneOf(string word, string[] words, string parameter) =>
        words.FirstOrDefault(w => string.Equals(w, word, StringComparison.OrdinalIgnoreCase))
            ?? throw SslException.Option($"'{word}' is not a word of -{parameter}.", $"Valid values: {string.Join(", ", words)}.");

    private void RefuseContradictions()
    {
        if (Quick && Check is not null)
            throw SslException.Option("-Quick contradicts -Check.", "Leave one of them out: -Quick asks for versions and the certificate.");
        if (Quick && Http)
            throw SslException.Option("-Quick contradicts -Http.", "Leave one of them out.");
        if (Http && Check is not null && !Check.Contains(nameof(Http), StringComparer.OrdinalIgnoreCase))
            throw SslException.Option("-Http contradicts -Check, which leaves Http out.", "Add Http to -Check, or leave -Http out.");
        if (Quick && Resolver is not null)
            throw SslException.Option("-Quick contradicts -Resolver.",
                "Leave one of them out: what the DNS says is compared with all certificates.");
        if (NoProxy && (MyInvocation.BoundParameters.ContainsKey(nameof(Proxy)) || ProxyCredential is not null))
            throw SslException.Option("-NoProxy contradicts -Proxy and -ProxyCredential.", "Leave one of them out.");
    }

    private void ShowProgress()
    {
        if (Progress.Next(Queue.Running) is { } record)
            WriteProgress(record);
    }
}
