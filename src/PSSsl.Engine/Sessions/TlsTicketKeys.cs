using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using PSSsl.Engine.Crypto;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// Seals a server's tickets with AES-256-GCM. Given keys serve several processes: the first seals, all open (rotation: put the new one in
/// front, then take the old one away). Without any, random ones are made, renewed every twelve hours and forgotten after twenty-four.
/// </summary>
public sealed class TlsTicketKeys
{
    /// <summary>The least a given key must have: 32 bytes.</summary>
    public const int ShortestKey = 32;

    private const int NameLength = 16;
    private const int NonceLength = 12;

    private static readonly TimeSpan s_renewAfter = TimeSpan.FromHours(12);

    private readonly object _lock = new();
    private readonly bool _rotates;
    private List<TicketKey> _keys;

    /// <summary>Random keys, known to no other process.</summary>
    public TlsTicketKeys()
    {
        _rotates = true;
        _keys = new List<TicketKey> { TicketKey.Random() };
    }

    /// <summary>Given keys, each of at least <see cref="ShortestKey"/> bytes.</summary>
    /// <exception cref="ArgumentException">One is too short, or there is none.</exception>
    public TlsTicketKeys(IEnumerable<byte[]> keys)
    {
        _keys = keys.Select(TicketKey.From).ToList();
        if (_keys.Count == 0)
            throw new ArgumentException("There is no key.", nameof(keys));
    }

    /// <summary>Seals a session's bytes: key name, nonce, ciphertext, tag.</summary>
    internal byte[] Seal(byte[] plain)
    {
        TicketKey key = Current();
        var nonce = new byte[NonceLength];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(nonce);
        byte[] text = AesGcmSeal.Seal(key.Key, nonce, plain, key.Name);
        var ticket = new byte[NameLength + NonceLength + text.Length];
        Buffer.BlockCopy(key.Name, 0, ticket, 0, NameLength);
        Buffer.BlockCopy(nonce, 0, ticket, NameLength, NonceLength);
        Buffer.BlockCopy(text, 0, ticket, NameLength + NonceLength, text.Length);
        return ticket;
    }

    /// <returns>Null if it was not sealed with one of the keys, or was changed: the client gets a full handshake then.</returns>
    internal byte[]? Open(byte[] ticket)
    {
        if (ticket.Length <= NameLength + NonceLength + AesGcmSeal.TagLength)
            return null;
        TicketKey? key = Known().FirstOrDefault(k => k.Names(ticket));
        return key is null ? null : AesGcmSeal.Open(
            key.Key, ticket.Skip(NameLength).Take(NonceLength).ToArray(), ticket.Skip(NameLength + NonceLength).ToArray(), key.Name);
    }

    private TicketKey Current()
    {
        lock (_lock)
        {
            if (_rotates && DateTime.UtcNow - _keys[0].Made > s_renewAfter)
                _keys = new List<TicketKey> { TicketKey.Random(), _keys[0] };
            return _keys[0];
        }
    }

    private List<TicketKey> Known()
    {
        lock (_lock)
            return _rotates ? _keys.Where(k => DateTime.UtcNow - k.Made <= s_renewAfter + s_renewAfter).ToList() : _keys;
    }

    private sealed class TicketKey
    {
        private TicketKey(byte[] name, byte[] key)
        {
            Name = name;
            Key = key;
        }

        internal byte[] Name { get; }

        internal byte[] Key { get; }

        internal DateTime Made { get; } = DateTime.UtcNow;

        internal static TicketKey Random()
        {
            var secret = new byte[ShortestKey];
            using (RandomNumberGenerator random = RandomNumberGenerator.Create())
                random.GetBytes(secret);
            return From(secret);
        }

        /// <summary>
        /// Name and key are derived, so that a key of any length and origin is used whole, and its name tells nothing of it.
        /// </summary>
        internal static TicketKey From(byte[] secret)
        {
            if (secret.Length < ShortestKey)
                throw new ArgumentException($"A ticket key needs at least {ShortestKey} bytes.", nameof(secret));
            return new TicketKey(Derive(secret, "PSSsl ticket key name", NameLength), Derive(secret, "PSSsl ticket key", 32));
        }

        /// <summary>The name is not a secret: it stands in every ticket.</summary>
        internal bool Names(byte[] ticket)
        {
            for (int i = 0; i < NameLength; i++)
            {
                if (ticket[i] != Name[i])
                    return false;
            }

            return true;
        }

        private static byte[] Derive(byte[] secret, string label, int length)
        {
            var hkdf = new HkdfBytesGenerator(new Sha256Digest());
            hkdf.Init(new HkdfParameters(secret, null, Encoding.ASCII.GetBytes(label)));
            var derived = new byte[length];
            hkdf.GenerateBytes(derived, 0, length);
            return derived;
        }
    }
}
