using System;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// Something on this end failed while the peer was answered: our key, or whoever the engine works for. It is marked where it arises, since
/// nothing in an exception's type tells it from what a peer's bytes can bring about.
/// </summary>
internal sealed class OwnFault : Exception
{
    private OwnFault(bool ofKey, string message, Exception? cause)
        : base(message, cause) => OfKey = ofKey;

    /// <summary>True if it was the key, false if it was whoever the engine works for.</summary>
    internal bool OfKey { get; }

    internal static OwnFault Key(string message, Exception? cause = null) => new(ofKey: true, message, cause);

    /// <summary>Whoever the engine works for gave what it cannot use.</summary>
    internal static OwnFault Host(string message, Exception? cause = null) => new(ofKey: false, message, cause);

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

    private static Func<TIn, TOut>? Ask<TIn, TOut>(Func<TIn, TOut>? host) => host is null ? null : value =>
    {
        TOut? answer = default;
        Tell(() => answer = host(value));
        return answer!;
    };

    private static void Tell(Action host)
    {
        try
        {
            host();
        }
#pragma warning disable CA1031 // Whatever it is, it is not the peer's.
        catch (Exception e) when (e is not OwnFault)
#pragma warning restore CA1031
        {
            throw new OwnFault(ofKey: false, e.Message, e);
        }
    }
}
