using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

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
    private const int TagLength = 16;

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
        var ticket = new byte[NameLength + NonceLength + plain.Length + TagLength];
        Buffer.BlockCopy(key.Name, 0, ticket, 0, NameLength);
        var nonce = new byte[NonceLength];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(nonce);
        Buffer.BlockCopy(nonce, 0, ticket, NameLength, NonceLength);
        GcmBlockCipher cipher = Cipher(forEncryption: true, key, nonce);
        int n = cipher.ProcessBytes(plain, 0, plain.Length, ticket, NameLength + NonceLength);
        cipher.DoFinal(ticket, NameLength + NonceLength + n);
        return ticket;
    }

    /// <returns>Null if it was not sealed with one of the keys, or was changed.</returns>
    internal byte[]? Open(byte[] ticket)
    {
        if (ticket.Length <= NameLength + NonceLength + TagLength)
            return null;
        TicketKey? key = Known().FirstOrDefault(k => k.Names(ticket));
        if (key is null)
            return null;
        byte[] nonce = ticket.Skip(NameLength).Take(NonceLength).ToArray();
        GcmBlockCipher cipher = Cipher(forEncryption: false, key, nonce);
        int length = ticket.Length - NameLength - NonceLength;
        var plain = new byte[length - TagLength];
        try
        {
            int n = cipher.ProcessBytes(ticket, NameLength + NonceLength, length, plain, 0);
            cipher.DoFinal(plain, n);
            return plain;
        }
        catch (InvalidCipherTextException)
        {
            // Not ours, whatever its name says: the client gets a full handshake.
            return null;
        }
    }

    private static GcmBlockCipher Cipher(bool forEncryption, TicketKey key, byte[] nonce)
    {
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key.Key), TagLength * 8, nonce, key.Name));
        return cipher;
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
