using System;

namespace PSSsl.Engine;

/// <summary>What kind of end a connection came to.</summary>
public enum TlsFailure
{
    /// <summary>The peer sent a fatal alert.</summary>
    AlertReceived,

    /// <summary>The peer broke the protocol; it was sent an alert.</summary>
    AlertSent,

    /// <summary>There is no suite, group, signature scheme or certificate that both ends can use; the peer was sent an alert.</summary>
    NothingInCommon,

    /// <summary>The server's Diffie-Hellman group is smaller or larger than is allowed; it was sent an alert.</summary>
    GroupRefused,

    /// <summary>The server does not have RFC 5746, and must; it was sent an alert.</summary>
    UnsafeRenegotiation,

    /// <summary>Both ends use other keys under the identity of one pre-shared key; the peer was sent an alert.</summary>
    WrongPreSharedKey,

    /// <summary>The peer's chain was refused by whoever judges it.</summary>
    ChainRefused,

    /// <summary>The peer's first bytes are not TLS.</summary>
    NotTls,

    /// <summary>Our own key failed, or whoever holds it.</summary>
    KeyFailed,

    /// <summary>Whoever the engine works for failed when it was asked something; its exception is the inner one.</summary>
    HostFailed,

    /// <summary>The engine itself failed, or what it stands on: the platform's cryptography, or the library.</summary>
    EngineFailed,
}

/// <summary>The end of a connection.</summary>
#pragma warning disable CA1032 // Always with the facts.
public sealed class TlsEngineException : Exception
#pragma warning restore CA1032
{
    internal TlsEngineException(TlsFailure failure, int alert, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        Alert = alert;
    }

    /// <summary>What kind of end.</summary>
    public TlsFailure Failure { get; }

    /// <summary>The alert (RFC 8446, 6), or -1 if there was none.</summary>
    public int Alert { get; }

    /// <summary>True if the alert went over the wire, either way: none does behind our own close_notify.</summary>
    public bool AlertPassed { get; internal init; }

    /// <summary>The peer's bytes, if they are not TLS: at most 512.</summary>
    public byte[] FirstBytes { get; internal init; } = Array.Empty<byte>();

    /// <summary>True if the handshake was over.</summary>
    public bool AfterHandshake { get; internal init; }

    /// <summary>True if the peer, a client, asked for a name that is not served, or for none where one is needed.</summary>
    public bool NameNotServed { get; internal init; }

    /// <summary>What was wrong, without the alert's name; empty if there is nothing to add to that.</summary>
    public string Detail { get; internal init; } = string.Empty;

    /// <summary>True if this end had shown a certificate, or one was requested.</summary>
    public bool CertificateMatters { get; internal init; }

    /// <summary>True if the peer, a client, had to show a certificate and did not.</summary>
    public bool NoCertificateCame { get; internal init; }

    /// <summary>True if the peer, a server, had asked for a certificate and was given none.</summary>
    public bool NoCertificateGiven { get; internal init; }
}
