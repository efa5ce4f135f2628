using System.Threading;

namespace PSSsl.Sockets;

/// <summary>A script's call of Write: waits until all is taken where the socket blocks.</summary>
internal static class SocketWriter
{
    /// <returns>How many bytes were taken: all of them, or those there was room for, -1 if none.</returns>
    internal static int Write(SslSocket socket, byte[] buffer, int offset, int count)
    {
        if (socket.Blocking)
            return socket.WriteWaiting(buffer, offset, count, Deadline.After(socket.Timeout), CancellationToken.None);
        SocketCore core = socket.Core;
        var step = new WriteStep(buffer, offset, count, whatFits: true);
        TransportWait want = Loop.Try(core, ref step);
        core.Ready.WriteCalled();
        if (want == TransportWait.Nothing)
            return count;
        core.Ready.Stuck(TransportWait.Write);
        return step.Result > 0 ? step.Result : -1;
    }
}
