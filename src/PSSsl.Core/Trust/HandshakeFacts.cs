using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PSSsl.Net;

namespace PSSsl.Trust;

/// <summary>
/// What a verdict needs to know of the occasion. The defaults are those of a server's certificate that no handshake brought.
/// </summary>
internal sealed record HandshakeFacts
{
    internal ChainPurpose Purpose { get; init; } = ChainPurpose.ServerAuth;

    /// <summary>It was shown in a handshake: a server could have stapled a response, and its name must be known.</summary>
    internal bool IsHandshake { get; init; }

    /// <summary>What the leaf's key does in it: the certificate must allow that.</summary>
    internal X509KeyUsageFlags NeededUsage { get; init; }

    internal Deadline Deadline { get; init; }

    internal CancellationToken Cancellation { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>Runs the user's code where it can run; null runs it on the spot.</summary>
    internal Func<Func<object?>, object?>? Run { get; init; }

    internal object? RunUsersCode(Func<object?> code) => Run is null ? code() : Run(code);
}
