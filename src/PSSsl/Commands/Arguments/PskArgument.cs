using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PSSsl.Scripts;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-Psk: a key with or without its identity, or for servers a script block or table that knows keys.</summary>
internal sealed class PskArgument
{
    private const string IdentityEntry = "Identity", KeyEntry = "Key", HashEntry = "Hash";

    private static readonly string[] s_entries = { IdentityEntry, KeyEntry, HashEntry };

    /// <summary>The key that a client offers, and a server takes.</summary>
    internal SslPreSharedKey? Key { get; private init; }

    /// <summary>A server's keys by identity; that of '' is for all others.</summary>
    internal IReadOnlyDictionary<string, byte[]>? Table { get; private init; }

    /// <summary>Finds a server's key.</summary>
    internal Func<string, byte[]?>? Lookup { get; private init; }

    /// <summary>Identities of keys that are short enough to be guessed.</summary>
    internal IReadOnlyList<string> Short { get; private init; } = Array.Empty<string>();

    /// <exception cref="SslException">It is not well formed, or a client is to look keys up.</exception>
    internal static PskArgument Read(object? argument, bool asServer, SessionState state) => Unwrap(argument) switch
    {
        null => new PskArgument(),
        SslPreSharedKey key => Of(key),
        PSCredential credential => Of(new SslPreSharedKey(credential.UserName, FromHex(credential.UserName, credential.Password))),
        IDictionary table when IsKey(table) => FromTable(table),
        IDictionary or ScriptBlock when !asServer =>
            throw SslPreSharedKey.Wrong("a client needs one key with its identity; only servers look keys up"),
        IDictionary table => FromKeys(table),
        ScriptBlock script => new PskArgument { Lookup = FromScript(HomeScript.Of(script, "-Psk", state)) },
        byte[] or object[] or SecureString or string => Alone(Bytes(SslPreSharedKey.DefaultIdentity, argument), sha384: false),
        { } other => throw SslPreSharedKey.Wrong($"{TypeWord.Of(other)} is not a key"),
    };

    private static PskArgument Of(SslPreSharedKey key) => new()
    {
        Key = key,
        Short = key.IsShort ? new[] { key.Identity } : Array.Empty<string>(),
    };

    /// <summary>A client gives the identity that the manual's clients give then; a server lets every identity have the key.</summary>
    private static PskArgument Alone(byte[] key, bool sha384)
    {
        PskArgument one = Of(new SslPreSharedKey(SslPreSharedKey.DefaultIdentity, key, sha384));
        return new PskArgument { Key = one.Key, Short = one.Short, Table = new Dictionary<string, byte[]> { [string.Empty] = key } };
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsKey(IDictionary table) => table.Contains(IdentityEntry) || table.Contains(KeyEntry);

    private static PskArgument FromTable(IDictionary table)
    {
        object? unknown = table.Keys.Cast<object>()
            .FirstOrDefault(k => !s_entries.Contains(k.ToString(), StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw SslPreSharedKey.Wrong($"'{unknown}' is not an entry of a key: valid are {string.Join(", ", s_entries)}");
        bool sha384 = IsSha384(Unwrap(table[HashEntry])?.ToString() ?? "SHA256");
        if (!table.Contains(IdentityEntry))
            return Alone(Bytes(SslPreSharedKey.DefaultIdentity, table[KeyEntry]), sha384);
        string identity = Unwrap(table[IdentityEntry])?.ToString() ?? throw SslPreSharedKey.Wrong("the entry Identity has no value");
        return Of(new SslPreSharedKey(identity, Bytes(identity, table[KeyEntry]), sha384));
    }

    private static bool IsSha384(string hash)
    {
        bool sha384 = string.Equals(hash, "SHA384", StringComparison.OrdinalIgnoreCase);
        return sha384 || string.Equals(hash, "SHA256", StringComparison.OrdinalIgnoreCase) ? sha384
            : throw SslPreSharedKey.Wrong($"the hash '{hash}' is not a hash for pre-shared keys of TLS 1.3: valid are SHA256 and SHA384");
    }

    /// <summary>All keys of a table are read at once, so that a wrong one is found before any client comes.</summary>
    private static PskArgument FromKeys(IDictionary table)
    {
        if (table.Count == 0)
            throw SslPreSharedKey.Wrong("the table has no keys");
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            string identity = entry.Key.ToString() ?? string.Empty;
            keys[identity] = Bytes(identity, entry.Value);
            SslPreSharedKey.CheckKey(identity, keys[identity]);
        }

        return new PskArgument { Table = keys, Short = keys.Where(k => SslPreSharedKey.IsShortKey(k.Value)).Select(k => k.Key).ToArray() };
    }

    private static Func<string, byte[]?> FromScript(HomeScript script) => identity =>
    {
        object?[] results = Answer(script, identity).Select(r => r?.BaseObject).Where(r => r is not null).ToArray();
        // PowerShell hands an array out element by element.
        return results.Length switch
        {
            0 => null,
            1 => Bytes(identity, results[0]),
            _ when results.All(r => r is byte) => results.Cast<byte>().ToArray(),
            _ => throw SslPreSharedKey.Wrong($"the script block returned {results.Length} objects for '{identity}', not one key"),
        };
    };

    private static IEnumerable<PSObject> Answer(HomeScript script, string identity)
    {
        try
        {
            return script.Ask(identity);
        }
        catch (RuntimeException e)
        {
            throw ScriptCallbacks.Failed("-Psk", e, "It gets the identity as its argument, and returns the key, or nothing.");
        }
    }

    private static byte[] Bytes(string identity, object? value) => Unwrap(value) switch
    {
        byte[] bytes => bytes,
        object[] { Length: > 0 } elements when elements.All(e => Unwrap(e) is byte or int and >= 0 and <= 255) =>
            elements.Select(e => Convert.ToByte(Unwrap(e), CultureInfo.InvariantCulture)).ToArray(),
        SecureString secure => FromHex(identity, secure),
        string => throw SslPreSharedKey.Wrong(
            $"the key of '{identity}' is plain text, which ends up in the history and in logs; give bytes, or a SecureString in "
                + $"hexadecimal"),
        null => throw SslPreSharedKey.Wrong($"the key of '{identity}' is missing"),
        { } other => throw SslPreSharedKey.Wrong($"the key of '{identity}' is {TypeWord.Of(other)}, not a byte array"),
    };

    private static byte[] FromHex(string identity, SecureString secure)
    {
        char[] digits = PasswordSource.Reveal(secure);
        try
        {
            if (digits.Length % 2 != 0 || digits.Any(d => !Uri.IsHexDigit(d)))
                throw SslPreSharedKey.Wrong($"the key of '{identity}' is not in hexadecimal");
            var bytes = new byte[digits.Length / 2];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)((Uri.FromHex(digits[2 * i]) << 4) | Uri.FromHex(digits[(2 * i) + 1]));
            return bytes;
        }
        finally
        {
            Array.Clear(digits, 0, digits.Length);
        }
    }
}
