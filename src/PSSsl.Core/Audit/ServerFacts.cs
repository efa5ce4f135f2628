using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.DnsRecords;
using PSSsl.X509.Names;

namespace PSSsl.Audit;

/// <summary>
/// What is known of a server while it is asked. Questions write here, each what it is about; several may do so at a time.
/// </summary>
internal sealed class ServerFacts
{
    private readonly object _lock = new();
    private readonly SortedDictionary<int, SslServerProtocol> _protocols = new();
    private readonly List<SslServerSuite> _suites = new();
    private readonly List<SslServerGroup> _groups = new();
    private readonly List<SslServerSignature> _signatures = new();
    private readonly List<PeerCertificate> _certificates = new();
    private readonly Dictionary<string, SslServerFeature> _features = new();
    private readonly Dictionary<string, SslServerWeakness> _weaknesses = new();
    private readonly List<string> _gaps = new();
    private readonly Dictionary<int, byte[]> _randoms = new();

    internal static readonly (int Version, string Name)[] Versions =
    {
        (0x0002, "SSLv2"), (0x0300, "SSLv3"), (0x0301, "TLSv1"), (0x0302, "TLSv1_1"), (0x0303, "TLSv1_2"), (0x0304, "TLSv1_3"),
    };

    internal IReadOnlyList<SslServerProtocol> Protocols => Locked(() => _protocols.Values.ToArray());

    internal IReadOnlyList<SslServerSuite> Suites =>
        Locked(() => _suites.OrderByDescending(s => Number(s.Protocol)).ThenBy(s => s.Order).ToArray());

    internal IReadOnlyList<SslServerGroup> Groups =>
        Locked(() => _groups.OrderByDescending(g => Number(g.Protocol)).ThenBy(g => g.Order).ToArray());

    internal IReadOnlyList<SslServerSignature> Signatures => Locked(() => _signatures.OrderByDescending(s => Number(s.Protocol)).ToArray());

    internal IReadOnlyList<PeerCertificate> Certificates => Locked(() => _certificates.ToArray());

    internal IReadOnlyList<SslServerFeature> Features =>
        Locked(() => _features.Values.OrderBy(f => f.Name, StringComparer.Ordinal).ToArray());

    internal IReadOnlyList<SslServerWeakness> Weaknesses => Locked(() => _weaknesses.Values.ToArray());

    internal IReadOnlyList<string> Gaps => Locked(() => _gaps.Distinct().ToArray());

    internal SslServerHttp? Http { get; set; }

    /// <summary>What it shows in SSL 2.0, which may be all that it speaks; null if it does not.</summary>
    internal byte[]? Ssl2Certificate { get; set; }

    /// <summary>What the DNS says of its certificates; null if it was not asked, or did not answer.</summary>
    internal TlsaAnswer? Tlsa { get; set; }

    /// <summary>Null if not all was asked that would tell.</summary>
    internal bool? PostQuantum { get; set; }

    internal static string NameOf(int version) => Versions.FirstOrDefault(v => v.Version == version).Name ?? $"0x{version:X4}";

    internal static int Number(string name) => Versions.First(v => v.Name == name).Version;

    internal bool? Has(int version) => Locked(() => _protocols.TryGetValue(version, out SslServerProtocol? known)
        ? known.State switch { SslOfferState.Offered => true, SslOfferState.NotOffered => false, _ => (bool?)null } : null);

    /// <summary>The versions up to TLS 1.3 that are there, the newest first; SSL 2.0 is another protocol.</summary>
    internal IReadOnlyList<int> Offered => Locked(() => _protocols.Where(p => p.Key > 2 && p.Value.State == SslOfferState.Offered)
        .Select(p => p.Key).Reverse().ToArray());

    /// <summary>A suite that is taken in a version.</summary>
    internal int? Cipher(int version) =>
        Locked(() => _protocols.TryGetValue(version, out SslServerProtocol? known) ? known.Cipher?.Id : null);

    internal void Add(int version, SslServerProtocol protocol) => Locked(() => _protocols[version] = protocol);

    internal SslServerProtocol Protocol(int version) => Locked(() => _protocols[version]);

    /// <summary>What stands in the server's hello of a version for a random; null if that was not seen.</summary>
    internal byte[]? Random(int version) => Locked(() => _randoms.TryGetValue(version, out byte[]? random) ? random : null);

    internal void AddRandom(int version, byte[] random) => Locked(() => _randoms[version] = random);

    internal void Add(IEnumerable<SslServerSuite> suites) => Locked(() => _suites.AddRange(suites));

    internal void Add(IEnumerable<SslServerGroup> groups) => Locked(() => _groups.AddRange(groups));

    internal void Add(IEnumerable<SslServerSignature> signatures) => Locked(() => _signatures.AddRange(signatures));

    /// <summary>One that is there already is not added again.</summary>
    internal void Add(PeerCertificate certificate) => Locked(() =>
    {
        if (_certificates.All(c => c.Sha256 != certificate.Sha256))
            _certificates.Add(certificate);
    });

    internal void Feature(string name, bool? isOn, string? value = null, string? detail = null) =>
        Locked(() => _features[name] = new SslServerFeature { Name = name, IsOn = isOn, Value = value, Detail = detail });

    internal void Weakness(string name, string? cve, SslWeaknessState state, string detail) =>
        Locked(() => _weaknesses[name] = new SslServerWeakness { Name = name, Cve = cve, State = state, Detail = detail });

    /// <summary>Something that was not found out, and why.</summary>
    internal void Gap(string what) => Locked(() => _gaps.Add(what));

    private void Locked(Action action)
    {
        lock (_lock)
            action();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }
}
