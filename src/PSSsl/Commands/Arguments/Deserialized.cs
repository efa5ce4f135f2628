using System;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Objects of this module that have been elsewhere: back from a job, from another machine or out of a file (CLIXML) they are bags of what
/// they knew, and PowerShell puts "Deserialized." before the names of their types.
/// </summary>
internal static class Deserialized
{
    private const string Ours = "PSSsl.";

    /// <summary>Select-Object makes bags too, of some of the properties.</summary>
    private static readonly string[] s_prefixes = { "Deserialized.", "Selected." };

    /// <summary>The type that it was of, without the namespace; null if it is no such bag of this module.</summary>
    internal static string? KindOf(object? value) =>
        OriginOf(value) is { } name && name.StartsWith(Ours, StringComparison.Ordinal) ? name.Substring(Ours.Length) : null;

    /// <summary>The whole name of the type that it was of; null if it is no such bag.</summary>
    internal static string? OriginOf(object? value)
    {
        if (value is not PSObject { BaseObject: PSCustomObject } bag || bag.TypeNames.FirstOrDefault() is not { } name)
            return null;
        int start = 0;
        while (s_prefixes.FirstOrDefault(p => string.CompareOrdinal(name, start, p, 0, p.Length) == 0) is { } prefix)
            start += prefix.Length;
        return start == 0 ? null : name.Substring(start);
    }

    /// <summary>
    /// What something is for a cmdlet that works offline: what PowerShell has wrapped, and a certificate that has been elsewhere made one
    /// again.
    /// </summary>
    /// <exception cref="SslException">It was a certificate, and nothing of it is left that could be read.</exception>
    internal static object? Unwrap(object? value) =>
        DeserializedCertificate.TryRead(value) ?? (value is PSObject wrapped ? wrapped.BaseObject : value);

    /// <summary>What to say of a thing that lives in one session only, when its description is given in its place.</summary>
    internal static SslException NotAlive(string kind)
    {
        string name = kind switch
        {
            nameof(SslSocket) => "a socket",
            nameof(SslListener) => "a listener",
            nameof(SslContext) => "a context",
            nameof(SslSessionCache) => "a session cache",
            _ => $"an object ({kind})",
        };
        return new SslException(SslErrorCode.NotOpen, SslPhase.None,
            $"This is only the description of {name} from another session or a file: it can be read, but not used.")
        {
            RecommendedAction =
                "Sockets, listeners, contexts and session caches stay where they were made: do the work there, in the job's or the "
                    + "remote script block, and hand back its result.",
        };
    }
}
