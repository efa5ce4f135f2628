using System;
#if NET
using System.Runtime.CompilerServices;
#endif
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>A step of an operation: it does what it can and says what it wants.</summary>
internal interface IStep
{
    /// <summary>Does what it can.</summary>
    TransportWait Take(SocketCore core);

    /// <summary>What the operation came to, when a step wants nothing more.</summary>
    int Result { get; }
}

/// <summary>How a loop waits between two steps: on its thread, or without one.</summary>
internal interface IWaits
{
    /// <param name="core">The socket.</param>
    /// <param name="want">What is waited for.</param>
    /// <param name="seen">See <see cref="Receiving.TakenIn"/>; as it was before the step.</param>
    /// <param name="limits">By when, for what, and what ends it.</param>
    IOTask UntilAsync(SocketCore core, TransportWait want, int seen, Limits limits);
}

/// <summary>The bounds of an operation.</summary>
internal readonly struct Limits
{
    internal Limits(SslPhase phase, Deadline deadline, CancellationToken cancellation)
    {
        Phase = phase;
        Deadline = deadline;
        Cancellation = cancellation;
    }

    internal SslPhase Phase { get; }

    internal Deadline Deadline { get; }

    internal CancellationToken Cancellation { get; }

    /// <summary>Sees whether it was cancelled, or the time has passed.</summary>
    internal void Look(SocketCore core, TransportWait want)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (Deadline.Passed)
            throw TimedOut(core, want);
    }

    internal SslException TimedOut(SocketCore core, TransportWait want) =>
        core.Status.Tell(SocketFaults.TimedOut(Phase, Doing(core, want), Deadline.Span, Todo(core)));

    /// <summary>What to do, where it is another thing for a server, who alone waits before there is TLS.</summary>
    private string? Todo(SocketCore core) => Phase == SslPhase.Handshake && (core.Owner.IsServer || core.Tls is null)
        ? "Clients that only look whether the port is open stop like this, and those that wait for a greeting (STARTTLS); "
            + "slow ones need a longer -Timeout."
        : null;

    /// <summary>What took too long, in words.</summary>
    private string Doing(SocketCore core, TransportWait want) => Phase switch
    {
        SslPhase.Handshake when core.Handshake.Received == 0 => $"shaking hands with {core.PeerName}, which has sent nothing",
        SslPhase.Handshake => $"shaking hands with {core.PeerName}, which stopped after {core.Handshake.Received} bytes",
        SslPhase.Shutdown when want == TransportWait.Write => $"sending close_notify to {core.PeerName}",
        SslPhase.Shutdown => $"waiting for close_notify from {core.PeerName}",
        SslPhase.Write => $"writing to {core.PeerName}",
        _ => $"reading from {core.PeerName}",
    };
}

/// <summary>The loop around the steps of an operation, for those that wait on their thread and those that do not.</summary>
internal static class Loop
{
    /// <summary>Turns that a call takes which does not wait.</summary>
    private const int MostTurns = 64;

    internal static int Run<TStep>(SocketCore core, TStep step, Limits limits)
        where TStep : struct, IStep
    {
        IOCountTask run = RunAsync(core, step, default(OnThread), limits);
        // Waits on the thread are over when they return.
        return run.IsCompleted ? run.GetAwaiter().GetResult()
            : throw new InvalidOperationException("A wait on this thread went on without it.");
    }

    internal static IOCountTask RunAsync<TStep>(SocketCore core, TStep step, Limits limits)
        where TStep : struct, IStep => RunAsync(core, step, default(WithoutThread), limits);

    /// <summary>Does what can be done at once.</summary>
    internal static TransportWait Try<TStep>(SocketCore core, ref TStep step)
        where TStep : struct, IStep
    {
        TransportWait want = TransportWait.Turn;
        for (int i = 0; i < MostTurns && want == TransportWait.Turn; i++)
            want = Take(core, ref step);
        return want == TransportWait.Turn ? TransportWait.Read : want;
    }

    /// <summary>One step, and what was reported in it: also where it fails, for the last message often says why.</summary>
    private static TransportWait Take<TStep>(SocketCore core, ref TStep step)
        where TStep : struct, IStep
    {
        MessageReporter? messages = core.Tls?.Messages;
        try
        {
            return step.Take(core);
        }
        finally
        {
            (messages ?? core.Tls?.Messages)?.Deliver();
        }
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private static async IOCountTask RunAsync<TStep, TWaits>(SocketCore core, TStep step, TWaits waits, Limits limits)
        where TStep : struct, IStep
        where TWaits : struct, IWaits
    {
        while (true)
        {
            int seen = core.In.TakenIn;
            TransportWait want = Take(core, ref step);
            if (want == TransportWait.Nothing)
                return step.Result;
            // A peer that sends without end never lets the wait itself come to its end.
            limits.Look(core, want);
            if (want != TransportWait.Turn)
                await waits.UntilAsync(core, want, seen, limits).ConfigureAwait(false);
        }
    }

    private readonly struct OnThread : IWaits
    {
        /// <summary>How long a wait lasts before it looks whether it was cancelled, in milliseconds.</summary>
        private const int Slice = 50;

#if NET
        private static IOTask Finished => default;
#else
        private static IOTask Finished => System.Threading.Tasks.Task.CompletedTask;
#endif

        public IOTask UntilAsync(SocketCore core, TransportWait want, int seen, Limits limits)
        {
            bool reads = want == TransportWait.Read;
            if (reads)
            {
                core.Trim();
                core.In.BeginWait();
            }

            try
            {
                while (!reads || core.In.TakenIn == seen)
                {
                    limits.Look(core, want);
                    if (core.Status.IsClosed)
                        throw core.Status.Tell(core.NotOpen());
                    int left = limits.Deadline.RemainingMilliseconds;
                    if (core.Wire.Wait(want, left < 0 ? Slice : Math.Min(Slice, left), limits.Phase))
                        break;
                }
            }
            finally
            {
                if (reads)
                    core.In.EndWait();
            }

            return Finished;
        }
    }

    private readonly struct WithoutThread : IWaits
    {
        /// <summary>How often it is looked for room for what the platform cannot be given, in milliseconds.</summary>
        private const int RoomSlice = 10;

#if NET
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
        public async IOTask UntilAsync(SocketCore core, TransportWait want, int seen, Limits limits)
        {
            bool reads = want == TransportWait.Read;
            if (reads)
                core.Trim();
            using CancellationTokenSource? timer = limits.Deadline.IsNone ? null
                : CancellationTokenSource.CreateLinkedTokenSource(limits.Cancellation);
            timer?.CancelAfter(Math.Max(1, limits.Deadline.RemainingMilliseconds));
            CancellationToken either = timer?.Token ?? limits.Cancellation;
            if (reads)
                core.In.BeginWait();
            try
            {
                // What was taken in meanwhile, the network would not tell of any more.
                if (reads && core.In.TakenIn == seen)
                    await core.Wire.Transport.WhenReadable(either).ConfigureAwait(false);
                else if (reads)
                    return;
                else if (core.Out.HasUnsent)
                    await core.Out.SendUnsentAsync(either).ConfigureAwait(false);
                else if (!core.Wire.Transport.Wait(TransportWait.Write, 0))
                    await System.Threading.Tasks.Task.Delay(RoomSlice, either).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!core.Status.IsClosed || limits.Cancellation.IsCancellationRequested)
            {
                limits.Cancellation.ThrowIfCancellationRequested();
                throw limits.TimedOut(core, want);
            }
            catch (Exception e) when (core.Wire.IsBreak(e) || e is OperationCanceledException)
            {
                throw core.Wire.Broken(limits.Phase, e);
            }
            finally
            {
                if (reads)
                    core.In.EndWait();
            }
        }
    }
}
