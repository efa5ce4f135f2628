namespace PSSsl.Engine;

/// <summary>A key that both ends were given beforehand (RFC 4279; RFC 8446, 4.2.11), under an identity.</summary>
public sealed class TlsPreSharedKey
{
    /// <summary>Makes one.</summary>
    /// <param name="identity">The identity, 1 to 65535 bytes.</param>
    /// <param name="key">The key.</param>
    /// <param name="useSha384">True if it goes with SHA-384 in TLS 1.3; there a key belongs to one hash, SHA-256 unless both ends agreed
    /// otherwise.</param>
    public TlsPreSharedKey(byte[] identity, byte[] key, bool useSha384 = false)
    {
        Identity = identity;
        Key = key;
        UseSha384 = useSha384;
    }

    /// <summary>The identity, sent in the clear.</summary>
    public byte[] Identity { get; }

    /// <summary>True if it goes with SHA-384 in TLS 1.3.</summary>
    public bool UseSha384 { get; }

    internal byte[] Key { get; }

    /// <summary>A copy of the key, for whoever clears it.</summary>
    public byte[] CopyKey() => (byte[])Key.Clone();
}
