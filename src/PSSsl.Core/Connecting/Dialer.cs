using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Hostnames;
using PSSsl.Sockets;

namespace PSSsl.Connecting;

/// <summary>
/// Connects as RFC 8305 ("happy eyeballs") says: all addresses of the name, IPv6 and IPv4 in turns, the next one started when the one
/// before has failed or taken 250 ms; the first that connects wins.
/// </summary>
internal sealed class Dialer
{
    private static readonly TimeSpan s_attemptDelay = TimeSpan.FromMilliseconds(250);

    private readonly HostAndPort _target;
    private readonly Deadline _deadline;

    internal Dialer(HostAndPort target, Deadline deadline)
    {
        _target = target;
        _deadline = deadline;
    }

    internal AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    internal IPAddress? LocalAddress { get; init; }

    internal int LocalPort { get; init; }

    /// <summary>How names become addresses; the platform's way unless a test has its own.</summary>
    internal Func<string, Task<IPAddress[]>> Resolver { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Told of each attempt, on any thread.</summary>
    internal Action<string>? Trace { get; init; }

    internal async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = Timer(cancellationToken);
        IPAddress[] addresses = await LookUpAsync(timer.Token, cancellationToken).ConfigureAwait(false);
        return await RaceAsync(Interleave(addresses), timer.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The addresses alone, in the order in which they would be tried, for somebody else to connect to.</summary>
    internal async Task<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = Timer(cancellationToken);
        return Interleave(await LookUpAsync(timer.Token, cancellationToken).ConfigureAwait(false));
    }

    private CancellationTokenSource Timer(CancellationToken cancellationToken)
    {
        var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!_deadline.IsNone)
            timer.CancelAfter(Math.Max(1, _deadline.RemainingMilliseconds));
        return timer;
    }

    private static string Word(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "an IPv6" : "an IPv4";

    /// <summary>Which option wants which family.</summary>
    private string Wanted =>
        LocalAddress is { } local ? $"{Word(local.AddressFamily).Substring(3)} (-LocalAddress {local})"
            : $"{Word(Family).Substring(3)} (-AddressFamily)";

    private async Task<IPAddress[]> LookUpAsync(CancellationToken timer, CancellationToken caller)
    {
        if (_target.Address is { } literal)
            return Suits(literal) ? new[] { literal }
                : throw NoSuch($"{_target.Host} is {Word(literal.AddressFamily)} address, and {Wanted} is required.");
        IPAddress[] found;
        try
        {
            // The platform's look-up cannot be stopped everywhere; one that goes on too long is left behind.
            Task<IPAddress[]> lookUp = Task.Run(() => Resolver(HostNames.ToAscii(_target.Host)), timer);
            found = await Cancelable(lookUp, timer).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            caller.ThrowIfCancellationRequested();
            throw SocketFaults.TimedOut(SslPhase.Lookup, $"looking up {_target.Host}", _deadline.Span);
        }
        catch (SocketException e)
        {
            throw NoAddress($"The name {_target.Host} cannot be resolved: {e.Message.TrimEnd('.')}.", e);
        }

        found = found.Where(Suits).ToArray();
        if (found.Length == 0)
        {
            throw Family == AddressFamily.Unspecified && LocalAddress is null ? NoAddress($"The name {_target.Host} has no address.")
                : NoSuch($"The name {_target.Host} has no address of the required kind: {Wanted}.");
        }

        Trace?.Invoke($"{_target.Host} is {string.Join(", ", found.Select(a => a.ToString()))}");
        return found;
    }

    private async Task<Socket> RaceAsync(List<IPAddress> addresses, CancellationToken timer, CancellationToken caller)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(timer);
        var running = new List<Task<Socket>>();
        var faults = new List<SocketException>();
        int next = 0;
        try
        {
            while (true)
            {
                if (next < addresses.Count)
                    running.Add(AttemptAsync(addresses[next++], losers.Token));
                while (running.Count > 0)
                {
                    Task delay = next < addresses.Count ? Task.Delay(s_attemptDelay, losers.Token) : Task.Delay(Timeout.Infinite, timer);
                    Task first = await Task.WhenAny(running.Cast<Task>().Append(delay)).ConfigureAwait(false);
                    if (first == delay)
                    {
                        timer.ThrowIfCancellationRequested();
                        break;
                    }

                    var attempt = (Task<Socket>)first;
                    running.Remove(attempt);
                    if (attempt.Status == TaskStatus.RanToCompletion)
                        return attempt.Result;
                    if (attempt.Exception?.InnerException is SocketException fault)
                        faults.Add(fault);
                    else if (attempt.IsFaulted)
                        await attempt.ConfigureAwait(false);
                    timer.ThrowIfCancellationRequested();
                    if (next < addresses.Count)
                        break;
                }

                if (running.Count == 0 && next == addresses.Count)
                    throw SocketFaults.Connect(_target.ToString(), addresses, faults);
            }
        }
        catch (OperationCanceledException)
        {
            caller.ThrowIfCancellationRequested();
            throw SocketFaults.TimedOut(SslPhase.Connect, $"connecting to {_target} ({string.Join(", ", addresses.Take(next))})",
                _deadline.Span);
        }
        finally
        {
            losers.Cancel();
            foreach (Task<Socket> loser in running)
                _ = loser.ContinueWith(t => { if (t.Status == TaskStatus.RanToCompletion) t.Result.Dispose(); else _ = t.Exception; },
                    TaskScheduler.Default);
        }
    }

    private async Task<Socket> AttemptAsync(IPAddress address, CancellationToken cancellationToken)
    {
        Trace?.Invoke($"connecting to {address} port {_target.Port}");
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (LocalAddress is not null || LocalPort != 0)
            {
                IPAddress any = address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
                socket.Bind(new IPEndPoint(LocalAddress ?? any, LocalPort));
            }

#if NET
            await socket.ConnectAsync(new IPEndPoint(address, _target.Port), cancellationToken).ConfigureAwait(false);
#else
            // Closing is the only way to end a connect there.
            using (cancellationToken.Register(socket.Dispose))
                await socket.ConnectAsync(new IPEndPoint(address, _target.Port)).ConfigureAwait(false);
#endif
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool Suits(IPAddress address) =>
        (Family == AddressFamily.Unspecified || address.AddressFamily == Family)
        && (LocalAddress is null || LocalAddress.AddressFamily == address.AddressFamily);

    /// <summary>RFC 8305, 4: the first address's family and the other one in turns.</summary>
    private static List<IPAddress> Interleave(IPAddress[] addresses)
    {
        var six = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6));
        var four = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily != AddressFamily.InterNetworkV6));
        var order = new List<IPAddress>(addresses.Length);
        bool sixNext = addresses[0].AddressFamily == AddressFamily.InterNetworkV6;
        while (six.Count + four.Count > 0)
        {
            Queue<IPAddress> queue = sixNext && six.Count > 0 || four.Count == 0 ? six : four;
            order.Add(queue.Dequeue());
            sixNext = !sixNext;
        }

        return order;
    }

    private static SslException NoSuch(string message) => new(SslErrorCode.NameNotFound, SslPhase.Lookup, message)
    {
        RecommendedAction = "Leave that option out, or give one that goes with the host's addresses.",
    };

    private static SslException NoAddress(string message, Exception? inner = null) =>
        new(SslErrorCode.NameNotFound, SslPhase.Lookup, message, inner)
    {
        RecommendedAction = "Check the spelling of the host name, and that this machine's name server knows it.",
    };

    private static async Task<T> Cancelable<T>(Task<T> task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
            {
                _ = task.ContinueWith(t => _ = t.Exception, TaskScheduler.Default);
                throw new OperationCanceledException(cancellationToken);
            }
        }

        return await task.ConfigureAwait(false);
    }
}
