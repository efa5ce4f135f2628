using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// Asks whether the certificates of a path were revoked, by lists and by OCSP, as far as was wished. What was wished and could not be found
/// out is a fault, whatever the reason is.
/// </summary>
internal sealed class RevocationCheck
{
    private const string OcspReference = "RFC 6960, 3.2";
    private const string MustStapleReference = "RFC 7633, 4.3.3";

    private readonly ChainRequest _request;
    private readonly RevocationOptions _options;
    private readonly RevocationSources _sources;
    private readonly IReadOnlyList<X509Certificate2> _path;
    private readonly ChainFindings _findings;
    private readonly bool _isVerified;

    private RevocationCheck(ChainRequest request, ChainVerdict chain, RevocationOptions options, RevocationSources sources)
    {
        IReadOnlyList<X509Certificate2> path = chain.Path;
        _isVerified = chain.Trusted;
        _request = request;
        _path = path;
        _options = options;
        _sources = sources;
        _findings = new ChainFindings(path);
    }

    /// <summary>What was found out of the leaf's status by OCSP; null without a response.</summary>
    internal SslOcspResponse? Response { get; private set; }

    internal IReadOnlyList<SslVerifyError> Faults => _findings.Faults;

    private DateTime Time => _request.Time.ToUniversalTime();

    /// <param name="request">What was asked.</param>
    /// <param name="chain">The path that was built, and what it is worth.</param>
    /// <param name="options">What is wished.</param>
    /// <param name="sources">Where responses and lists come from beside the options.</param>
    internal static RevocationCheck Run(ChainRequest request, ChainVerdict chain, RevocationOptions options, RevocationSources sources)
    {
        var check = new RevocationCheck(request, chain, options, sources);
        for (int depth = 0; depth < chain.Path.Count; depth++)
            check.CheckAt(depth);
        return check;
    }

    private void CheckAt(int depth)
    {
        bool wantsList = _options.CheckCrl == SslCrlCheck.Chain || (_options.CheckCrl == SslCrlCheck.Leaf && depth == 0);
        bool wantsOcsp = depth == 0 ? _options.WantsStaple : _options.Ocsp == SslOcspMode.FullChain;
        if (!wantsList && !wantsOcsp)
            return;
        if (_request.TryParse(_path[depth]) is not { } certificate)
        {
            if (wantsList || (wantsOcsp && _options.MustBeGood))
                Unknown(depth, "it cannot be read", CrlCheck.Reference);
            return;
        }

        // A root is trusted for what it is: only whoever trusts it can take that back.
        if (depth > 0 && depth == _path.Count - 1 && certificate.IsSelfIssued)
            return;
        // Found by a signature where the path ends, which is not checked for a handshake without a response that nobody demands one of.
        var issuer = new Lazy<ParsedCertificate?>(() => IssuerOf(certificate, depth));
        if (depth == 0 && wantsOcsp)
            CheckLeafsStaple(certificate, issuer);
        else if (wantsOcsp)
            Report(issuer.Value is { } its ? Fetch(certificate, its, depth) : null, depth, issuer, mustBeGood: true);
        if (wantsList)
            CheckList(certificate, issuer.Value, depth);
    }

    /// <summary>
    /// The next one in the path. Above an anchor that is not self-issued it is looked for among all that is there, and its signature must
    /// prove it.
    /// </summary>
    private ParsedCertificate? IssuerOf(ParsedCertificate certificate, int depth)
    {
        if (depth + 1 < _path.Count)
            return _request.TryParse(_path[depth + 1]) is { } next
                && (_isVerified || SignatureCheck.Signed(next.Certificate, certificate) == true) ? next : null;
        IEnumerable<ParsedCertificate> named = _request.Sent.Select(_request.TryParse).OfType<ParsedCertificate>()
            .Concat(_request.Anchors.Named(certificate.Issuer)).Append(certificate)
            .Where(c => c.Subject.Equals(certificate.Issuer));
        return named.FirstOrDefault(c => SignatureCheck.Signed(c.Certificate, certificate) == true);
    }

    /// <summary>
    /// A response that comes in the handshake is looked at unless that was forbidden: one that says "revoked" must not be passed over.
    /// </summary>
    private void CheckLeafsStaple(ParsedCertificate leaf, Lazy<ParsedCertificate?> issuer)
    {
        if (_sources.Staple is { } staple && issuer.Value is { } signer)
            Response = OcspJudge.Judge(staple, stapled: true, leaf, signer.Certificate, signer, Time, nonce: null);
        bool stapledWell = Response is { Status: SslOcspStatus.Good or SslOcspStatus.Revoked };
        if (!stapledWell && _sources.IsHandshake && new CertificateExtensions(leaf).MustStaple)
        {
            string why = _sources.Staple is null ? "the server stapled no OCSP response"
                : $"the OCSP response that the server stapled does not count: {Response?.ToString() ?? NoIssuer(0)}";
            _findings.Add(SslErrorCode.RevocationUnknown, 0, $"{_findings.Name(0)} demands a stapled response (must-staple), and {why}",
                MustStapleReference);
            return;
        }

        if (!stapledWell && _options.Ocsp is not null && issuer.Value is { } its)
            Response = Fetch(leaf, its, 0) is { } fetched && (fetched.Fault is null || Response is null) ? fetched : Response;
        Report(Response, 0, issuer, _options.MustBeGood);
    }

    private void Report(SslOcspResponse? response, int depth, Lazy<ParsedCertificate?> issuer, bool mustBeGood)
    {
        string name = _findings.Name(depth);
        if (response is { Status: SslOcspStatus.Revoked })
            _findings.Add(SslErrorCode.CertificateRevoked, depth,
                $"{name} was revoked on {response.RevokedAt:yyyy-MM-dd HH:mm:ss} UTC ({response.Reason}), says its OCSP responder",
                OcspReference);
        else if (response is not { Status: SslOcspStatus.Good } && mustBeGood)
            Unknown(depth, issuer.Value is null ? NoIssuer(depth) : Why(response, depth), OcspReference);
        else if (response is { Fault: { } fault })
            _sources.Trace?.Invoke($"OCSP response for {name} is ignored: {fault}");
    }

    private string Why(SslOcspResponse? response, int depth) => response is null
        ? _sources.Failures.TryGetValue(depth, out string? failure) ? failure : _sources.Fetches
            ? "there is no OCSP response, and the certificate names no responder"
            : "there is no OCSP response, and nothing is fetched from where an untrusted certificate says"
        : response.Fault is { } fault ? $"the OCSP response does not count: {fault}" : "its OCSP responder does not know it";

    private string NoIssuer(int depth) =>
        $"the certificate of its issuer {ChainFaults.Name(_path[depth].Issuer)}, which alone can tell, is not known here";

    private SslOcspResponse? Fetch(ParsedCertificate certificate, ParsedCertificate issuer, int depth) =>
        _sources.FetchOcsp(certificate, issuer.Certificate, issuer, depth, Time);

    private void CheckList(ParsedCertificate certificate, ParsedCertificate? issuer, int depth)
    {
        if (issuer is null)
        {
            Unknown(depth, NoIssuer(depth), CrlCheck.Reference);
            return;
        }

        var check = new CrlCheck(certificate, issuer.Certificate, issuer, _request.Strict);
        (SslErrorCode Code, string What)? found = check.Judge(_options.Lists, Time);
        if (found is { Code: SslErrorCode.RevocationUnknown } && _options.FetchCrl)
        {
            IReadOnlyList<RevocationList> fetched = _sources.FetchLists(certificate, depth,
                list => check.Judge(new[] { list }, Time) is not { Code: SslErrorCode.RevocationUnknown });
            if (fetched.Count > 0)
                found = check.Judge(_options.Lists.Concat(fetched), Time);
            else if (_sources.Failures.TryGetValue(depth, out string? failure))
                found = (SslErrorCode.RevocationUnknown, failure);
        }

        if (found is not { } fault)
            return;
        if (fault.Code == SslErrorCode.CertificateRevoked)
            _findings.Add(fault.Code, depth, $"{_findings.Name(depth)}: {fault.What}", CrlCheck.Reference);
        else
            Unknown(depth, fault.What, CrlCheck.Reference);
    }

    private void Unknown(int depth, string why, string reference) =>
        _findings.Add(SslErrorCode.RevocationUnknown, depth,
            $"whether {_findings.Name(depth)} has been revoked could not be found out: {why}", reference);
}
