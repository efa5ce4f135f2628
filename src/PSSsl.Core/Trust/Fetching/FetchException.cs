using System;

namespace PSSsl.Trust.Fetching;

/// <summary>
/// What a certificate points to could not be had; the message says why. It never leaves the verdict, where it becomes a fault.
/// </summary>
#pragma warning disable CA1032 // Always with the reason.
internal sealed class FetchException : Exception
#pragma warning restore CA1032
{
    /// <summary>Addresses and what a server says may be as long as a certificate, or longer.</summary>
    private const int Longest = 500;

    internal FetchException(string message, Exception? innerException = null)
        : base(message.Length <= Longest ? message : message.Substring(0, Longest) + "…", innerException)
    {
    }
}
