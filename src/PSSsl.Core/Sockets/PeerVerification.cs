using System;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Net;
using PSSsl.Trust;

namespace PSSsl.Sockets;

/// <summary>
/// Has the peer of one connection judged when its certificate comes, and keeps the verdict. Where a peer is only to be looked at it is let
/// in whatever comes of it.
/// </summary>
internal sealed class PeerVerification
{
    private readonly SslContext _context;
    private readonly bool _asServer;
    private readonly SslSocket _socket;
    private readonly bool _looksOnly;

    internal PeerVerification(SslContext context, bool asServer, string? verifyName, SslSocket socket, bool looksOnly = false)
    {
        _looksOnly = looksOnly;
        _context = context;
        _asServer = asServer;
        _socket = socket;
        VerifyName = verifyName;
    }

    internal string? VerifyName { get; }

    /// <summary>Null if nothing is asked of the peer, or it has not shown itself.</summary>
    internal PeerVerdict? Verdict { get; private set; }

    /// <summary>The response that came with the certificate.</summary>
    internal byte[]? Staple { get; private set; }

    /// <summary>Judges; null accepts.</summary>
    internal TlsRefusal? Judge(TlsPeerChain peer)
    {
        Staple = peer.OcspResponse;
        TrustPolicy policy = _context.TrustOf(_asServer);
        if (_socket.Way is { } way)
            policy = policy with { Way = way };
        if (!policy.AsksAnything)
            return null;
        if (peer.Certificates.Count == 0)
            return PeerRefusal.OfNothing();
        try
        {
            Verdict = PeerVerifier.Verify(new PresentedChain(peer.Certificates[0], peer.Certificates, peer.OcspResponse), VerifyName,
                policy, Facts(peer));
        }
        catch (SslException e)
        {
            return PeerRefusal.OfOurs(e);
        }
        catch (OperationCanceledException e)
        {
            return PeerRefusal.Canceled(e);
        }

        if (Verdict.Errors.Count == 0 || _looksOnly)
            return null;
        TlsRefusal refusal = PeerRefusal.Of(Verdict, _asServer ? null : _socket.ComputerName ?? VerifyName ?? SocketCore.Unnamed);
        _socket.Trace?.Invoke(refusal.Reason.Message);
        return refusal;
    }

    /// <summary>Takes over the verdict of the session that is resumed: nothing but the same trust and name lets one be offered.</summary>
    internal void Resume(PeerVerdict? verdict) => Verdict = verdict;

    private HandshakeFacts Facts(TlsPeerChain peer) => new()
    {
        NeededUsage = peer.NeededUsage,
        Purpose = PeerPurpose.Of(peer.Certificates[0], _socket),
        IsHandshake = true,
        Deadline = _socket.Core.Handshake.Deadline,
        Cancellation = _socket.Core.Handshake.Cancellation,
        Trace = _socket.Trace,
        Run = _socket.Core.Handshake.RunCallback,
    };
}
