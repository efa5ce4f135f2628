using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Hostnames;
using PSSsl.Sessions;
using PSSsl.Sockets;
using PSSsl.Trust;

namespace PSSsl.Contexts;

/// <summary>
/// Judges the peer of one connection: chain, host name, fingerprint and the user's callback, all of them, so that what is wrong is
/// told at once. It holds the verdict afterwards. Where somebody only wants to look, the peer is judged and let in whatever comes of it.
/// </summary>
internal sealed class PeerJudge
{
    private readonly SslContext _context;
    private readonly bool _asServer;
    private readonly SslSocket _socket;
    private readonly bool _looksOnly;

    internal PeerJudge(SslContext context, bool asServer, string? verifyName, SslSocket socket, bool looksOnly = false)
    {
        _looksOnly = looksOnly;
        _context = context;
        _asServer = asServer;
        _socket = socket;
        VerifyName = verifyName;
    }

    internal string? VerifyName { get; }

    /// <summary>Whether the chain ends at an anchor and all else is well; null if nobody looked.</summary>
    internal bool? IsTrusted { get; private set; }

    internal bool? HostnameMatch { get; private set; }

    internal IReadOnlyList<SslVerifyError> Errors { get; private set; } = Array.Empty<SslVerifyError>();

    /// <summary>What OCSP says of the peer's certificate; null if nobody looked.</summary>
    internal SslOcspResponse? OcspResponse { get; private set; }

    /// <summary>Judges; null accepts.</summary>
    internal TlsRefusal? Judge(TlsPeerChain peer)
    {
        try
        {
            return JudgeAll(peer);
        }
        catch (SslException e)
        {
            // Anchors that cannot be read: the fault is ours, and the peer is refused.
            return new TlsRefusal((int)SslAlert.internal_error, e);
        }
        catch (OperationCanceledException e)
        {
            return new TlsRefusal((int)SslAlert.user_canceled, new SslException(SslErrorCode.Canceled, SslPhase.Verify, "The call was cancelled while the certificate was judged.", e));
        }
    }

    private TlsRefusal? JudgeAll(TlsPeerChain peer)
    {
        if (!_context.Verifies(_asServer) && _context.VerifyCallback is null && _context.Pins.Count == 0)
            return null;
        if (peer.Certificates.Count == 0)
        {
            // An anonymous suite, which somebody allowed, and a verification, which somebody wants too: the safe one wins.
            return new TlsRefusal((int)SslAlert.handshake_failure, new SslException(SslErrorCode.CertificateMissing, SslPhase.Verify, "The server chose an anonymous cipher suite: it shows no certificate, and cannot be verified.")
            {
                RecommendedAction = "Take anonymous suites (aNULL) out of -CipherList, or give up verification with -VerifyMode None.",
            });
        }

        X509Certificate2 leaf = peer.Certificates[0];
        var errors = new List<SslVerifyError>();
        bool pinned = _context.Pins.Count > 0;
        if (pinned && Fingerprint.Check(_context.Pins, leaf) is { } wrongPin)
            errors.Add(wrongPin);

        // A fingerprint that fits says who it is better than any authority could.
        if (!pinned && _context.Verifies(_asServer))
        {
            var inquiry = new ChainInquiry(_context.Revocation)
            {
                Staple = peer.OcspResponse,
                IsHandshake = !_asServer,
                Deadline = _socket.HandshakeDeadline,
                Cancellation = _socket.HandshakeCancellation,
                Trace = _socket.Trace,
            };
            ChainVerdict verdict = inquiry.Judge(new ChainRequest(leaf, peer.Certificates, _context.Anchors)
            {
                Purpose = _asServer ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth,
                AllowPartialChain = _context.AllowPartialChain,
                HostScheme = _asServer ? null : _context.VerifyScheme,
            });
            OcspResponse = inquiry.Response;
            SslVerifyError? wrongUsage = HandshakeKeyUsage.Fault(leaf, peer.NeededUsage);
            IsTrusted = verdict.Trusted && wrongUsage is null;
            errors.AddRange(verdict.Errors);
            if (wrongUsage is not null && !errors.Any(e => e.Depth == 0 && e.Code == SslErrorCode.CertificatePurpose))
                errors.Add(wrongUsage);
            if (!_asServer)
                CheckName(leaf, errors);
            if (_context.VerifyCallback is not null)
                errors = AskCallback(verdict, errors);
        }
        else if (_context.VerifyCallback is not null)
        {
            errors = AskCallback(ChainVerifier.Verify(new ChainRequest(leaf, peer.Certificates, _context.Anchors)), errors);
        }

        Errors = errors;
        if (errors.Count == 0 || _looksOnly)
            return null;
        SslException refusal = Refusal(errors);
        _socket.Trace?.Invoke(refusal.Message);
        return new TlsRefusal((int)AlertFor(errors[0].Code), refusal);
    }

    /// <summary>Takes over the verdict of the session that is resumed: nothing but the same trust and name lets one be offered.</summary>
    internal void Resume(CachedSession session)
    {
        IsTrusted = session.IsTrusted;
        HostnameMatch = session.HostnameMatch;
        Errors = session.Errors;
    }

    private void CheckName(X509Certificate2 leaf, List<SslVerifyError> errors)
    {
        if (_context.VerifyScheme.Name == "none")
            return;
        if (VerifyName is null)
        {
            errors.Add(new SslVerifyError(SslErrorCode.HostnameMismatch, 0, leaf, "the host's name is not known, so the certificate cannot be compared with it; give -VerifyName", "RFC 9525, 6"));
            return;
        }

        HostnameResult result;
        try
        {
            result = CompareName(leaf, VerifyName);
        }
        catch (SslException e) when (e.Code == SslErrorCode.CallbackRefused)
        {
            HostnameMatch = false;
            errors.Add(new SslVerifyError(e.Code, 0, leaf, e.Message.TrimEnd('.')));
            return;
        }

        HostnameMatch = result.Match;
        _socket.Trace?.Invoke(result.Reason);
        if (!result.Match)
            errors.Add(new SslVerifyError(SslErrorCode.HostnameMismatch, 0, leaf, result.Reason, "RFC 9525, 6"));
    }

    /// <summary>A scheme's own callback runs where the user's code can run, within the handshake's time.</summary>
    private HostnameResult CompareName(X509Certificate2 leaf, string name) => _context.VerifyScheme.Callback is null
        ? HostnameVerifier.Verify(leaf, name, _context.VerifyScheme)
        : (HostnameResult)_socket.RunCallback(() => HostnameVerifier.Verify(leaf, name, _context.VerifyScheme))!;

    /// <summary>The callback's verdict on an element wins over ours, both ways (manual: SSL_verify_callback).</summary>
    private List<SslVerifyError> AskCallback(ChainVerdict verdict, List<SslVerifyError> errors)
    {
        IReadOnlyList<SslVerifyElement> elements = verdict.Elements(errors);
        // What belongs to no element, and a fingerprint that does not fit, is not the callback's to forgive.
        List<SslVerifyError> left = errors.Where(e => e.Code == SslErrorCode.FingerprintMismatch || elements.All(element => element.Depth != e.Depth)).ToList();
        foreach (SslVerifyElement element in elements)
        {
            bool accepted;
            try
            {
                accepted = (bool)_socket.RunCallback(() => _context.VerifyCallback!(element))!;
            }
            catch (Exception e) when (NobodyRan(e))
            {
                throw;
            }
#pragma warning disable CA1031 // A callback that fails, however it does, refuses; its error is shown.
            catch (Exception e)
#pragma warning restore CA1031
            {
                left.Add(new SslVerifyError(SslErrorCode.CallbackRefused, element.Depth, element.Certificate, $"the verify callback failed: {e.GetBaseException().Message}"));
                continue;
            }

            _socket.Trace?.Invoke($"verify callback, depth {element.Depth}, {element.Subject}: {(accepted ? "accepted" : "refused")}");
            if (!accepted)
            {
                left.AddRange(errors.Where(e => e.Depth == element.Depth && e.Code != SslErrorCode.FingerprintMismatch));
                left.Add(new SslVerifyError(SslErrorCode.CallbackRefused, element.Depth, element.Certificate, "the verify callback refused it"));
            }
        }

        return left;
    }

    /// <summary>The time passed, or the call was cancelled, before anybody ran the callback: that is no verdict of it.</summary>
    private bool NobodyRan(Exception e) => e is SslException { Code: SslErrorCode.TimedOut } || (e is OperationCanceledException && _socket.HandshakeCancellation.IsCancellationRequested);

    private SslException Refusal(List<SslVerifyError> errors)
    {
        string who = _asServer ? "The client's certificate" : $"The certificate of {_socket.ComputerName ?? VerifyName ?? "the peer"}";
        string what = string.Join("; ", errors.Select(e => e.ToString().TrimEnd('.')));
        return new SslException(errors[0].Code, SslPhase.Verify, $"{who} is refused: {what}.")
        {
            VerifyErrors = errors,
            RecommendedAction = Advice(errors[0].Code),
        };
    }

    private static string Advice(SslErrorCode code) => code switch
    {
        SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned =>
            "If you know this certificate, trust its authority with -CAFile, or pin it with -Fingerprint; Get-PeerCertificate shows it.",
        SslErrorCode.CertificateChainIncomplete => "The server should send its intermediate certificates; until it does, give them with -CAFile, or have them fetched with -FetchIssuer.",
        SslErrorCode.RevocationUnknown => "Give the issuer's revocation list with -CrlFile, or have it fetched with -FetchCrl; -Ocsp says how responders are asked.",
        SslErrorCode.CertificateRevoked => "Do not connect: its owner or authority took it back. It must be replaced.",
        SslErrorCode.CertificateExpired or SslErrorCode.CertificateNotYetValid => "The certificate must be renewed; check this machine's clock too.",
        SslErrorCode.HostnameMismatch => "Connect with a name the certificate has, or say with -VerifyName which one is right.",
        SslErrorCode.FingerprintMismatch => "If the certificate was renewed, compare its new fingerprint with the owner's before you change -Fingerprint.",
        SslErrorCode.CallbackRefused => "See what -VerifyCallback looks at.",
        _ => "Look at it with Get-PeerCertificate.",
    };

    /// <summary>RFC 8446, 6.2.</summary>
    private static SslAlert AlertFor(SslErrorCode code) => code switch
    {
        SslErrorCode.CertificateExpired or SslErrorCode.CertificateNotYetValid => SslAlert.certificate_expired,
        SslErrorCode.CertificateRevoked => SslAlert.certificate_revoked,
        SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned or SslErrorCode.CertificateChainIncomplete => SslAlert.unknown_ca,
        SslErrorCode.CertificatePurpose => SslAlert.unsupported_certificate,
        _ => SslAlert.bad_certificate,
    };
}
