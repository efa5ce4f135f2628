using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>A program that we did not write, run for one test and ended by its process id.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Lock _inputLock = new();
    private bool _inputEnded;

    private Peer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal int Id => _process.Id;

    internal Stream Input => _process.StandardInput.BaseStream;

    internal Stream Output => _process.StandardOutput.BaseStream;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>In CI every peer is installed, and one that is missing there is a fault.</summary>
    internal static bool MayBeMissing => Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Skips the test where a program is missing, or fails it in CI.</summary>
    internal static void Require(string program)
    {
        if (!IsInstalled(program))
        {
            Assert.SkipWhen(MayBeMissing, $"{program} is not installed");
            Assert.Fail($"{program} is not installed");
        }
    }

    /// <summary>The same for a library of a language: the check is a command that succeeds where it is there.</summary>
    internal static void RequireLibrary(string name, string program, params string[] check)
    {
        Require(program);
        using Peer peer = Start(program, check);
        peer.Input.Close();
        if (!peer.WaitForExit() || peer.ExitCode != 0)
        {
            Assert.SkipWhen(MayBeMissing, $"{name} is not installed");
            Assert.Fail($"{name} is not installed");
        }
    }

    /// <summary>Whether a program, by name or by path, can be run.</summary>
    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(d => File.Exists(Path.Combine(d, program)));

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed, without the last line's end.</returns>
    internal static string Run(string program, params string[] arguments)
    {
        using Peer peer = Start(program, arguments);
        peer.Input.Close();
        using var reader = new StreamReader(peer.Output);
        string output = reader.ReadToEnd();
        if (!peer.WaitForExit() || peer.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {peer.Errors}");
        return output.TrimEnd();
    }

    internal static Peer Start(string program, params string[] arguments)
    {
        Require(program);
        var start = new ProcessStartInfo(program, arguments)
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return new Peer(Process.Start(start)!);
    }

    /// <summary>Starts a server and waits until something listens on its port.</summary>
    internal static Peer StartServer(int port, string program, params string[] arguments)
    {
        Peer peer = Start(program, arguments);
        for (int i = 0; i < 200; i++)
        {
            if (peer._process.HasExited)
                break;
            if (File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
                .Any(l => l.Contains($":{port:X4} ", StringComparison.Ordinal) && l.Contains(" 0A ", StringComparison.Ordinal)))
                return peer;
            Thread.Sleep(50);
        }

        peer.Dispose();
        throw new InvalidOperationException($"{program} does not listen: {peer.Errors}");
    }

    internal string Errors => _errors.Wait(2000) ? _errors.Result : string.Empty;

    /// <summary>Ends it at once, as a crash would.</summary>
    internal void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(5000);
    }

    /// <summary>The end of what <see cref="EchoAsync"/> puts in.</summary>
    internal void EndInput()
    {
        lock (_inputLock)
        {
            _inputEnded = true;
            Input.Close();
        }
    }

    /// <summary>Puts what comes out of it in again, until it or its input ends.</summary>
    internal Task EchoAsync() => Task.Run(() =>
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int n; (n = Output.Read(buffer)) > 0;)
            {
                lock (_inputLock)
                {
                    if (_inputEnded)
                        continue;
                    Input.Write(buffer, 0, n);
                    Input.Flush();
                }
            }
        }
        catch (IOException) when (_process.WaitForExit(5000))
        {
            // It ended before it took everything: whoever is at the other end of it sees that.
        }
    });

    internal bool WaitForExit(int milliseconds = 10_000) => _process.WaitForExit(milliseconds);

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
