using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// A client's pre-shared key in TLS 1.2 and before (RFC 4279). The server's hint is not asked: there is one key to offer.
/// </summary>
internal sealed class GivenKeyIdentity : TlsPskIdentity
{
    private readonly TlsPreSharedKey _key;

    internal GivenKeyIdentity(TlsPreSharedKey key) => _key = key;

    public void SkipIdentityHint()
    {
    }

    public void NotifyIdentityHint(byte[] psk_identity_hint)
    {
    }

    public byte[] GetPskIdentity() => _key.Identity;

    /// <summary>A copy: the library clears what it was given.</summary>
    public byte[] GetPsk() => _key.CopyKey();
}

/// <summary>A server's pre-shared keys in TLS 1.2 and before.</summary>
internal sealed class GivenKeyManager : TlsPskIdentityManager
{
    private readonly ServerSessions _sessions;

    internal GivenKeyManager(ServerSessions sessions) => _sessions = sessions;

    public byte[]? GetHint() => null;

    public byte[]? GetPsk(byte[] identity) => _sessions.FindKey(identity);
}
