using System;
using System.Text;
using PSSsl.Engine;

namespace PSSsl;

/// <summary>A key that both ends were given beforehand (RFC 4279; RFC 8446, 4.2.11), under an identity. The key is never shown.</summary>
public sealed class SslPreSharedKey
{
    /// <summary>
    /// The least a key should have: 16 bytes (RFC 9257, 6). Shorter ones, and passwords, can be guessed from one recorded handshake.
    /// </summary>
    public const int ShortestKey = 16;

    /// <summary>The identity that a key without one is offered under, as the manual's clients do.</summary>
    internal const string DefaultIdentity = "io_socket_ssl";

    private const int LongestKey = 256;
    private const int LongestIdentity = 65535;

    /// <summary>Makes one.</summary>
    /// <param name="identity">The identity; it is sent in the clear.</param>
    /// <param name="key">The key, 1 to 256 bytes, and it should have 16 at least; it is copied.</param>
    /// <param name="sha384">True for a key that goes with SHA-384 in TLS 1.3; there a key belongs to one hash.</param>
    /// <exception cref="SslException">Identity or key are too short or too long.</exception>
    public SslPreSharedKey(string identity, byte[] key, bool sha384 = false)
    {
        if (string.IsNullOrEmpty(identity) || Encoding.UTF8.GetByteCount(identity) > LongestIdentity)
            throw Wrong("the identity must have 1 to 65535 bytes");
        CheckKey(identity, key ?? throw new ArgumentNullException(nameof(key)));
        Identity = identity;
        IsShort = IsShortKey(key);
        Engine = new TlsPreSharedKey(Encoding.UTF8.GetBytes(identity), (byte[])key.Clone(), sha384);
    }

    /// <summary>The identity.</summary>
    public string Identity { get; }

    internal TlsPreSharedKey Engine { get; }

    /// <inheritdoc/>
    public override string ToString() => Identity;

    internal bool IsShort { get; }

    internal static bool IsShortKey(byte[] key) => key.Length < ShortestKey;

    internal static void CheckKey(string identity, byte[] key)
    {
        if (key.Length is 0 or > LongestKey)
            throw Wrong($"the key of '{identity}' has {key.Length} bytes; allowed are 1 to {LongestKey}");
    }

    internal static SslException Wrong(string why) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-Psk: {why}.")
    {
        RecommendedAction =
            "Give @{ Identity = 'name'; Key = [byte[]]... }, a PSCredential whose password is the key in hexadecimal, "
            + "or the key alone, as bytes or as a SecureString in hexadecimal; "
            + "a server also takes a script block, or a hashtable of Identity = Key, where '' is for all other identities.",
    };
}
