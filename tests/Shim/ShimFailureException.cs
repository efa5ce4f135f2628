using System;

namespace PSSsl.Shim;

/// <summary>The connection failed, or was not what was expected.</summary>
#pragma warning disable CA1032 // Always with a message.
public sealed class ShimFailureException : Exception
{
    /// <summary>A failure.</summary>
    public ShimFailureException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A test wants what the engine has no counterpart of.</summary>
public sealed class NoCounterpartException : Exception
{
    /// <summary>What it is.</summary>
    public NoCounterpartException(string what)
        : base($"Not implemented: {what}")
    {
    }
}
#pragma warning restore CA1032
