using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>
/// One connection to a server, as bytes: a hello goes out, its first flight comes in, and more where a question needs it.
/// </summary>
internal sealed class ProbeLine : IDisposable
{
    private readonly SslSocket _socket;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[16 * 1024];

    internal ProbeLine(SslSocket socket, TimeSpan timeout, CancellationToken cancellation)
    {
        _socket = socket;
        _deadline = Deadline.After(timeout);
        _cancellation = cancellation;
    }

    /// <exception cref="SslException">The connection broke, or the time passed.</exception>
    internal async Task SendAsync(byte[] bytes) =>
        await _socket.WriteAsync(bytes, 0, bytes.Length, _deadline, _cancellation).ConfigureAwait(false);

    /// <summary>Reads a flight as far as it is wanted. What becomes of the connection meanwhile is the flight's end.</summary>
    internal Task<ServerFlight> ReadFlightAsync(bool wantsAll) => ReadFlightAsync(new FlightReader(wantsAll));

    internal async Task<ServerFlight> ReadFlightAsync(FlightReader reader)
    {
        while (!reader.IsOver)
        {
            try
            {
                int n = await _socket.ReadAsync(_buffer, 0, _buffer.Length, _deadline, _cancellation).ConfigureAwait(false);
                if (n == 0)
                    reader.Finish(FlightEnd.Closed);
                else
                    reader.Add(_buffer, 0, n);
            }
            catch (SslException e) when (e.Code is SslErrorCode.TimedOut)
            {
                reader.Finish(FlightEnd.Silent);
            }
            catch (SslException e)
                when (e.Code is SslErrorCode.PeerVanished or SslErrorCode.Network or SslErrorCode.Truncated or SslErrorCode.NotOpen)
            {
                reader.Finish(FlightEnd.Reset);
            }
        }

        return reader.Flight;
    }

    /// <summary>Reads what comes within a time: null if nothing did, nothing at all at the end of the connection.</summary>
    internal async Task<byte[]?> ReadAsync(TimeSpan time)
    {
        try
        {
            int n = await _socket.ReadAsync(_buffer, 0, _buffer.Length, Deadline.After(time), _cancellation).ConfigureAwait(false);
            var bytes = new byte[n];
            Buffer.BlockCopy(_buffer, 0, bytes, 0, n);
            return bytes;
        }
        catch (SslException e) when (e.Code is SslErrorCode.TimedOut)
        {
            return null;
        }
        catch (SslException e)
            when (e.Code is SslErrorCode.PeerVanished or SslErrorCode.Network or SslErrorCode.Truncated or SslErrorCode.NotOpen)
        {
            return Array.Empty<byte>();
        }
    }

    public void Dispose() => _socket.Close(SslShutdown.None);
}
