using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.NetworkInformation;
using PSSsl.Audit.Findings;
using PSSsl.Audit.Policies;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Completion;

/// <summary>What an audit can ask about.</summary>
internal sealed class AuditCheckCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new KeyValuePair<string, string>[]
    {
        new("Protocols", "versions from SSL 2.0 to TLS 1.3; always checked"),
        new("Suites", "every cipher suite, and whose order counts"),
        new("Groups", "groups and primes of the key exchange"),
        new("Signatures", "signature schemes"),
        new("Certificates", "certificates of each kind, and whether they are trusted"),
        new("Features", "extensions, resumption, tolerance of unusual hellos"),
        new("Weaknesses", "Heartbleed, ROBOT, POODLE and others; also asks for suites, groups and features"),
        new("Http", "what a web server says about itself"),
    };
}

/// <summary>Policies that servers are held to.</summary>
internal sealed class AuditPolicyCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        AuditPolicies.All.Select(p => new KeyValuePair<string, string>(p.Name, $"{p.Source}, version {p.Version}"));
}

/// <summary>Server software that fixes are known for.</summary>
internal sealed class ServerSoftwareCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        ServerFixes.Software.Select(s => new KeyValuePair<string, string>(s, $"lines for the configuration of {s}"));
}

/// <summary>DNS servers: the schemes, and those that this machine uses.</summary>
internal sealed class ResolverCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new KeyValuePair<string, string>[]
    {
        new("tls://", "a DNS server that is contacted by TLS, on port 853"),
        new("tcp://", "a DNS server that is contacted in plain text, on port 53"),
    }.Concat(OfThisMachine().Select(s => new KeyValuePair<string, string>($"tcp://{s}", "a DNS server that this machine uses")));

    private static IEnumerable<string> OfThisMachine()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces().Where(n => n.OperationalStatus == OperationalStatus.Up)
                .SelectMany(n => n.GetIPProperties().DnsAddresses).Select(a => new HostAndPort(a.ToString(), 53).ToString()).Distinct()
                .ToArray();
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            // A machine that does not tell is completed without them.
            return Array.Empty<string>();
        }
    }
}

/// <summary>Completes parameters that take reports of <c>Test-SslServer</c>.</summary>
internal sealed class ReportCompleter : VariableCompleter
{
    private protected override bool TakesMany => true;

    private protected override string? Describe(object value) => value is SslServerReport report ? report.ToString() : null;
}
