using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>Asks whether the certificates of a path were revoked, by lists and by OCSP, as far as was wished.</summary>
internal sealed class RevocationCheck
{
    private const string OcspReference = "RFC 6960, 3.2";
    private const string MustStapleReference = "RFC 7633, 4.3.3";

    private readonly ChainRequest _request;
    private readonly RevocationOptions _options;
    private readonly RevocationSources _sources;
    private readonly IReadOnlyList<X509Certificate2> _path;
    private readonly ChainFindings _findings;

    private RevocationCheck(ChainRequest request, IReadOnlyList<X509Certificate2> path, RevocationOptions options, RevocationSources sources)
    {
        _request = request;
        _path = path;
        _options = options;
        _sources = sources;
        _findings = new ChainFindings(path);
    }

    /// <summary>What was found out of the leaf's status by OCSP; null if nobody looked.</summary>
    internal SslOcspResponse? Response { get; private set; }

    internal IReadOnlyList<SslVerifyError> Faults => _findings.Faults;

    /// <param name="request">What was asked.</param>
    /// <param name="path">A path that was built, the leaf first.</param>
    /// <param name="options">What is wished.</param>
    /// <param name="sources">Where responses and lists come from beside the options.</param>
    internal static RevocationCheck Run(ChainRequest request, IReadOnlyList<X509Certificate2> path, RevocationOptions options, RevocationSources sources)
    {
        var check = new RevocationCheck(request, path, options, sources);
        if (request.TryParse(path[0]) is { } leaf)
            check.CheckLeafsStaple(leaf);
        // The last one is the anchor, or nobody knows who could say anything of it.
        for (int depth = 0; depth < path.Count - 1; depth++)
        {
            if (request.TryParse(path[depth]) is not { } certificate || request.TryParse(path[depth + 1]) is not { } issuer)
                continue;
            if (options.CheckCrl == SslCrlCheck.Chain || (options.CheckCrl == SslCrlCheck.Leaf && depth == 0))
                check.CheckList(certificate, issuer, depth);
            if (depth > 0 && options.Ocsp == SslOcspMode.FullChain)
                check.Report(check.Fetch(certificate, issuer, depth), depth, mustBeGood: true);
        }

        return check;
    }

    /// <summary>A response that comes in the handshake is looked at unless that was forbidden: one that says "revoked" must not be passed over.</summary>
    private void CheckLeafsStaple(ParsedCertificate leaf)
    {
        bool must = _options.Ocsp is SslOcspMode.Must or SslOcspMode.FullChain;
        // Of an anchor that is the leaf itself nobody can say anything.
        if (!_options.WantsStaple || _path.Count < 2 || _request.TryParse(_path[1]) is not { } issuer)
            return;
        if (_sources.Staple is { } staple)
            Response = OcspJudge.Judge(staple, stapled: true, leaf, _path[1], issuer, _request.Time.ToUniversalTime(), nonce: null);
        bool stapledWell = Response is { Status: SslOcspStatus.Good or SslOcspStatus.Revoked };
        if (!stapledWell && _sources.IsHandshake && new CertificateExtensions(leaf).MustStaple)
        {
            string why = Response is null ? "the server stapled no OCSP response" : $"the OCSP response that the server stapled does not count: {Response}";
            _findings.Add(SslErrorCode.RevocationUnknown, 0, $"{_findings.Name(0)} demands a stapled response (must-staple), and {why}", MustStapleReference);
            return;
        }

        if (!stapledWell && _options.Ocsp is not null)
            Response = Fetch(leaf, issuer, 0) is { } fetched && (fetched.Fault is null || Response is null) ? fetched : Response;
        Report(Response, 0, must);
    }

    private void Report(SslOcspResponse? response, int depth, bool mustBeGood)
    {
        string name = _findings.Name(depth);
        if (response is { Status: SslOcspStatus.Revoked })
            _findings.Add(SslErrorCode.CertificateRevoked, depth, $"{name} was revoked on {response.RevokedAt:yyyy-MM-dd HH:mm:ss} UTC ({response.Reason}), says its OCSP responder", OcspReference);
        else if (response is not { Status: SslOcspStatus.Good } && mustBeGood)
            _findings.Add(SslErrorCode.RevocationUnknown, depth, $"whether {name} has been revoked could not be found out: {Why(response, depth)}", OcspReference);
        else if (response is { Fault: { } fault })
            _sources.Trace?.Invoke($"OCSP response for {name} is passed over: {fault}");
    }

    private string Why(SslOcspResponse? response, int depth) => response is null
        ? _sources.Failures.TryGetValue(depth, out string? failure) ? failure : "there is no OCSP response, and the certificate names no responder"
        : response.Fault is { } fault ? $"the OCSP response does not count: {fault}" : "its OCSP responder does not know it";

    private SslOcspResponse? Fetch(ParsedCertificate certificate, ParsedCertificate issuer, int depth) =>
        _sources.FetchOcsp(certificate, _path[depth + 1], issuer, depth, _request.Time.ToUniversalTime());

    private void CheckList(ParsedCertificate certificate, ParsedCertificate issuer, int depth)
    {
        DateTime time = _request.Time.ToUniversalTime();
        var check = new CrlCheck(certificate, _path[depth + 1], issuer, _request.Strict);
        (SslErrorCode Code, string What)? found = check.Judge(_options.Lists, time);
        if (found is { Code: SslErrorCode.RevocationUnknown } && _options.FetchCrl)
        {
            IReadOnlyList<RevocationList> fetched = _sources.FetchLists(certificate, depth,
                list => check.Judge(new[] { list }, time) is not { Code: SslErrorCode.RevocationUnknown });
            if (fetched.Count > 0)
                found = check.Judge(_options.Lists.Concat(fetched), time);
            else if (_sources.Failures.TryGetValue(depth, out string? failure))
                found = (SslErrorCode.RevocationUnknown, failure);
        }

        if (found is not { } fault)
            return;
        _findings.Add(fault.Code, depth, fault.Code == SslErrorCode.CertificateRevoked ? $"{_findings.Name(depth)}: {fault.What}" : $"whether {_findings.Name(depth)} has been revoked could not be found out: {fault.What}", CrlCheck.Reference);
    }
}
