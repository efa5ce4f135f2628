using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Ciphers;

/// <summary>Numbers of one of IANA's registries that are spoken here, in the order in which they are preferred.</summary>
internal sealed class NamedNumbers
{
    private readonly string _kind;
    private readonly Entry[] _all;

    /// <param name="kind">What each is, with its article.</param>
    /// <param name="all">The numbers.</param>
    internal NamedNumbers(string kind, Entry[] all)
    {
        _kind = kind;
        _all = all;
    }

    internal IEnumerable<KeyValuePair<string, string>> Descriptions => _all.Select(e => new KeyValuePair<string, string>(e.Name, e.About));

    /// <summary>The name of a number; null if it is none of them.</summary>
    internal string? NameOf(int id)
    {
        int at = Array.FindIndex(_all, e => e.Id == id);
        return at >= 0 ? _all[at].Name : null;
    }

    /// <summary>How a number without a name is written.</summary>
    internal static string Nameless(int id) => "0x" + id.ToString("X4", CultureInfo.InvariantCulture);

    /// <exception cref="SslException">There is no such name.</exception>
    internal int Parse(string name)
    {
        int at = Array.FindIndex(_all, e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase)
            || e.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));
        return at >= 0 ? _all[at].Id : throw SslException.Option(
            $"'{name}' is not {_kind}: valid are {string.Join(", ", _all.Select(e => e.Name))}.", "Write one of them.");
    }

    // Each context needs them: a loop has nothing to be compiled for it in a fresh shell.
    internal int[] Ids(Predicate<int> wanted)
    {
        var ids = new List<int>();
        foreach (Entry entry in _all)
        {
            if (wanted(entry.Id))
                ids.Add(entry.Id);
        }

        return ids.ToArray();
    }

    internal sealed record Entry(int Id, string Name, string About, params string[] Aliases);
}
