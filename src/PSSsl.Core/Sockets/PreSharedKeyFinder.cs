using System;
using System.Text;

namespace PSSsl.Sockets;

/// <summary>
/// Finds a client's key for a server's connection: the context's own, or by the user's code, on the thread that may run it.
/// </summary>
internal sealed class PreSharedKeyFinder
{
    // Identities that are not text belong to somebody else's tickets, never to a key a person gave a name.
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly SslContext _context;
    private readonly SslSocket _socket;

    internal PreSharedKeyFinder(SslContext context, SslSocket socket)
    {
        _context = context;
        _socket = socket;
    }

    /// <returns>A copy of the key; null if nobody knows the identity.</returns>
    internal byte[]? Find(byte[] identity)
    {
        string name;
        try
        {
            name = s_strict.GetString(identity);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        byte[]? key = Ask(name);
        _socket.Trace?.Invoke(key is null ? "a pre-shared key of an unknown identity was offered" : $"pre-shared key of '{name}'");
        return key;
    }

    private byte[]? Ask(string name)
    {
        if (_context.Psk is { } own && own.Identity == name)
            return own.Engine.CopyKey();
        byte[]? key = InTable(name) ?? (_context.PskLookup is { } lookup
            ? (byte[]?)_socket.Core.Handshake.RunCallback(() => lookup(name)) : null);
        if (key is null)
            return null;
        SslPreSharedKey.CheckKey(name, key);
        return (byte[])key.Clone();
    }

    /// <summary>What is there needs nobody's thread.</summary>
    private byte[]? InTable(string name) =>
        _context.PskTable is not { } table ? null : table.TryGetValue(name, out byte[]? own) || table.TryGetValue(string.Empty, out own)
            ? own : null;
}
