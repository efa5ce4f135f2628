using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using PSSsl.X509.Names;

namespace PSSsl.Fuzz;

/// <summary>One target for some time: what once went wrong first, then seeds that are changed at random. It does not see what code it
/// reaches.</summary>
internal sealed class FuzzRun
{
    private const int MostInput = 64 * 1024, MostKept = 2000, Tries = 3;
    private const long MostBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private readonly FuzzTarget _target;
    private readonly int _seed;
    private readonly string _inFlight;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _failures;

    internal FuzzRun(FuzzTarget target, int seed)
    {
        _target = target;
        _seed = seed;
        _inFlight = Path.Combine(Path.GetTempPath(), $"pssl-fuzz-{target.Name}-{Environment.ProcessId}.bin");
    }

    /// <returns>How many inputs went wrong.</returns>
    internal int For(TimeSpan time)
    {
        AdoptDead();
        string[] crashes = Folders.Crashes(_target.Name).ToArray();
        foreach (string crash in crashes)
            Try(File.ReadAllBytes(crash), Path.GetFileName(crash));
        long ran = Mutate(time);
        File.Delete(_inFlight);
        Console.WriteLine($"{_target.Name}: {crashes.Length} replayed, {ran} tried with seed {_seed}, "
            + $"{_seen.Count} kinds of answer, {_failures} wrong");
        return _failures;
    }

    private long Mutate(TimeSpan time)
    {
        var random = new Random(_seed);
        List<byte[]> pool = Folders.Seeds(_target.Seeds).ToList();
        int seeds = pool.Count;
        using var flight = new FileStream(_inFlight, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var mutator = new Mutator(random, _target.IsText);
        long ran = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time; ran++)
        {
            byte[] input = ran < seeds ? pool[(int)ran] : mutator.Change(pool[random.Next(pool.Count)], pool);
            if (input.Length > MostInput)
                continue;
            // A stack that overflows ends the process: what it read is found by the next run.
            flight.SetLength(0);
            flight.Position = 0;
            flight.Write(input);
            // An answer that was not there before is worth going on from.
            if (Try(input, null) is { } answer && _seen.Add(answer) && pool.Count < MostKept)
                pool.Add(input);
        }

        return ran;
    }

    /// <summary>Inputs of processes that died while they read them.</summary>
    private void AdoptDead()
    {
        foreach (string left in Directory.GetFiles(Path.GetTempPath(), $"pssl-fuzz-{_target.Name}-*.bin"))
        {
            string process = Path.GetFileNameWithoutExtension(left).Split('-')[^1];
            if (Process.GetProcesses().Any(p => p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == process))
                continue;
            Console.Error.WriteLine($"{_target.Name}: {Keep(File.ReadAllBytes(left))} ended the process that read it");
            File.Delete(left);
        }
    }

    /// <returns>What kind of answer it was; null if it was a wrong one.</returns>
    private string? Try(byte[] input, string? name)
    {
        string first, second;
        TimeSpan took = TimeSpan.MaxValue;
        long bytes;
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            first = Timed(input, ref took);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            second = Timed(input, ref took);
            // Others work on this machine too.
            for (int i = 2; i < Tries && took > s_longest; i++)
                Timed(input, ref took);
        }
#pragma warning disable CA1031 // That nothing else is thrown is what is asked.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Wrong(input, name, $"{e.GetType().FullName}: {e.Message}{Environment.NewLine}{e.StackTrace}");
        }

        if (took > s_longest)
            return Wrong(input, name, $"took {took.TotalMilliseconds:0} ms");
        if (bytes > MostBytes)
            return Wrong(input, name, $"took {bytes >> 20} MiB");
        return first == second ? Kind(first)
            : Wrong(input, name, $"gave two answers:{Environment.NewLine}{first}{Environment.NewLine}{second}");
    }

    private string Timed(byte[] input, ref TimeSpan least)
    {
        var watch = Stopwatch.StartNew();
        string answer = _target.Read((byte[])input.Clone());
        least = watch.Elapsed < least ? watch.Elapsed : least;
        return answer;
    }

    private string? Wrong(byte[] input, string? name, string what)
    {
        _failures++;
        Console.Error.WriteLine($"{_target.Name}: {name ?? Keep(input)} {what}");
        return null;
    }

    private string Keep(byte[] input)
    {
        Directory.CreateDirectory(Folders.Corpus);
        string file = $"{_target.Name}-{Convert.ToHexString(SHA256.HashData(input))[..12].ToLowerInvariant()}";
        // Of one fault a few inputs are enough.
        if (_failures <= 20)
            File.WriteAllBytes(Path.Combine(Folders.Corpus, file), input);
        return file;
    }

    /// <summary>An answer without its numbers and names.</summary>
    private static string Kind(string answer) => new(answer.Where(c => !char.IsDigit(c)).Take(400).ToArray());
}
