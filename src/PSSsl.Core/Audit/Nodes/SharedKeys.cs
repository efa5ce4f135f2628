using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Nodes;

/// <summary>
/// Which servers of a run have the same key: what weakens it on one of them weakens it on all (DROWN). Reports are handed on as they come,
/// so that one that went before is changed when another with its key comes; it is not kept for that.
/// </summary>
internal sealed class SharedKeys
{
    private const int MostNames = 20;

    private readonly Dictionary<string, Key> _keys = new(StringComparer.Ordinal);
    private readonly AuditOptions _options;

    internal SharedKeys(AuditOptions options) => _options = options;

    /// <summary>Adds a report, and judges anew what has a key in common with it.</summary>
    internal void Add(SslServerReport report)
    {
        foreach (PeerCertificate certificate in report.Certificates.GroupBy(c => c.PublicKeyPin).Select(g => g.First()))
        {
            if (!_keys.TryGetValue(certificate.PublicKeyPin, out Key? key))
                _keys[certificate.PublicKeyPin] = key = new Key(certificate.KeyAlgorithm.StartsWith("RSA", StringComparison.Ordinal));
            key.Add(report);
            if (key.Servers.Count < 2)
                continue;
            foreach (SslServerReport one in key.Reports)
                Note(one, key);
        }
    }

    private void Note(SslServerReport report, Key key)
    {
        string[] others = key.Servers.Where(s => s != report.Server).ToArray();
        report.SharedWith = report.SharedWith.Union(others).Take(MostNames).ToArray();
        if (key.IsRsa && key.WithSsl2 is { } open && open != report.Server
            && report.Weakness("DROWN") is { State: not SslWeaknessState.Vulnerable } drown)
        {
            report.Weaknesses = report.Weaknesses.Select(w => w != drown ? w : new SslServerWeakness
            {
                Name = drown.Name, Cve = drown.Cve, State = SslWeaknessState.Vulnerable,
                    Detail = $"{open} has the same RSA key, and offers SSL 2.0",
            }).ToArray();
        }

        ServerAuditor.Judge(report, _options);
    }

    private sealed class Key
    {
        private readonly List<WeakReference<SslServerReport>> _reports = new();

        internal Key(bool isRsa) => IsRsa = isRsa;

        internal bool IsRsa { get; }

        /// <summary>Names alone, and not of all servers of a run that may never end.</summary>
        internal List<string> Servers { get; } = new();

        /// <summary>A server that offers SSL 2.0 with it.</summary>
        internal string? WithSsl2 { get; private set; }

        internal IEnumerable<SslServerReport> Reports =>
            _reports.Select(r => r.TryGetTarget(out SslServerReport? report) ? report : null).OfType<SslServerReport>().ToArray();

        internal void Add(SslServerReport report)
        {
            _reports.RemoveAll(r => !r.TryGetTarget(out _));
            _reports.Add(new WeakReference<SslServerReport>(report));
            if (Servers.Count <= MostNames && !Servers.Contains(report.Server))
                Servers.Add(report.Server);
            if (report.Has("SSLv2") == true)
                WithSsl2 ??= report.Server;
        }
    }
}
