using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Audit;

/// <summary>Reports as an audit would make them, of servers that are set up as they should be but for one thing.</summary>
internal static class Reports
{
    private static readonly int[] s_good = [0xC02B, 0xC02C, 0xCCA9];

    internal static SslServerReport Good => With();

    internal static SslServerReport With(string[]? versions = null, (string Protocol, int Suite)[]? suites = null,
        SslServerGroup[]? groups = null,
        PeerCertificate[]? certificates = null, SslServerFeature[]? features = null, SslServerWeakness[]? weaknesses = null,
        SslServerHttp? http = null,
        bool? postQuantum = true, bool? serverOrder = true)
    {
        versions ??= ["TLSv1_2", "TLSv1_3"];
        suites ??= [.. s_good.Select(s => ("TLSv1_2", s)), ("TLSv1_3", 0x1301)];
        return new SslServerReport
        {
            Host = "www.example.org",
            Port = 443,
            Checks = ["Protocols", "Suites", "Groups", "Signatures", "Certificates", "Features", "Weaknesses", "Http"],
            Protocols = ServerFacts.Versions.Select(v => new SslServerProtocol
            {
                Name = v.Name,
                State = versions.Contains(v.Name) ? SslOfferState.Offered : SslOfferState.NotOffered,
                ServerOrder = serverOrder,
            }).ToArray(),
            Suites = suites.Select((s, at) => new SslServerSuite
                { Protocol = s.Protocol, Order = at + 1, Cipher = SuiteRegistry.ById(s.Suite) }).ToArray(),
            Groups = groups ?? [new SslServerGroup { Protocol = "TLSv1_3", Name = "X25519MLKEM768", Id = 0x11EC, IsPostQuantum = true }],
            Certificates = certificates ?? [Certificates.Good],
            Features = features ?? [new SslServerFeature { Name = "Extended master secret", IsOn = true }],
            Weaknesses = weaknesses ?? [],
            Http = http ?? new SslServerHttp { Status = "HTTP/1.1 200 OK", HasHsts = true, HstsMaxAge = 63072000 },
            PostQuantum = postQuantum,
        };
    }

    /// <summary>A good one of which it is not known whether it has a version.</summary>
    internal static SslServerReport Without(string version, string incomplete = "", SslServerHttp? http = null)
    {
        SslServerReport good = Good;
        return new SslServerReport
        {
            Host = good.Host, Port = good.Port, Checks = good.Checks, Suites = good.Suites, Groups = good.Groups,
            Certificates = good.Certificates, Features = good.Features, Http = http ?? good.Http, PostQuantum = good.PostQuantum,
            Incomplete = incomplete,
            Protocols = good.Protocols.Select(p => p.Name != version ? p : new SslServerProtocol { Name = p.Name }).ToArray(),
        };
    }

    internal static SslServerFeature[] Feature(string name, bool? isOn) => [new() { Name = name, IsOn = isOn }];

    internal static SslServerWeakness[] Weakness(string name, SslWeaknessState state = SslWeaknessState.Vulnerable) =>
        [new() { Name = name, State = state, Detail = "it was seen" }];
}
