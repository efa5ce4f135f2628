using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;

namespace PSSsl.Commands;

/// <summary>-Psk: a key with its identity, or for servers a script block or table that knows keys.</summary>
internal static class PskArgument
{
    private const string IdentityEntry = "Identity", KeyEntry = "Key", HashEntry = "Hash";

    /// <exception cref="SslException">It is none, or not well formed.</exception>
    internal static SslPreSharedKey? Key(object? argument) => Unwrap(argument) switch
    {
        null or ScriptBlock => null,
        SslPreSharedKey key => key,
        PSCredential credential => new SslPreSharedKey(credential.UserName, FromHex(credential.UserName, credential.Password)),
        IDictionary table when IsKey(table) => FromTable(table),
        IDictionary => null,
        { } other => throw SslPreSharedKey.Wrong($"a {other.GetType().Name} is no key"),
    };

    /// <exception cref="SslException">A client cannot look keys up.</exception>
    internal static Func<string, byte[]?>? Lookup(object? argument, bool asServer)
    {
        object? value = Unwrap(argument);
        if (value is ScriptBlock or IDictionary && !(value is IDictionary table && IsKey(table)) && !asServer)
            throw SslPreSharedKey.Wrong("a client needs one key with its identity; only servers look keys up");
        return value switch
        {
            ScriptBlock script => identity => FromScript(script, identity),
            IDictionary keys when !IsKey(keys) => FromKeys(keys),
            _ => null,
        };
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsKey(IDictionary table) => table.Contains(IdentityEntry) || table.Contains(KeyEntry);

    private static SslPreSharedKey FromTable(IDictionary table)
    {
        object? unknown = table.Keys.Cast<object>().FirstOrDefault(k => !new[] { IdentityEntry, KeyEntry, HashEntry }.Contains(k.ToString(), StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw SslPreSharedKey.Wrong($"'{unknown}' is no entry of a key: valid are {IdentityEntry}, {KeyEntry} and {HashEntry}");
        string identity = Unwrap(table[IdentityEntry])?.ToString() ?? throw SslPreSharedKey.Wrong("the entry Identity is missing");
        string hash = Unwrap(table[HashEntry])?.ToString() ?? "SHA256";
        bool sha384 = string.Equals(hash, "SHA384", StringComparison.OrdinalIgnoreCase);
        if (!sha384 && !string.Equals(hash, "SHA256", StringComparison.OrdinalIgnoreCase))
            throw SslPreSharedKey.Wrong($"the hash '{hash}' is none that TLS 1.3 binds keys to: valid are SHA256 and SHA384");
        return new SslPreSharedKey(identity, Bytes(identity, table[KeyEntry]), sha384);
    }

    /// <summary>All keys of a table are read at once, so that a wrong one is found before any client comes.</summary>
    private static Func<string, byte[]?> FromKeys(IDictionary table)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            string identity = entry.Key.ToString() ?? string.Empty;
            keys[identity] = Bytes(identity, entry.Value);
            SslPreSharedKey.CheckKey(identity, keys[identity]);
        }

        return identity => keys.TryGetValue(identity, out byte[]? key) ? key : null;
    }

    private static byte[]? FromScript(ScriptBlock script, string identity)
    {
        object?[] results = script.InvokeWithContext(null, new List<PSVariable> { new("_", identity) }, identity).Select(r => r?.BaseObject).Where(r => r is not null).ToArray();
        // PowerShell hands an array out element by element.
        return results.Length switch
        {
            0 => null,
            1 => Bytes(identity, results[0]),
            _ when results.All(r => r is byte) => results.Cast<byte>().ToArray(),
            _ => throw SslPreSharedKey.Wrong($"the script block returned {results.Length} objects for '{identity}', not one key"),
        };
    }

    private static byte[] Bytes(string identity, object? value) => Unwrap(value) switch
    {
        byte[] bytes => bytes,
        object[] elements when elements.All(e => Unwrap(e) is byte or int) => elements.Select(e => Convert.ToByte(Unwrap(e), CultureInfo.InvariantCulture)).ToArray(),
        SecureString secure => FromHex(identity, secure),
        string => throw SslPreSharedKey.Wrong($"the key of '{identity}' is plain text, which ends up in the history and in logs; give bytes, or a SecureString in hexadecimal"),
        null => throw SslPreSharedKey.Wrong($"the key of '{identity}' is missing"),
        { } other => throw SslPreSharedKey.Wrong($"the key of '{identity}' is a {other.GetType().Name}, not a byte array"),
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
