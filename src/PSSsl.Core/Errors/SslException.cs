using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>Every failure of this module: what (<see cref="Code"/>), when (<see cref="Phase"/>), and what to do about it.</summary>
#pragma warning disable CA1032 // An SslException without a code would say nothing.
public sealed class SslException : Exception
#pragma warning restore CA1032
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">The cause.</param>
    /// <param name="phase">The step it happened in.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="innerException">The cause underneath, if any.</param>
    public SslException(SslErrorCode code, SslPhase phase, string message, Exception? innerException = null)
        : base(HarmlessText.Message(Sentence(message ?? string.Empty)), innerException)
    {
        Code = code;
        Phase = phase;
    }

    /// <summary>What has no name or address begins a sentence with a capital; names stay as they are.</summary>
    private static string Sentence(string message) =>
        message.StartsWith("the peer ", StringComparison.Ordinal) ? "T" + message.Substring(1) : message;

    /// <summary>The cause.</summary>
    public SslErrorCode Code { get; }

    /// <summary>The step it happened in.</summary>
    public SslPhase Phase { get; }

    /// <summary>The TLS alert that was received or sent, if there was one.</summary>
    public SslAlert? Alert { get; internal set; }

    /// <summary>True if <see cref="Alert"/> came from the peer, false if it was sent to it.</summary>
    public bool AlertFromPeer { get; internal set; }

    /// <summary>Everything that is wrong with the peer's certificate, if that is the cause.</summary>
    public IReadOnlyList<SslVerifyError> VerifyErrors { get; internal set; } = Array.Empty<SslVerifyError>();

    /// <summary>The certificate the peer had shown before it came to this, if it did.</summary>
    public PeerCertificate? PeerCertificate { get; internal set; }

    /// <summary>
    /// True if a server said, in plain text, that it has no TLS, or showed that it takes TLS for something else; who is turned away, or
    /// comes at a bad time, was not told that.
    /// </summary>
    internal bool SaysNoTls { get; set; }

    /// <summary>True if the handshake ended before the peer had sent a byte.</summary>
    internal bool PeerWasSilent { get; set; }

    /// <summary>What to do about it.</summary>
    public string? RecommendedAction { get; internal set; }

    /// <summary>What was given cannot be taken.</summary>
    internal static SslException Option(string message, string todo, Exception? inner = null) =>
        Configuration(SslErrorCode.InvalidOption, message, todo, inner);

    /// <summary>Something that was found before a connection begins: a file, an option, a store.</summary>
    internal static SslException Configuration(SslErrorCode code, string message, string todo, Exception? inner = null) =>
        new(code, SslPhase.Configuration, message, inner) { RecommendedAction = todo };

    /// <summary>The same failure, told with what was being done: its code, its alert and the certificate with what is wrong stay.</summary>
    /// <param name="message">The new text, with the old one in it.</param>
    /// <param name="todo">What to do; null for what the failure itself says.</param>
    /// <param name="phase">The step; null for the failure's own.</param>
    internal SslException Wrap(string message, string? todo = null, SslPhase? phase = null) => new(Code, phase ?? Phase, message, this)
    {
        Alert = Alert,
        AlertFromPeer = AlertFromPeer,
        VerifyErrors = VerifyErrors,
        PeerCertificate = PeerCertificate,
        RecommendedAction = todo ?? RecommendedAction,
    };
}
