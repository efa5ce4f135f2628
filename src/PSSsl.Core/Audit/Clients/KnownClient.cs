using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Clients;

/// <summary>A client, and what its hello offers.</summary>
internal sealed class KnownClient
{
    private KnownClient(string[] parts)
    {
        Name = parts[0];
        Source = parts[1];
        Versions = Numbers(parts[2]);
        Suites = Numbers(parts[3]);
        Groups = Numbers(parts[4]);
    }

    internal static IReadOnlyList<KnownClient> All { get; } = Read();

    internal string Name { get; }

    /// <summary>Who saw it, and when that was written down.</summary>
    internal string Source { get; }

    internal IReadOnlyList<int> Versions { get; }

    /// <summary>In its order.</summary>
    internal IReadOnlyList<int> Suites { get; }

    /// <summary>In its order; empty for one that has no curves.</summary>
    internal IReadOnlyList<int> Groups { get; }

    private static KnownClient[] Read()
    {
        using Stream stream = typeof(KnownClient).Assembly.GetManifestResourceStream("PSSsl.Audit.Clients.clients.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => new KnownClient(l.Split(';').Select(p => p.Trim()).ToArray())).ToArray();
    }

    private static int[] Numbers(string text) => text.Split(' ').Where(n => n.Length > 0)
        .Select(n => int.Parse(n, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
}
