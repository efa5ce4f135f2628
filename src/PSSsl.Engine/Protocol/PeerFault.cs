using System;
using System.IO;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// What the peer's bytes can bring about, as the alert that says so (RFC 8446, 6.2). The library lets exceptions of all kinds through, and
/// calls them errors of its own: whose they are is told by the place that they come from.
/// </summary>
internal static class PeerFault
{
    /// <summary>The alert for what ends a connection; the same is sent and told.</summary>
    internal static short Alert(Exception cause) =>
        cause is TlsFatalAlert alert ? alert.AlertDescription : AlertDescription.internal_error;

    /// <summary>
    /// Whether an exception tells nothing of its own: neither an alert, the peer's or one that was named, nor that something here failed.
    /// </summary>
    private static bool IsUntold(Exception e) => e switch
    {
        TlsFatalAlertReceived or NamedAlert or OwnFault or OutOfMemoryException => false,
        // The library's wrapping of another one.
        TlsFatalAlert { AlertDescription: AlertDescription.internal_error, InnerException: { } inner } => inner is not OwnFault,
        TlsFatalAlert => false,
        _ => true,
    };

    /// <summary>
    /// A step with a handshake message, which is read, and whose values are worked on. Whatever it ends with that tells nothing of its own
    /// is the message's: our own steps are marked as such.
    /// </summary>
    internal static void InMessage(short type, Action step)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // The platform and the library have many kinds for this.
        catch (Exception e) when (IsUntold(e))
#pragma warning restore CA1031
        {
            throw new TlsFatalAlert(AlertDescription.decode_error, $"A message ({HandshakeType.GetText(type)}) cannot be read", e);
        }
    }

    /// <summary>What a step on the peer's values comes to; whatever it ends with, the values are to blame.</summary>
    internal static T Guard<T>(short alert, string what, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (TlsFatalAlert e) when (e.AlertDescription == alert)
        {
            throw;
        }
#pragma warning disable CA1031 // The platform and the library have many kinds for this.
        catch (Exception e) when (e is not (OwnFault or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new TlsFatalAlert(alert, $"{what}: {Reason(e)}", e);
        }
    }

    /// <summary>What an exception says beside its alert's name.</summary>
    internal static string Reason(Exception e)
    {
        int semicolon = e is TlsFatalAlert ? e.Message.IndexOf(';') : -1;
        return e is TlsFatalAlert && semicolon < 0 ? "it does not fit" : Words(e).Substring(semicolon + 1).Trim().TrimEnd('.');
    }

    /// <summary>
    /// What an exception says, without what only its programmer can use: the parameter that had the value, the place in OpenSSL's code.
    /// </summary>
    internal static string Words(Exception e)
    {
        string text = e.Message;
        // .NET Framework has it in a line of its own.
        int parameter = e is ArgumentException { ParamName: not null } ? text.LastIndexOfAny(new[] { '(', '\n' }) : -1;
        if (parameter > 0)
            text = text.Substring(0, parameter);
        if (text.StartsWith("error:", StringComparison.Ordinal))
            text = text.Substring(text.LastIndexOf(':') + 1);
        return text.Trim();
    }
}
