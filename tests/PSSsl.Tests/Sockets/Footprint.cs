using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace PSSsl.Tests.Sockets;

/// <summary>What this process holds.</summary>
internal sealed record Footprint(int Handles, int Threads, long Memory)
{
    /// <summary>Once all is collected that nobody holds.</summary>
    internal static Footprint Settled()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return new Footprint(CountHandles(process), process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>
    /// Waits until no more is held than was; what is closed on other threads, and threads of the pool, may take their time.
    /// </summary>
    internal static Footprint NoMoreThan(Footprint most, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Footprint now = Settled();
            if ((now.Handles <= most.Handles && now.Threads <= most.Threads && now.Memory <= most.Memory) || watch.Elapsed > patience)
                return now;
            Thread.Sleep(200);
        }
    }

    /// <summary>
    /// On Linux all that is open, sockets above all, but for libraries that were loaded meanwhile; elsewhere what the system calls handles.
    /// </summary>
    private static int CountHandles(Process process) => Directory.Exists("/proc/self/fd")
        ? Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Count(fd => new FileInfo(fd).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true)
        : OperatingSystem.IsWindows() ? process.HandleCount
        : Directory.EnumerateFileSystemEntries("/dev/fd").Count();
}
