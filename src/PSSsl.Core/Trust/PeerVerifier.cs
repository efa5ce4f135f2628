using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// The one place where a peer's certificate is judged, in a handshake or without one: pin, chain, revocation, name and the user's callback,
/// all of them, so that what is wrong is told at once.
/// </summary>
internal sealed class PeerVerifier
{
    private const string NameReference = "RFC 9525, 6";

    private readonly PresentedChain _chain;
    private readonly ParsedCertificate _leaf;
    private readonly ParsedCertificates _parsed;
    private readonly string? _name;
    private readonly TrustPolicy _policy;
    private readonly HandshakeFacts _facts;
    private readonly DateTime _time;
    private readonly List<SslVerifyError> _errors = new();
    private readonly bool _isPinned;
    private ChainVerdict? _path;
    private SslOcspResponse? _response;
    private bool? _match;

    private PeerVerifier(PresentedChain chain, string? name, TrustPolicy policy, HandshakeFacts facts)
    {
        _chain = chain;
        _leaf = chain.Parsed.Read(chain.Leaf);
        _parsed = new ParsedCertificates(chain.Parsed);
        _name = name;
        _policy = policy;
        _facts = facts;
        _isPinned = policy.Pins.Count > 0;
        _time = policy.Time ?? DateTime.UtcNow;
    }

    /// <param name="chain">What was shown.</param>
    /// <param name="name">The name that the certificate must have; null if it is not known, which in a server's handshake is a
    /// fault.</param>
    /// <param name="policy">What is asked; something must be.</param>
    /// <param name="facts">What the occasion is.</param>
    /// <exception cref="SslException">The anchors cannot be read, or the user's code could not be run in time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while something was fetched.</exception>
    internal static PeerVerdict Verify(PresentedChain chain, string? name, TrustPolicy policy, HandshakeFacts facts) =>
        new PeerVerifier(chain, name, policy, facts).Verify();

    private PeerVerdict Verify()
    {
        Fingerprint? pin = _policy.Pins.Where(p => p.Matches(_leaf)).OrderByDescending(p => p.IsOfCertificate).FirstOrDefault();
        if (_isPinned && pin is null)
            _errors.Add(Fingerprint.Mismatch(_leaf));
        // A fingerprint that fits says who it is better than any authority could.
        bool asksChain = _policy.VerifiesChain && (!_isPinned || _policy.AllMustHold);
        if (asksChain)
            CheckChain();
        else if (_policy.Revocation.IsDemanded)
            CheckRevocation(pin);
        if (asksChain)
            CheckName();
        IReadOnlyList<SslVerifyError> errors = _errors;
        if (_policy.Callback is { } callback)
        {
            _path ??= ChainVerifier.Verify(new ChainRequest(_chain.Leaf, _chain.Sent, _policy.Anchors) { Parsed = _parsed });
            errors = new CallbackQuestion(callback, !_policy.AllMustHold, _policy.Revocation.MustBeGood, _facts).Ask(_path, _errors);
        }

        return new PeerVerdict(_chain, _policy, errors)
        {
            Name = _match is null ? null : _name,
            HostnameMatch = _match,
            Response = _response,
            Path = _path?.Path ?? new[] { _chain.Leaf },
            Time = _time.ToUniversalTime(),
        };
    }

    private void CheckChain()
    {
        ChainInquiry inquiry = Inquiry();
        _path = inquiry.Judge(Request());
        _response = inquiry.Response;
        _errors.AddRange(_path.Errors);
        // Authorities' rules may have said it already.
        if (!_errors.Any(e => e.Depth == 0 && e.Code == SslErrorCode.CertificatePurpose)
            && HandshakeKeyUsage.Fault(_leaf, _facts.NeededUsage) is { } wrongUsage)
            _errors.Add(wrongUsage);
    }

    /// <summary>Somebody wants to know, though the chain itself is not asked.</summary>
    private void CheckRevocation(Fingerprint? pin)
    {
        ChainInquiry inquiry = Inquiry();
        // A pin of the certificate fixes who issued it. One of the key alone does not, and whoever has stolen the key can have it certified
        // by an authority of their own.
        IssuerTrust trust = _isPinned ? pin is { IsOfCertificate: true } ? IssuerTrust.Given : IssuerTrust.MustBeTrusted
            : IssuerTrust.NotAsked;
        _errors.AddRange(inquiry.AskRevocation(Request(), trust, out _path));
        _response = inquiry.Response;
    }

    private void CheckName()
    {
        if (!MayHaveName || _policy.Scheme.IsNone)
            return;
        if (_name is null)
        {
            if (_facts.IsHandshake)
                _errors.Add(NameFault("the host's name is not known, so the certificate cannot be compared with it; give -VerifyName"));
            return;
        }

        HostnameResult result;
        try
        {
            result = _policy.Scheme.Callback is null ? Compare(_name) : (HostnameResult)_facts.RunUsersCode(() => Compare(_name))!;
        }
        catch (SslException e) when (e.Code == SslErrorCode.CallbackRefused)
        {
            _match = false;
            _errors.Add(new SslVerifyError(e.Code, 0, _chain.Leaf, e.Message.TrimEnd('.')));
            return;
        }

        _match = result.Match;
        _facts.Trace?.Invoke(result.Reason);
        if (!result.Match)
            _errors.Add(NameFault(result.Reason.TrimEnd('.')));
    }

    private HostnameResult Compare(string name) => HostnameVerifier.Verify(CertificateNames.Of(_leaf), name, _policy.Scheme);

    private SslVerifyError NameFault(string what) => new(SslErrorCode.HostnameMismatch, 0, _chain.Leaf, what, NameReference);

    /// <summary>Clients that shake hands have no host.</summary>
    private bool MayHaveName => !(_facts.IsHandshake && _facts.Purpose == ChainPurpose.ClientAuth);

    private ChainInquiry Inquiry() => new(_policy.Revocation)
    {
        Staple = _chain.Staple,
        IsHandshake = _facts.IsHandshake && MayHaveName,
        Deadline = _facts.Deadline,
        Cancellation = _facts.Cancellation,
        Trace = _facts.Trace,
        Way = _policy.Way,
    };

    private ChainRequest Request() => new(_chain.Leaf, _chain.Sent, _policy.Anchors)
    {
        Parsed = _parsed,
        Purpose = _facts.Purpose,
        AllowPartialChain = _policy.AllowPartialChain,
        HostScheme = MayHaveName && (_facts.IsHandshake || _name is not null) ? _policy.Scheme : null,
        Strict = _policy.Strict,
        MaxPathLength = _policy.MaxPathLength,
        IsHandshake = _facts.IsHandshake,
        Time = _time,
    };
}
