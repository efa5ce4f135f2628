using System;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>An alert with what its number alone does not say: many reasons share one. It is told where it arises.</summary>
internal sealed class NamedAlert : TlsFatalAlert
{
    private NamedAlert(TlsFailure failure, short alert, string? detail, Exception? cause)
        : base(alert, detail, cause) => Failure = failure;

    internal TlsFailure Failure { get; }

    internal static NamedAlert NothingInCommon(string detail, Exception? cause = null) =>
        new(TlsFailure.NothingInCommon, Org.BouncyCastle.Tls.AlertDescription.handshake_failure, detail, cause);

    internal static NamedAlert GroupRefused(string detail) =>
        new(TlsFailure.GroupRefused, Org.BouncyCastle.Tls.AlertDescription.insufficient_security, detail, null);

    internal static NamedAlert UnsafeRenegotiation() => new(TlsFailure.UnsafeRenegotiation,
        Org.BouncyCastle.Tls.AlertDescription.handshake_failure, "The server does not support secure renegotiation (RFC 5746).", null);

    /// <summary>What a wrong key brought about: a binder, a checksum or a record that does not fit.</summary>
    internal static NamedAlert WrongPreSharedKey(TlsFatalAlert cause) =>
        new(TlsFailure.WrongPreSharedKey, cause.AlertDescription, null, cause);

    internal static NamedAlert ChainRefused(TlsRefusal refusal) =>
        new(TlsFailure.ChainRefused, (short)refusal.Alert, refusal.Reason.Message, refusal.Reason);
}
