using System;
using System.Collections.Generic;
using static PSSsl.Shim.OptionReader;

namespace PSSsl.Shim;

/// <summary>The options that the engine has a meaning for.</summary>
internal static class OptionTable
{
    internal static Dictionary<string, Action<ShimOptions>> Switches { get; } = new()
    {
        ["ipv6"] = o => o.IsIpv6 = true,
        ["server"] = o => o.IsServer = true,
        ["is-handshaker-supported"] = o => o.AsksForHandshaker = true,
        ["no-tls13"] = o => o.ExcludedVersions.Add(0x0304),
        ["no-tls12"] = o => o.ExcludedVersions.Add(0x0303),
        ["no-tls11"] = o => o.ExcludedVersions.Add(0x0302),
        ["no-tls1"] = o => o.ExcludedVersions.Add(0x0301),
        ["no-key-shares"] = o => o.KeyShares = [],
        ["server-preference"] = o => o.PrefersOwnOrder = true,
        ["new-x509-credential"] = o => o.Further.Add(new CredentialFiles()),
        ["reject-alpn"] = o => o.RefusesProtocols = true,
        ["decline-alpn"] = o => o.Protocols.Clear(),
        ["no-ticket"] = NoTicket,
        ["enable-ocsp-stapling"] = o => o.AsksForStatus = true,
        ["verify-peer"] = o => o.AsksForCertificate = true,
        ["require-any-client-certificate"] = o => o.DemandsCertificate = true,
        ["use-custom-verify-callback"] = o => o.RefusalAlert = 46,
        ["verify-fail"] = o => o.RefusesChain = true,
        ["async"] = o => o.ReadsByteByByte = true,
        ["shim-writes-first"] = o => o.WritesFirst = true,
        ["write-different-record-sizes"] = o => o.WritesManySizes = true,
        ["shim-shuts-down"] = o => o.ShutsDown = true,
        ["check-close-notify"] = o => o.ChecksGoodbye = true,
        ["peek-then-read"] = o => o.PeeksFirst = true,
        ["handshake-never-done"] = o => o.NeverOpens = true,
        ["expect-no-server-name"] = o => o.NoServerName = true,
        ["expect-no-session"] = o => o.NoSession = true,
        ["expect-session-miss"] = o => o.SessionMiss = true,
        ["expect-session-id"] = o => o.SessionId = true,
        ["expect-no-session-id"] = o => o.NoSessionId = true,
        ["expect-ticket-renewal"] = o => o.TicketRenewal = true,
        ["expect-extended-master-secret"] = o => o.ExtendedMasterSecret = true,
        ["expect-no-peer-cert"] = o => o.NoPeerCertificate = true,
        ["expect-hrr"] = o => o.Retry = true,
        ["expect-no-hrr"] = o => o.NoRetry = true,
    };

    internal static Dictionary<string, Action<ShimOptions, string>> Values { get; } = new()
    {
        ["port"] = (o, v) => o.Port = Number(v),
        ["shim-id"] = (o, v) => o.ShimId = ulong.Parse(v, System.Globalization.CultureInfo.InvariantCulture),
        ["resume-count"] = (o, v) => o.ResumeCount = Number(v),
        ["min-version"] = (o, v) => o.LeastVersion = Number(v),
        ["max-version"] = (o, v) => o.MostVersion = Number(v),
        ["cipher"] = (o, v) => (o.Suites, o.PrefersOwnOrder) = (v, true),
        ["curves"] = (o, v) => o.Groups.Add(Number(v)),
        ["key-shares"] = (o, v) => (o.KeyShares ??= []).Add(Number(v)),
        ["verify-prefs"] = (o, v) => o.Schemes.Add(Number(v)),
        ["cert-file"] = (o, v) => Last(o).Certificate = v,
        ["key-file"] = (o, v) => Last(o).Key = v,
        ["ocsp-response"] = (o, v) => Last(o).Staple = Convert.FromBase64String(v),
        ["host-name"] = (o, v) => o.HostName = v,
        ["advertise-alpn"] = (o, v) => o.Protocols.AddRange(ProtocolList(v)),
        ["select-alpn"] = SelectProtocol,
        ["expect-alpn"] = (o, v) => o.Protocol = v,
        ["psk"] = (o, v) => o.PskKey = v,
        ["psk-identity"] = (o, v) => o.PskIdentity = v,
        ["use-client-ca-list"] = (o, v) => o.Authorities = Authorities(v),
        ["expect-client-ca-list"] = (o, v) => o.RequestedAuthorities = Authorities(v),
        ["read-size"] = (o, v) => o.ReadSize = Number(v),
        ["expect-version"] = (o, v) => o.Version = Number(v),
        ["expect-cipher"] = (o, v) => o.Suite = Number(v),
        ["expect-cipher-aes"] = (o, v) => o.Suite = Number(v),
        ["expect-cipher-no-aes"] = (_, _) => { },
        ["expect-curve-id"] = (o, v) => o.Group = Number(v),
        ["expect-peer-signature-algorithm"] = (o, v) => o.Scheme = Number(v),
        ["expect-server-name"] = (o, v) => o.ServerName = v,
        ["expect-ocsp-response"] = (o, v) => o.Status = Convert.FromBase64String(v),
        ["expect-peer-cert-file"] = (o, v) => o.PeerCertificate = v,
        ["expect-selected-credential"] = (o, v) => o.Credential = Number(v),
    };

    private static CredentialFiles Last(ShimOptions options) => options.Further.Count > 0 ? options.Further[^1] : options.Default;

    /// <summary>A client always asks for one, if it wants sessions at all.</summary>
    private static void NoTicket(ShimOptions options)
    {
        if (!options.IsServer)
            throw new NoCounterpartException("-no-ticket for a client");
        options.GivesTickets = false;
    }

    private static void SelectProtocol(ShimOptions options, string name)
    {
        options.Protocols.Clear();
        options.Protocols.Add(name);
        if (options.IsServer)
            options.Protocol = name;
    }
}
