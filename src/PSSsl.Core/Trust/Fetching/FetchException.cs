using System;

namespace PSSsl.Trust.Fetching;

/// <summary>
/// What a certificate points to could not be had; the message says why. It never leaves the verdict, where it becomes a fault.
/// </summary>
#pragma warning disable CA1032 // Always with the reason.
internal sealed class FetchException : Exception
#pragma warning restore CA1032
{
    internal FetchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
