using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Nodes;

/// <summary>
/// One report of all addresses of a name: what one of them offers is offered, what one of them has is had, what is not known of one is not
/// known.
/// </summary>
internal static class MergedReport
{
    /// <summary>Features that are bad when they are there; all others are good then.</summary>
    private static readonly string[] s_bad = { "Compression", "DH key reuse", Questions.RenegotiationQuestion.Name, "Heartbeat",
        Questions.Tls13FeatureQuestion.EarlyData, Questions.ServerNameQuestion.Needed };

    private const string NotChecked = "more addresses of the name were not checked", CouldNot = "could not be checked: ";

    internal static SslServerReport Of(IReadOnlyList<(string Address, SslServerReport? Report, SslException? Error)> asked, int left)
    {
        SslServerReport[] all = asked.Where(a => a.Report is not null).Select(a => a.Report!).ToArray();
        SslServerReport first = all[0];
        IEnumerable<string> gaps = all.Length == 1 ? new[] { first.Incomplete }
            : all.Where(r => r.Incomplete.Length > 0).Select(r => $"at {r.Address} {r.Incomplete}");
        // One that is not reached may be out of reach from here alone; one that answers with something else is a server of that name.
        gaps = gaps.Concat(asked.Where(a => a.Error is { Phase: not (SslPhase.Lookup or SslPhase.Connect) })
            .Select(a => $"{a.Address} {CouldNot}{a.Error!.Message.TrimEnd('.')}"));
        if (left > 0)
            gaps = gaps.Append($"{left} {NotChecked}");
        return new SslServerReport
        {
            Host = first.Host, Port = first.Port, Address = first.Address, ServerName = first.ServerName, StartTls = first.StartTls,
            Time = first.Time, Checks = first.Checks,
            Duration = TimeSpan.FromTicks(all.Sum(r => r.Duration.Ticks)), Connections = all.Sum(r => r.Connections),
            Incomplete = string.Join("; ", gaps.Where(g => g.Length > 0)),
            Protocols = first.Protocols.Select(p => Merge(all.Select(r => r.Protocol(p.Name)).OfType<SslServerProtocol>().ToArray()))
                .ToArray(),
            Suites = Union(all, r => r.Suites, s => (s.Protocol, s.Cipher.Id)),
            Groups = Union(all, r => r.Groups, g => (g.Protocol, g.Name)),
            SignatureSchemes = Union(all, r => r.SignatureSchemes, s => (s.Protocol, s.Id)),
            Certificates = Union(all, r => r.Certificates, c => c.Sha256),
            Features = Union(all, r => r.Features, f => f.Name)
                .Select(f => Merge(all.Select(r => r.Feature(f.Name)).OfType<SslServerFeature>().ToArray())).ToArray(),
            Weaknesses = Union(all, r => r.Weaknesses, w => w.Name).Select(w => Merge(all, w)).ToArray(),
            Http = all.Select(r => r.Http).OfType<SslServerHttp>().OrderBy(h => h.HasHsts switch { false => 0, null => 1, true => 2 })
                .ThenBy(h => h.HstsMaxAge).FirstOrDefault(),
            PostQuantum = all.Any(r => r.PostQuantum == false) ? false : all.Any(r => r.PostQuantum is null) ? null : true,
            Nodes = asked.Select(a => Node(first, a.Address, a.Report, a.Error)).ToArray(),
        };
    }

    /// <summary>True if there is an address that answers, or may, of which nothing is known: then nothing holds for all of them.</summary>
    internal static bool LacksAddresses(SslServerReport report) =>
        report.Incomplete.Contains(NotChecked) || report.Incomplete.Contains(CouldNot);

    private static SslServerNode Node(SslServerReport first, string address, SslServerReport? report, SslException? error) => report is null
        ? new SslServerNode { Address = address, Problem = error!.Message.TrimEnd('.') }
        : new SslServerNode
        {
            Address = address, Grade = report.Grade.Letter, Versions = report.Versions,
                Differences = string.Join("; ", Differences(first, report)),
        };

    private static IEnumerable<string> Differences(SslServerReport first, SslServerReport other) =>
        new[]
        {
            Difference("versions", Offered(first), Offered(other)),
            Difference("suites", first.Suites.Select(s => s.ToString()), other.Suites.Select(s => s.ToString())),
            Difference("groups", first.Groups.Select(g => g.ToString()), other.Groups.Select(g => g.ToString())),
            Difference("certificates", first.Certificates.Select(c => c.Sha256), other.Certificates.Select(c => c.Sha256)),
            Difference("weaknesses", Vulnerable(first), Vulnerable(other)),
        }.OfType<string>();

    private static IEnumerable<string> Offered(SslServerReport report) =>
        report.Protocols.Where(p => p.State == SslOfferState.Offered).Select(p => p.Name);

    private static IEnumerable<string> Vulnerable(SslServerReport report) =>
        report.Weaknesses.Where(w => w.State == SslWeaknessState.Vulnerable).Select(w => w.Name);

    private static string? Difference(string what, IEnumerable<string> first, IEnumerable<string> other)
    {
        string[] here = other.Except(first).ToArray(), there = first.Except(other).ToArray();
        return here.Length + there.Length == 0 ? null : $"{what}: {string.Join(", ", new[]
        {
            here.Length > 0 ? "has " + DerivedWeaknesses.Some(here) : null,
            there.Length > 0 ? "lacks " + DerivedWeaknesses.Some(there) : null,
        }.OfType<string>())}";
    }

    private static T[] Union<T, TKey>(SslServerReport[] all, Func<SslServerReport, IEnumerable<T>> list, Func<T, TKey> key) =>
        all.SelectMany(list).GroupBy(key).Select(g => g.First()).ToArray();

    private static SslServerProtocol Merge(SslServerProtocol[] all)
    {
        SslServerProtocol taken = all.FirstOrDefault(p => p.State == SslOfferState.Offered)
            ?? all.FirstOrDefault(p => p.State == SslOfferState.Unknown) ?? all[0];
        bool isSameOrder = all.Select(p => p.ServerOrder).Distinct().Count() == 1;
        return new SslServerProtocol
        {
            Name = taken.Name, State = taken.State, Cipher = taken.Cipher, Detail = taken.Detail, ServerOrder = isSameOrder
                ? taken.ServerOrder : null,
            PrefersChaCha = isSameOrder ? taken.PrefersChaCha : null,
        };
    }

    private static SslServerFeature Merge(SslServerFeature[] all)
    {
        bool isBad = s_bad.Contains(all[0].Name);
        return all.FirstOrDefault(f => f.IsOn == isBad) ?? all.FirstOrDefault(f => f.IsOn is null) ?? all[0];
    }

    private static SslServerWeakness Merge(SslServerReport[] all, SslServerWeakness weakness)
    {
        (string? Address, SslServerWeakness? Weakness)[] each = all.Select(r => (r.Address, r.Weakness(weakness.Name))).ToArray();
        (string? address, SslServerWeakness? worst) = each.FirstOrDefault(e => e.Weakness?.State == SslWeaknessState.Vulnerable);
        if (worst is null)
            (address, worst) = each.FirstOrDefault(e => e.Weakness is null or { State: SslWeaknessState.Unknown });
        if (address is null)
            return each[0].Weakness!;
        bool isAll = each.All(e => e.Weakness?.State == worst?.State);
        return new SslServerWeakness
        {
            Name = weakness.Name, Cve = weakness.Cve, State = worst?.State ?? SslWeaknessState.Unknown,
            Detail = isAll ? worst!.Detail : $"at {address}: {worst?.Detail ?? "not asked"}",
        };
    }
}
