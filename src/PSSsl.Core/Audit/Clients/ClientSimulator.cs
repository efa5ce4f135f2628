using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Clients;

/// <summary>What clients would agree on with a server, by what is known of both. No connection is made for it.</summary>
internal static class ClientSimulator
{
    internal static IReadOnlyList<SslClientSimulation> Simulate(SslServerReport report) =>
        report.Suites.Count == 0 ? System.Array.Empty<SslClientSimulation>() : KnownClient.All.Select(c => Simulate(report, c)).ToArray();

    internal static SslClientSimulation Simulate(SslServerReport report, KnownClient client)
    {
        foreach (int version in client.Versions.Reverse())
        {
            string name = ServerFacts.NameOf(version);
            if (report.Has(name) is null)
                return Unknown(client, $"whether {name} is offered is not known");
            if (report.Has(name) == true)
                return Agree(report, client, report.Protocol(name)!, version);
        }

        return new SslClientSimulation { Client = client.Name, Connects = false, Detail = "no protocol version in common" };
    }

    private static SslClientSimulation Agree(SslServerReport report, KnownClient client, SslServerProtocol protocol, int version)
    {
        int[] offered = report.Suites.Where(s => s.Protocol == protocol.Name).OrderBy(s => s.Order).Select(s => s.Cipher.Id).ToArray();
        int[] groups = client.Groups.Where(g => report.Groups.Any(r => r.Id == g && (version >= 0x0304 == (r.Protocol == "TLSv1_3"))))
            .ToArray();
        bool isKnown = report.Incomplete.Length == 0
            || !(report.Incomplete.Contains("cipher suites") || report.Incomplete.Contains("groups"));
        int[] common = Order(protocol, client.Suites, offered).Where(s => IsUsable(s, groups)).ToArray();
        if (common.Length == 0)
        {
            return isKnown && report.Checks.Contains("Groups")
                ? new SslClientSimulation
                {
                    Client = client.Name, Connects = false, Version = protocol.Name,
                        Detail = "no cipher suite, or no group for it, in common",
                }
                : Unknown(client, "not all of the server's suites and groups are known");
        }

        SslCipher cipher = SuiteRegistry.ById(common[0]);
        // Which of several groups it is up to TLS 1.2 the server's order would tell, which is not asked for.
        int group = NeedsGroup(cipher) && (version >= 0x0304 || groups.Length == 1) ? groups.FirstOrDefault() : 0;
        return new SslClientSimulation
        {
            Client = client.Name,
            Connects = true,
            Version = protocol.Name,
            Cipher = isKnown ? cipher : null,
            Group = group == 0 ? null : NamedGroups.NameOf(group),
            Certificate = isKnown ? CertificateOf(report, cipher) : null,
        };
    }

    /// <summary>In TLS 1.2 and before the suite says what kind it must be; in TLS 1.3 it is certain only if there is one.</summary>
    private static string? CertificateOf(SslServerReport report, SslCipher cipher)
    {
        string[] fit = report.Certificates.Where(c => cipher.IsTls13 || Kind(c) == cipher.Authentication)
            .Select(c => $"{c.KeyAlgorithm} {c.KeySize}").Distinct().ToArray();
        return cipher.Authentication == "None" || fit.Length != 1 ? null : fit[0];
    }

    private static string Kind(PeerCertificate certificate) => certificate.KeyAlgorithm switch
    {
        { } name when name.StartsWith("RSA", System.StringComparison.Ordinal) => "RSA",
        { } name when name.StartsWith("DSA", System.StringComparison.Ordinal) => "DSS",
        _ => "ECDSA",
    };

    private static IEnumerable<int> Order(SslServerProtocol protocol, IReadOnlyList<int> client, int[] server)
    {
        if (protocol.ServerOrder != true)
            return client.Where(server.Contains);
        int first = client.FirstOrDefault(server.Contains);
        bool isChaChaFirst = protocol.PrefersChaCha == true && SuiteRegistry.ById(first)
            .Encryption.StartsWith("ChaCha", System.StringComparison.Ordinal);
        return isChaChaFirst ? client.Where(server.Contains) : server.Where(client.Contains);
    }

    private static bool IsUsable(int suite, int[] groups) => !NeedsGroup(SuiteRegistry.ById(suite)) || groups.Length > 0;

    private static bool NeedsGroup(SslCipher cipher) => cipher.KeyExchange == "ECDH" || cipher.IsTls13;

    private static SslClientSimulation Unknown(KnownClient client, string why) => new() { Client = client.Name, Detail = why };
}
