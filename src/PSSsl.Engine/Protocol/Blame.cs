using System;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>Who is to blame for the end of a connection, and what is told of it.</summary>
/// <param name="Failure">What kind of end it is.</param>
/// <param name="Alert">The alert that says so.</param>
/// <param name="Cause">What it ended with.</param>
/// <param name="Detail">What was wrong, without the alert's name; empty if there is nothing to add to that.</param>
internal sealed record Blame(TlsFailure Failure, int Alert, Exception Cause, string Detail = "")
{
    /// <summary>
    /// Who is to blame was said where it arose: the peer by an alert, this end by <see cref="OwnFault"/>, and what an alert does not say by
    /// <see cref="NamedAlert"/>. Anything else is the engine's own fault.
    /// </summary>
    /// <param name="cause">What the connection ended with.</param>
    /// <param name="alertSent">The alert that the peer was sent; -1 if it was sent none.</param>
    internal static Blame For(Exception cause, int alertSent) => cause switch
    {
        TlsFatalAlertReceived received => new(TlsFailure.AlertReceived, received.AlertDescription, received),
        OwnFault own => Ours(own),
        TlsFatalAlert { InnerException: OwnFault own } => Ours(own),
        NamedAlert { Failure: TlsFailure.ChainRefused } refused =>
            new(TlsFailure.ChainRefused, refused.AlertDescription, refused.InnerException!),
        NamedAlert named => new(named.Failure, named.AlertDescription, named, DetailOf(named)),
        // The library's own word that it is at fault.
        TlsFatalAlert { AlertDescription: not AlertDescription.internal_error } alert =>
            new(TlsFailure.AlertSent, alertSent >= 0 ? alertSent : alert.AlertDescription, cause, DetailOf(cause)),
        _ => new(TlsFailure.EngineFailed, AlertDescription.internal_error, cause, DetailOf(cause)),
    };

    private static Blame Ours(OwnFault own) =>
        new(own.Failure, AlertDescription.internal_error, own.InnerException ?? own, own.Message);

    private static string DetailOf(Exception cause) =>
        cause is TlsFatalAlert { InnerException: { } inner } && cause.Message.IndexOf(';') < 0 ? PeerFault.Words(inner).TrimEnd('.')
        : cause is TlsFatalAlert && cause.Message.IndexOf(';') < 0 ? string.Empty : PeerFault.Reason(cause);
}
