using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// Certificate policies (RFC 5280, 6.1, with the graph of RFC 9618 in place of the tree, whose size an attacker could choose). They matter
/// only where an authority demands one (policyConstraints, requireExplicitPolicy), and not every platform looks. Any policy is good enough
/// for us; there must be one that holds from the anchor to the leaf.
/// </summary>
internal sealed class PolicyRules
{
    private const string AnyPolicy = Oids.AnyPolicy;
    private const int RequireExplicitPolicy = 0x80;
    private const int InhibitMapping = 0x81;
    private const string Reference = "RFC 5280, 6.1.3, policies";

    /// <summary>More policies in one certificate than any has.</summary>
    private const int MostPolicies = 500;

    /// <summary>The policies that hold so far, each with what the certificates below may call it; null once none does.</summary>
    private Dictionary<string, HashSet<string>>? _policies = new(StringComparer.Ordinal)
        { [AnyPolicy] = new HashSet<string>(StringComparer.Ordinal) { AnyPolicy } };

    private int _explicitPolicy;
    private int _mapping;
    private int _inhibitAny;

    private PolicyRules(int length) => _explicitPolicy = _mapping = _inhibitAny = length + 1;

    internal static void Check(IReadOnlyList<ParsedCertificate> path, bool endsAtAnchor, ChainFindings findings)
    {
        // The anchor is trusted for what it is; its own extensions are not part of the path (RFC 5280, 6.1). A leaf's must be readable.
        int length = endsAtAnchor ? path.Count - 1 : path.Count;
        for (int depth = 0; depth < Math.Max(1, length); depth++)
            CheckForm(path[depth], depth, findings);
        if (findings.Faults.Any(f => f.Reference == Reference)
            || !path.Take(length).Any(c => c.Extension(Oids.PolicyConstraints) is not null))
            return;
        var rules = new PolicyRules(length);
        for (int depth = length - 1; depth >= 0; depth--)
        {
            try
            {
                if (rules.Process(path[depth], depth))
                    continue;
                findings.Add(depth,
                    $"an authority of the chain demands a certificate policy, and {findings.Name(depth)} has none that holds from there on",
                    Reference);
            }
            catch (FormatException e)
            {
                findings.Add(depth, $"the policies of {findings.Name(depth)} are not encoded as they must be: {e.Message}", Reference);
            }

            return;
        }
    }

    /// <summary>What cannot be read is refused also where no policy is demanded: another reader may find a demand in it.</summary>
    private static void CheckForm(ParsedCertificate certificate, int depth, ChainFindings findings)
    {
        try
        {
            if (certificate.Extension(Oids.Policies) is { } policies)
                CertificateExtensions.ReadPolicies(new DerReader(policies.Value));
            if (certificate.Extension(Oids.PolicyMappings) is { } mappings)
                Pairs(mappings.Value);
            Constraint(certificate, RequireExplicitPolicy);
            if (certificate.Extension(Oids.InhibitAnyPolicy) is { } inhibit)
                Count(new DerReader(inhibit.Value).Content(DerReader.Integer));
        }
        catch (FormatException e)
        {
            findings.Add(depth, $"the policies of {findings.Name(depth)} are not encoded as they must be: {e.Message}", Reference);
        }
    }

    /// <summary>One certificate, the topmost first.</summary>
    private bool Process(ParsedCertificate certificate, int depth)
    {
        _policies = certificate.Extension(Oids.Policies) is { } policies && _policies is not null
            ? Next(CertificateExtensions.ReadPolicies(new DerReader(policies.Value)), depth > 0 && certificate.IsSelfIssued) : null;
        if (_policies is { Count: 0 })
            _policies = null;
        if (_explicitPolicy == 0 && _policies is null)
            return false;
        if (depth > 0)
        {
            Prepare(certificate);
            return true;
        }

        if (_explicitPolicy > 0)
            _explicitPolicy--;
        if (Constraint(certificate, RequireExplicitPolicy) == 0)
            _explicitPolicy = 0;
        return _explicitPolicy > 0 || _policies is not null;
    }

    private Dictionary<string, HashSet<string>> Next(IReadOnlyList<string> named, bool isSelfIssuedAuthority)
    {
        bool any = _policies!.ContainsKey(AnyPolicy);
        var expected = new HashSet<string>(_policies.Values.SelectMany(e => e), StringComparer.Ordinal);
        var next = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (string policy in named.Where(p => p != AnyPolicy && (any || expected.Contains(p))))
            next[policy] = new HashSet<string>(StringComparer.Ordinal) { policy };
        if (named.Contains(AnyPolicy) && (_inhibitAny > 0 || isSelfIssuedAuthority))
        {
            foreach (string policy in expected.Where(p => !next.ContainsKey(p)))
                next[policy] = new HashSet<string>(StringComparer.Ordinal) { policy };
        }

        return next;
    }

    /// <summary>RFC 5280, 6.1.4: what holds for the certificates below.</summary>
    private void Prepare(ParsedCertificate certificate)
    {
        if (certificate.Extension(Oids.PolicyMappings) is { } mappings)
            Map(mappings.Value);
        if (!certificate.IsSelfIssued)
        {
            _explicitPolicy = Math.Max(0, _explicitPolicy - 1);
            _mapping = Math.Max(0, _mapping - 1);
            _inhibitAny = Math.Max(0, _inhibitAny - 1);
        }

        _explicitPolicy = Math.Min(_explicitPolicy, Constraint(certificate, RequireExplicitPolicy) ?? int.MaxValue);
        _mapping = Math.Min(_mapping, Constraint(certificate, InhibitMapping) ?? int.MaxValue);
        if (certificate.Extension(Oids.InhibitAnyPolicy) is { } inhibit)
            _inhibitAny = Math.Min(_inhibitAny, Count(new DerReader(inhibit.Value).Content(DerReader.Integer)));
    }

    private void Map(byte[] extension)
    {
        Dictionary<string, HashSet<string>> subjects = Pairs(extension);
        if (_policies is null)
            return;
        foreach (KeyValuePair<string, HashSet<string>> mapping in subjects)
        {
            if (_mapping == 0)
                _policies.Remove(mapping.Key);
            else if (_policies.ContainsKey(mapping.Key) || _policies.ContainsKey(AnyPolicy))
                _policies[mapping.Key] = mapping.Value;
        }
    }

    /// <summary>The mappings: what the subject may call the issuer's policies.</summary>
    private static Dictionary<string, HashSet<string>> Pairs(byte[] extension)
    {
        var subjects = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        DerReader list = DerReader.Only(extension, DerReader.Sequence);
        for (int i = 0; list.HasMore; i++)
        {
            DerReader pair = list.Enter(DerReader.Sequence);
            string issuer = pair.Oid(), subject = pair.Oid();
            if (i == MostPolicies || issuer == AnyPolicy || subject == AnyPolicy)
                throw new FormatException("a mapping of any policy, or too many");
            if (!subjects.TryGetValue(issuer, out HashSet<string>? to))
                subjects.Add(issuer, to = new HashSet<string>(StringComparer.Ordinal));
            to.Add(subject);
        }

        return subjects;
    }

    /// <summary>A field of policyConstraints; its tag is implicit, so it is primitive.</summary>
    private static int? Constraint(ParsedCertificate certificate, int tag)
    {
        if (certificate.Extension(Oids.PolicyConstraints) is not { } extension)
            return null;
        DerReader fields = DerReader.Only(extension.Value, DerReader.Sequence);
        int? explicitPolicy = fields.TryEnter(RequireExplicitPolicy) is { } required ? Count(required.Rest()) : null;
        int? mapping = fields.TryEnter(InhibitMapping) is { } inhibited ? Count(inhibited.Rest()) : null;
        if (fields.HasMore)
            throw new FormatException("policy constraints with a field that is not known");
        return tag == RequireExplicitPolicy ? explicitPolicy : mapping;
    }

    private static int Count(byte[] number) => (int)Math.Min(int.MaxValue, CertificateExtensions.Count(number));
}
