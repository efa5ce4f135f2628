using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>
/// Some boxes on the way, and some servers, cannot take a first message of more than one packet, as hybrid key shares make it: they stay
/// silent or hang up. Who met that asks once more with a small one, so that what is said of it is known. It never takes the place of the
/// first: whoever can drop packets would choose the key exchange.
/// </summary>
internal sealed class SmallHello
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(3), s_longest = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _timeout;
    private readonly bool _looksOnly;
    private readonly Func<TimeSpan, Connector> _small;
    private volatile SslSocket? _first;

    /// <param name="timeout">How long all may take together; zero is without end.</param>
    /// <param name="looksOnly">True if what the second try gives may be shown.</param>
    /// <param name="small">The second try, within a time.</param>
    internal SmallHello(TimeSpan timeout, bool looksOnly, Func<TimeSpan, Connector> small)
    {
        _timeout = timeout;
        _looksOnly = looksOnly;
        _small = small;
    }

    /// <summary>Told of what the second try is shown by.</summary>
    internal Action<string>? Warn { get; init; }

    internal void Begins(SslSocket socket) => _first = socket;

    /// <exception cref="SslException">Nothing came of the first, with what the second found.</exception>
    internal async Task<SslSocket> ConnectAsync(Connector connector, CancellationToken cancellationToken)
    {
        Deadline deadline = Deadline.After(_timeout);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SslSocket> first = connector.ConnectAsync(cancellationToken);
        Task<SslSocket>? second = null;
        try
        {
            // What is silent to the end leaves no time for a second try after it.
            if (await Task.WhenAny(first, Task.Delay(Half, over.Token)).ConfigureAwait(false) != first
                && _first is { ReceivedInHandshake: 0 })
                second = _small(Left(deadline)).ConnectAsync(over.Token);
            return await first.ConfigureAwait(false);
        }
        catch (SslException e) when (IsSilence(e) && Left(deadline) is var left && (second is not null || left > TimeSpan.Zero))
        {
            Task<SslSocket> asked = second ?? _small(left).ConnectAsync(over.Token);
            second = null;
            return await AnswerAsync(e, asked).ConfigureAwait(false);
        }
        finally
        {
            over.Cancel();
            if (second is not null)
                _ = DropAsync(second);
        }
    }

    /// <summary>Whatever else ended it was our own doing.</summary>
    private static bool IsSilence(SslException e) =>
        e.PeerWasSilent && e.Code is (SslErrorCode.TimedOut or SslErrorCode.PeerVanished or SslErrorCode.Network);

    private TimeSpan Half => _timeout <= TimeSpan.Zero || _timeout > s_longest ? s_longest : TimeSpan.FromTicks(_timeout.Ticks / 2);

    private static TimeSpan Left(Deadline deadline) =>
        deadline.IsNone || deadline.RemainingMilliseconds > s_most.TotalMilliseconds ? s_most
            : TimeSpan.FromMilliseconds(deadline.RemainingMilliseconds);

    private async Task<SslSocket> AnswerAsync(SslException silence, Task<SslSocket> asked)
    {
        try
        {
            SslSocket answered = await asked.ConfigureAwait(false);
            if (!_looksOnly)
            {
                answered.Close(SslShutdown.None);
                throw Found(silence);
            }

            Warn?.Invoke(Found(silence).Message);
            return answered;
        }
        catch (SslException e) when (IsSilence(e) || e.Phase is SslPhase.Lookup or SslPhase.Connect or SslPhase.Proxy or SslPhase.StartTls)
        {
            throw silence;
        }
        // It answered, and was not liked, or did not like us: that much is known.
        catch (SslException e) when (e.Phase is SslPhase.Handshake or SslPhase.Verify && !ReferenceEquals(e.InnerException, silence))
        {
            throw Found(silence);
        }
    }

    private static SslException Found(SslException silence) => silence.Wrap(
        $"{silence.Message.TrimEnd('.')}; on a second try with a small first message it answers: something on the way, or the server, "
            + $"cannot take a first message of more than one packet.",
        "-Group x25519, secp256r1 makes it small until that is fixed; the key exchange is then not safe against quantum computers.",
        SslPhase.Handshake);

    private static async Task DropAsync(Task<SslSocket> second)
    {
        try
        {
            (await second.ConfigureAwait(false)).Close(SslShutdown.None);
        }
#pragma warning disable CA1031 // Nothing hangs on it any more.
        catch (Exception e)
#pragma warning restore CA1031
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }
}
