using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Sockets;

/// <summary>A connection on which only so many bytes go out; then it ends, or falls silent. What is written after that is lost.</summary>
internal sealed class CutStream(Socket socket, int most, bool closes) : NetworkStream(socket, ownsSocket: true)
{
    private int _left = most;

    /// <summary>Ends the connection at once if nothing goes out at all.</summary>
    internal void Begin() => EndIfCut();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(_left, buffer.Length);
        if (count == 0)
            return;
        await base.WriteAsync(buffer[..count], cancellationToken);
        _left -= count;
        EndIfCut();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    private void EndIfCut()
    {
        if (_left == 0 && closes)
            Socket.Shutdown(SocketShutdown.Send);
    }
}
