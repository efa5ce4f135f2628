using System;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// Something on this end failed while the peer was answered: our key, whoever the engine works for, or what the engine stands on. It is
/// marked where it arises, since nothing in an exception's type tells it from what a peer's bytes can bring about.
/// </summary>
internal sealed class OwnFault : Exception
{
    private OwnFault(TlsFailure failure, string message, Exception? cause)
        : base(message, cause) => Failure = failure;

    /// <summary>Who failed.</summary>
    internal TlsFailure Failure { get; }

    internal static OwnFault Key(string message, Exception? cause = null) => new(TlsFailure.KeyFailed, message, cause);

    /// <summary>Whoever the engine works for gave what it cannot use.</summary>
    internal static OwnFault Host(string message, Exception? cause = null) => new(TlsFailure.HostFailed, message, cause);

    /// <summary>A step with our own key.</summary>
    internal static T WithKey<T>(Func<T> step) => Step(TlsFailure.KeyFailed, step);

    /// <summary>A step of the engine, the library or the platform that nothing of the peer's goes into.</summary>
    internal static T OfEngine<T>(Func<T> step) => Step(TlsFailure.EngineFailed, step);

    /// <summary>What such a step ended with.</summary>
    internal static OwnFault OfEngine(Exception cause) =>
        cause as OwnFault ?? cause.InnerException as OwnFault
            ?? new OwnFault(TlsFailure.EngineFailed, PeerFault.Words(cause).TrimEnd('.'), cause);

    /// <summary>The settings, with all that is asked through them marked.</summary>
    internal static TlsEngineSettings Mark(TlsEngineSettings settings) => settings with
    {
        Judge = Ask(settings.Judge),
        SelectHost = Ask(settings.SelectHost),
        FindStatus = Ask(settings.FindStatus),
        FindSession = Ask(settings.FindSession),
        FindPreSharedKey = Ask(settings.FindPreSharedKey),
        SessionEstablished = settings.SessionEstablished is { } established ? session => Tell(() => established(session)) : null,
        KeyLog = settings.KeyLog is { } log ? (label, random, secret) => Tell(() => log(label, random, secret)) : null,
        Message = settings.Message is { } message ? (sent, type, detail, length) => Tell(() => message(sent, type, detail, length)) : null,
    };

    private static Func<TIn, TOut>? Ask<TIn, TOut>(Func<TIn, TOut>? host) =>
        host is null ? null : value => Step(TlsFailure.HostFailed, () => host(value));

    private static void Tell(Action host) => Step<object?>(TlsFailure.HostFailed, () =>
    {
        host();
        return null;
    });

    private static T Step<T>(TlsFailure failure, Func<T> step)
    {
        try
        {
            return step();
        }
#pragma warning disable CA1031 // Whatever it is, it is not the peer's.
        catch (Exception e) when (e is not OwnFault)
#pragma warning restore CA1031
        {
            throw new OwnFault(failure, PeerFault.Words(e).TrimEnd('.'), e);
        }
    }
}
