using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Hostnames;
using PSSsl.Trust.Strict;
using PSSsl.X509;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// Rules of RFC 5280 and of TLS that are checked by ourselves on every path, because not every platform does. They only ever add faults:
/// nothing here can make a chain trusted that the platform refuses.
/// </summary>
internal sealed class ChainRules
{
    // RFC 5280, 4.2.1.3: digitalSignature, keyEncipherment and keyAgreement are what TLS does with a server's key.
    // A client's decrypts nothing.
    private const int UsesOfServers = (1 << 0) | (1 << 2) | (1 << 4);
    private const int UsesOfClients = (1 << 0) | (1 << 4);
    internal const int KeyCertSign = 1 << 5;
    private const string NetscapeType = "Netscape certificate type";
    private const string AlternativeName = "RFC 5280, 4.2.1.6";

    private readonly X509Certificate2[] _path;
    private readonly bool _endsAtAnchor;
    private readonly ChainRequest _request;
    private readonly ChainFindings _findings;

    private ChainRules(X509Certificate2[] path, bool endsAtAnchor, ChainRequest request)
    {
        _path = path;
        _findings = new ChainFindings(path);
        _endsAtAnchor = endsAtAnchor;
        _request = request;
    }

    /// <param name="path">The leaf first.</param>
    /// <param name="endsAtAnchor">The last one is trusted for what it is, so its own signature is of no matter.</param>
    /// <param name="request">What was asked.</param>
    internal static IReadOnlyList<SslVerifyError> Check(X509Certificate2[] path, bool endsAtAnchor, ChainRequest request)
    {
        var rules = new ChainRules(path, endsAtAnchor, request);
        rules.CheckPath();
        return rules._findings.Faults;
    }

    private void CheckPath()
    {
        int authoritiesBelow = 0;
        var parsed = new List<ParsedCertificate?>(_path.Length);
        for (int depth = 0; depth < _path.Length; depth++)
        {
            ParsedCertificate? certificate = null;
            try
            {
                certificate = _request.Parse(_path[depth]);
                CheckValidity(certificate, depth);
                CheckExtensions(certificate, depth);
                CheckAlternativeNames(certificate, depth);
                CheckPurpose(certificate, depth);
                if (depth > 0)
                {
                    CheckIssuer(certificate, depth, authoritiesBelow);
                    CheckNames(certificate, depth, parsed);
                    if (!certificate.IsSelfIssued)
                        authoritiesBelow++;
                }

                CheckStrength(certificate, depth);
            }
            catch (FormatException e)
            {
                Add(SslErrorCode.CertificateInvalid, depth, $"{Name(depth)} is not encoded as a certificate must be: {e.Message}",
                    "RFC 5280, 4.1");
            }

            parsed.Add(certificate);
        }

        CheckLength(parsed);
        // What could not be read is a fault already.
        if (parsed.All(c => c is not null))
            PolicyRules.Check(parsed!, _endsAtAnchor, _findings);
        if (_request.Strict)
            StrictRules.Check(parsed, _endsAtAnchor, _request, _findings);
    }

    /// <summary>
    /// The caller's own limit counts as the path length of an anchor does: without self-issued certificates, and without the anchor.
    /// </summary>
    private void CheckLength(List<ParsedCertificate?> parsed)
    {
        if (_request.MaxPathLength is not { } most)
            return;
        int last = _endsAtAnchor ? _path.Length - 1 : _path.Length;
        int intermediates = parsed.Take(last).Skip(1).Count(c => c is not { IsSelfIssued: true });
        if (intermediates > most)
            Add(SslErrorCode.CertificateInvalid, _path.Length - 1,
                $"the chain has {intermediates} intermediate certificates, and {most} are allowed", "RFC 5280, 6.1.1");
    }

    private void CheckValidity(ParsedCertificate certificate, int depth)
    {
        DateTime time = _request.Time.ToUniversalTime();
        if (time < certificate.NotBefore)
            Add(SslErrorCode.CertificateNotYetValid, depth,
                $"{Name(depth)} is valid only from {Date(certificate.NotBefore)} on: it must be replaced, or this machine's clock set",
                ChainFaults.Validity);
        else if (time - certificate.NotAfter >= TimeSpan.FromSeconds(1))
            Add(SslErrorCode.CertificateExpired, depth, $"{Name(depth)} expired on {Date(certificate.NotAfter)}: it must be renewed",
                ChainFaults.Validity);
    }

    private void CheckExtensions(ParsedCertificate certificate, int depth)
    {
        foreach (IGrouping<string, ParsedExtension> same in certificate.Extensions.GroupBy(e => e.Oid, StringComparer.Ordinal))
        {
            // Two readers could each believe another one of them.
            if (same.Skip(1).Any())
                Add(SslErrorCode.CertificateInvalid, depth, $"{Name(depth)} has the extension {same.Key} twice", "RFC 5280, 4.2");
            if (same.Key == Oids.ProxyCertificate)
                _findings.Add(depth, $"{Name(depth)} cannot be used: {ProxyCertificate.What}", ProxyCertificate.Reference);
            else if (same.Any(e => e.Critical) && !UnderstoodExtensions.Contains(same.Key))
                Add(SslErrorCode.CertificateInvalid, depth,
                    $"{Name(depth)} has the critical extension {same.Key}, which is not understood here", ChainFaults.CriticalExtension);
        }
    }

    /// <summary>Names that cannot be read are none, which only their own words tell; those of an anchor above are of no matter.</summary>
    private void CheckAlternativeNames(ParsedCertificate certificate, int depth)
    {
        if (_endsAtAnchor && depth > 0 && depth == _path.Length - 1)
            return;
        try
        {
            foreach (SubjectAlternativeName name in certificate.AlternativeNames ?? Array.Empty<SubjectAlternativeName>())
            {
                if (name.Type == SubjectAlternativeNameType.Email && !MailAddress.IsMailbox(name.Text()))
                    Add(SslErrorCode.CertificateInvalid, depth,
                        $"the alternative name {NameSubtree.Show(name)} of {Name(depth)} is not a mail address", AlternativeName);
            }
        }
        catch (FormatException e)
        {
            Add(SslErrorCode.CertificateInvalid, depth, $"the alternative names of {Name(depth)} cannot be read: {e.Message}",
                AlternativeName);
        }
    }

    private void CheckPurpose(ParsedCertificate certificate, int depth)
    {
        if (_request.Purpose == ChainPurpose.None)
            return;
        // "Any purpose" is not this one: RFC 5280, 4.2.1.12 leaves that to who verifies. An anchor's purposes count too.
        if (certificate.ExtendedKeyUsage is { } purposes && !purposes.Contains(ChainFaults.PurposeOid(_request.Purpose)))
        {
            Add(SslErrorCode.CertificatePurpose, depth,
                depth == 0 ? $"{Name(depth)} must not be used by {ChainFaults.PurposeName(_request.Purpose)}"
                    : $"{Name(depth)} must not certify {ChainFaults.PurposeName(_request.Purpose)}", ChainFaults.ExtendedUsage);
        }

        if (depth == 0)
            CheckUses(certificate);
    }

    private void CheckUses(ParsedCertificate leaf)
    {
        bool isClient = _request.Purpose == ChainPurpose.ClientAuth;
        string user = ChainFaults.PurposeName(_request.Purpose);
        int type = isClient ? ParsedCertificate.NetscapeClient : ParsedCertificate.NetscapeServer;
        if (leaf.NetscapeType is { } types && (types & type) == 0)
        {
            string excluded = $"{Name(0)} must not be used by {user}: its Netscape certificate type excludes it";
            Add(SslErrorCode.CertificatePurpose, 0, excluded, NetscapeType);
        }

        if (leaf.KeyUsage is { } usage && (usage & (isClient ? UsesOfClients : UsesOfServers)) == 0)
        {
            string useless = usage == 0 ? $"the key usage of {Name(0)} names no use at all"
                : $"the key of {Name(0)} must not be used for TLS by {user}";
            Add(SslErrorCode.CertificatePurpose, 0, useless, ChainFaults.KeyUsage);
        }
    }

    private void CheckIssuer(ParsedCertificate certificate, int depth, int authoritiesBelow)
    {
        // A root of X.509 version 1 has no extensions; as an anchor it is trusted all the same. Below it only version 3 says what an
        // authority is (4.1.2.1, 6.1.4 (k)).
        bool isAnchor = _endsAtAnchor && depth == _path.Length - 1;
        if (certificate.Version < 3 && !isAnchor)
            Add(SslErrorCode.CertificateInvalid, depth,
                $"{Name(depth)} is of X.509 version {certificate.Version}, which has no authorities, but signed a certificate of the chain",
                ChainFaults.BasicConstraints);
        else if (!(certificate.IsAuthority ?? certificate.Version < 3))
            Add(SslErrorCode.CertificateInvalid, depth, $"{Name(depth)} is not an authority but signed a certificate of the chain",
                ChainFaults.BasicConstraints);
        else if (certificate.PathLength < authoritiesBelow)
            Add(SslErrorCode.CertificateInvalid, depth,
                $"{Name(depth)} may have {certificate.PathLength} authorities below it and has {authoritiesBelow}",
                ChainFaults.BasicConstraints);
        if (certificate.KeyUsage is { } usage && (usage & KeyCertSign) == 0)
            Add(SslErrorCode.CertificateInvalid, depth, $"the key of {Name(depth)} must not sign certificates but signed one of the chain",
                ChainFaults.KeyUsage);
    }

    private void CheckNames(ParsedCertificate authority, int depthOfAuthority, List<ParsedCertificate?> below)
    {
        if (authority.Extension(Oids.NameConstraints) is not { } extension)
            return;
        NameConstraints constraints = NameConstraints.Of(extension.Value);
        for (int depth = 0; depth < below.Count; depth++)
        {
            // RFC 5280, 6.1.4 (b): a self-issued certificate on the way up renews a key, its names are the authority's own.
            if (below[depth] is not { } certificate || (depth > 0 && certificate.IsSelfIssued))
                continue;
            if (Forbidden(constraints, certificate, depth) is { } name)
                Add(SslErrorCode.CertificateInvalid, depth, $"{Name(depth)} is for {name}, which {Name(depthOfAuthority)} may not certify",
                    ChainFaults.NameConstraints);
        }
    }

    private string? Forbidden(NameConstraints constraints, ParsedCertificate certificate, int depth)
    {
        try
        {
            SubjectAlternativeName? host = depth == 0 && _request.HostScheme is { } scheme
                ? HostnameVerifier.CommonNameThatCounts(certificate, scheme) : null;
            return constraints.Forbids(certificate, host);
        }
        catch (FormatException e)
        {
            Add(SslErrorCode.CertificateInvalid, depth,
                $"the names of {Name(depth)} cannot be compared with those its authority may certify: {e.Message}",
                ChainFaults.NameConstraints);
            return null;
        }
    }

    private void CheckStrength(ParsedCertificate certificate, int depth)
    {
        bool signatureCounts = !(depth == _path.Length - 1 && (_endsAtAnchor || certificate.IsSelfIssued));
        if (signatureCounts && SignatureAlgorithms.FaultOf(certificate.OuterAlgorithmOrNull!) is { } fault)
            Add(SslErrorCode.CertificateInvalid, depth,
                $"{Name(depth)} is signed {fault}: it must be issued anew, with SHA-256 and RSA or ECDSA say", ChainFaults.WeakSignature);
        if (WeakCryptography.Key(certificate) is { } weakness)
            Add(SslErrorCode.CertificateInvalid, depth, $"{Name(depth)} has {weakness}: it must be issued anew with another key",
                "NIST SP 800-131A, 3");
    }

    private string Name(int depth) => _findings.Name(depth);

    private static string Date(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private void Add(SslErrorCode code, int depth, string message, string reference) => _findings.Add(code, depth, message, reference);
}
