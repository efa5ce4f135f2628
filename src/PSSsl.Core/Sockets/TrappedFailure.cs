using System;

namespace PSSsl.Sockets;

/// <summary>A handshake that failed where somebody wants the plain connection.</summary>
internal static class TrappedFailure
{
    /// <summary>
    /// Hands the connection over. A trap that fails has not taken it: it is closed then, unless it is somebody else's, and both errors are
    /// told.
    /// </summary>
    /// <returns>What to report of the handshake.</returns>
    /// <exception cref="OperationCanceledException">Nobody is there any more to run the trap; the connection is closed.</exception>
    internal static SslException Tell(Action<SslSocket, SslException> trap, SslSocket plain, SslException error, bool closes = true)
    {
        plain.Detach();
        try
        {
            trap(plain, error);
            return error;
        }
        catch (OperationCanceledException)
        {
            if (closes)
                plain.Close(SslShutdown.None);
            throw;
        }
#pragma warning disable CA1031 // However the user's code fails: it is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (closes)
                plain.Close(SslShutdown.None);
            return Both(error, e.GetBaseException());
        }
    }

    private static SslException Both(SslException error, Exception trap) =>
        error.Wrap($"{error.Message} The error trap failed too: {trap.Message.TrimEnd('.')}.");
}
