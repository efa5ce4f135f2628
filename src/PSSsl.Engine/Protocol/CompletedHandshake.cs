using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>What the protocol's parameters do not say of a handshake.</summary>
internal sealed class CompletedHandshake
{
    internal TlsIdentity? Identity { get; init; }

    internal int SignatureScheme { get; init; }

    internal string? ServerName { get; init; }

    /// <summary>The session that was resumed.</summary>
    internal TlsResumableSession? Resumed { get; init; }

    /// <summary>The identity of the key both ends were given, if that was used.</summary>
    internal byte[]? PskIdentity { get; init; }
}
