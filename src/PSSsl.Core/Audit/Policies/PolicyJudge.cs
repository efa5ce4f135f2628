using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Nodes;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Policies;

/// <summary>Holds one report to one policy.</summary>
internal sealed class PolicyJudge
{
    private readonly AuditPolicy _policy;
    private readonly SslServerReport _report;

    internal PolicyJudge(AuditPolicy policy, SslServerReport report)
    {
        _policy = policy;
        _report = report;
    }

    internal List<string> Violations { get; } = new();

    internal List<string> Unknown { get; } = new();

    internal void Judge()
    {
        if (MergedReport.LacksAddresses(_report))
            Unknown.Add("all addresses of its name");
        Protocols();
        Suites();
        Groups();
        Signatures();
        Features();
        Certificates();
        Web();
        Weaknesses();
    }

    private void Protocols()
    {
        foreach (SslServerProtocol protocol in _report.Protocols)
        {
            bool isAllowed = _policy.AllowedProtocols?.Contains(protocol.Name)
                ?? true, isRequired = _policy.RequiredProtocols.Contains(protocol.Name);
            if (protocol.State == SslOfferState.Unknown && (!isAllowed || isRequired))
                Unknown.Add($"whether {protocol.Name} is offered");
            else if (protocol.State == SslOfferState.Offered && !isAllowed)
                Violate("Protocols", $"{protocol.Name} is offered");
            else if (protocol.State == SslOfferState.NotOffered && isRequired)
                Violate("Protocols", $"{protocol.Name} is not offered");
        }

        if (_report.Protocols.Count == 0)
            Unknown.Add("which versions are offered");
        if (_policy.ServerOrder is not { } wanted)
            return;
        foreach (SslServerProtocol protocol in _report.Protocols.Where(p => p.State == SslOfferState.Offered && p.ServerOrder is { } own
            && own != wanted))
            Violate("Order", $"{protocol.Name} goes by the {(wanted ? "client" : "server")}'s order of suites");
        foreach (SslServerProtocol protocol in _report.Protocols.Where(p => p is { State: SslOfferState.Offered, ServerOrder: null }
            && p.Name != "SSLv2"))
        {
            if (!_report.Checks.Contains("Suites") || _report.Suites.Count(s => s.Protocol == protocol.Name) != 1)
                Unknown.Add($"whose order of suites counts in {protocol.Name}");
        }
    }

    /// <summary>What is taken in a version that may be there is not known either.</summary>
    private bool AreVersionsKnown => _report.Protocols.Count > 0 && _report.Protocols.All(p => p.State != SslOfferState.Unknown);

    private void Suites()
    {
        if (_policy.AllowedSuites is not { } allowed)
            return;
        if (!_report.Checks.Contains("Suites") || _report.Incomplete.Contains("cipher suites") || !AreVersionsKnown)
            Unknown.Add("all of its cipher suites");
        foreach (SslServerSuite suite in _report.Suites)
            Hold("Suites", suite.ToString(), allowed, suite.Cipher.Name, suite.Cipher.StandardName);
    }

    private void Groups()
    {
        bool areKnown = _report.Checks.Contains("Groups") && !_report.Incomplete.Contains("group") && AreVersionsKnown;
        if (!areKnown && (_policy.AllowedGroups is not null || _policy.LeastDhBits > 0))
            Unknown.Add("its groups");
        foreach (SslServerGroup group in _report.Groups)
        {
            // A list that has no groups of finite fields is one of curves.
            bool isMeant = group.Id != 0 && (group.Bits == 0 || _policy.AllowedGroups?.Any(IsFiniteField) == true);
            if (isMeant && _policy.AllowedGroups?.Contains(group.Name) == false)
                Violate("Groups", $"{group} is offered");
            if (group.Bits > 0 && group.Bits < _policy.LeastDhBits)
                Violate("DhBits", $"{group} is offered, and {_policy.LeastDhBits} bits are wanted");
        }

        if (_policy.RequiresPostQuantum && _report.PostQuantum == false)
            Violate("PostQuantum", "no group is offered that is safe against quantum computers");
        else if (_policy.RequiresPostQuantum && _report.PostQuantum is null)
            Unknown.Add("whether a group is offered that is safe against quantum computers");
    }

    private static bool IsFiniteField(string group) => group.StartsWith("ffdhe", StringComparison.Ordinal);

    private void Signatures()
    {
        if (_policy.AllowedSignatures is null && _policy.ForbiddenSignatures.Count == 0)
            return;
        if (!_report.Checks.Contains("Signatures") || _report.Incomplete.Contains("signature schemes") || !AreVersionsKnown)
            Unknown.Add("all of its signature schemes");
        foreach (SslServerSignature scheme in _report.SignatureSchemes)
        {
            if (_policy.ForbiddenSignatures.Contains(scheme.Name))
                Violate("Signatures", $"{scheme} is offered");
            else if (_policy.AllowedSignatures is { } allowed)
                Hold("Signatures", scheme.ToString(), allowed, scheme.Name);
        }
    }

    private void Features()
    {
        foreach (FeatureDemand demand in _policy.Features.Where(d => d.When?.Invoke(_report) != false))
        {
            SslServerFeature? feature = _report.Feature(demand.Feature);
            if (feature?.IsOn is null)
                Unknown.Add($"the feature {demand.Feature}");
            else if (feature.IsOn != demand.IsOn)
                Violations.Add($"{demand.Feature} is {(demand.IsOn ? "missing" : "offered")} ({demand.Section})");
        }
    }

    /// <summary>One of the names must be allowed, and still be.</summary>
    private void Hold(string rule, string what, IReadOnlyList<string> allowed, params string[] names)
    {
        string? found = names.FirstOrDefault(allowed.Contains);
        if (found is null)
            Violate(rule, $"{what} is offered");
        else if (_policy.Expires.TryGetValue(found, out int year) && _report.Time.Year > year)
            Violate(rule, $"{what} is offered, which was allowed up to {year}");
    }

    private void Certificates()
    {
        bool asks = _policy.RequiresTrust || _policy.LeastRsaBits > 0 || _policy.LeastEcBits > 0 || _policy.MostCertificateDays > 0;
        if (asks && (_report.Certificates.Count == 0 || _report.Incomplete.Contains("certificate")))
            Unknown.Add("all of its certificates");
        foreach (PeerCertificate certificate in _report.Certificates)
        {
            if (_policy.RequiresTrust && certificate.IsTrusted == false)
                Violate("Trust",
                    $"{certificate.Label} is not trusted: {(certificate.VerifyErrors.Count > 0 ? certificate.VerifyErrors[0] : null)}");
            else if (_policy.RequiresTrust && certificate.IsTrusted is null)
                Unknown.Add($"whether {certificate.Label} is trusted");
            if (certificate.KeyAlgorithm.StartsWith("RSA", StringComparison.Ordinal) && certificate.KeySize < _policy.LeastRsaBits)
                Violate("RsaBits",
                    $"the key of {certificate.Label} has {certificate.KeySize} bits, and {_policy.LeastRsaBits} are wanted");
            if (certificate.KeyAlgorithm.StartsWith("EC", StringComparison.Ordinal) && certificate.KeySize < _policy.LeastEcBits)
                Violate("EcBits",
                    $"the key of {certificate.Label} has {certificate.KeySize} bits, and {_policy.LeastEcBits} are wanted");
            if (_policy.MostCertificateDays > 0 && certificate is { NotBefore: { } from, NotAfter: { } until }
                && (until - from).TotalDays > _policy.MostCertificateDays)
                Violate("CertificateDays",
                    $"{certificate.Label} is valid for {(int)(until - from).TotalDays} days, and {_policy.MostCertificateDays} are "
                        + $"the most");
        }
    }

    private void Web()
    {
        if (_policy.LeastHsts > 0 && !_report.Checks.Contains("Http"))
            Unknown.Add("HSTS");
        if (_policy.LeastHsts == 0 || _report.Http is null)
            return;
        if (_report.Http.HasHsts is null)
            Unknown.Add("HSTS");
        else if (_report.Http.HasHsts == false || _report.Http.HstsMaxAge < _policy.LeastHsts)
            Violate("Hsts", $"HSTS is not set for {_policy.LeastHsts} seconds");
    }

    private void Weaknesses()
    {
        foreach (string name in _policy.ForbiddenWeaknesses)
        {
            SslServerWeakness? weakness = _report.Weakness(name);
            if (weakness is null or { State: SslWeaknessState.Unknown })
                Unknown.Add(name);
            else if (weakness.State == SslWeaknessState.Vulnerable)
                Violate("Weaknesses", $"{name}: {weakness.Detail}");
        }
    }

    private void Violate(string rule, string text) =>
        Violations.Add(_policy.Sections.TryGetValue(rule, out string? section) ? $"{text} ({section})" : text);
}
