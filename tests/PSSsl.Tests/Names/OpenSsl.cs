using System;
using System.Diagnostics;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;

namespace PSSsl.Tests.Names;

/// <summary>OpenSSL's program as a maker of files.</summary>
internal static class OpenSsl
{
    /// <returns>What it wrote.</returns>
    internal static string Run(params string[] arguments)
    {
        Peer.Require("openssl");
        using Process process =
            Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {errors.Result}");
    }
}
