using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Fuzz;

/// <summary>A connection whose peer has said everything, and closed: so many bytes of it come a time.</summary>
internal sealed class SpokenTransport : Transport
{
    private readonly byte[] _says;
    private readonly int _piece;
    private int _at;

    internal SpokenTransport(byte[] input)
    {
        _says = input;
        _at = Math.Min(2, input.Length);
        _piece = input.Length > 1 ? input[1] + 1 : 1;
    }

    internal override EndPoint? LocalEndPoint => null;

    internal override EndPoint? RemoteEndPoint => null;

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        int n = Math.Min(Math.Min(count, _piece), _says.Length - _at);
        Array.Copy(_says, _at, buffer, offset, n);
        _at += n;
        return n;
    }

    /// <summary>What a consent is followed by is not here yet.</summary>
    internal override int? TryPeek(byte[] buffer, int offset, int count) => WouldBlock;

    internal override int TrySend(byte[] buffer, int offset, int count) => count;

    internal override bool Wait(TransportWait what, int milliseconds) => true;

    internal override Task WaitReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal override Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(count);

    internal override void ShutdownSend()
    {
    }

    public override void Dispose()
    {
    }
}
