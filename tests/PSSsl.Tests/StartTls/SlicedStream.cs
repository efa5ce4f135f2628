using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.StartTls;

/// <summary>Writes no more than so many bytes a time, each as a segment of its own.</summary>
internal sealed class SlicedStream(Stream inner, int size) : AsyncStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int at = 0; at < buffer.Length; at += size)
            await inner.WriteAsync(buffer.Slice(at, Math.Min(size, buffer.Length - at)), cancellationToken);
    }
}
