using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PSSsl.Tests.Interop;

/// <summary>Ports for programs that must be told theirs. A port that the kernel chose and that was given back may be given to the next test
/// before the program has it: that test's client then talks to the wrong server. So these lie where the kernel never chooses, and each is
/// given out once in a run.</summary>
internal static class PeerPorts
{
    private const int First = 10_240;

    private static readonly int s_count = FirstOfTheKernel() - First;
    private static int s_last = Environment.ProcessId % s_count;

    /// <summary>A port that nothing on this machine has bound.</summary>
    internal static int Next()
    {
        for (int i = 0; i < s_count; i++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_last) % (uint)s_count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"Every port from {First} to {First + s_count - 1} is in use.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    private static int FirstOfTheKernel()
    {
        int first = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse).First();
        return first > First ? first
            : throw new InvalidOperationException(
                $"The kernel chooses ports from {first}: none is left below them for the peers of the tests.");
    }
}
