using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Ciphers;
using PSSsl.Connecting.Proxies;
using PSSsl.Expectations;
using PSSsl.Sockets;

namespace PSSsl.Tests.Expectations;

/// <summary>A host that answers as it is told, each time it is asked.</summary>
internal sealed class FakeProbe : HostProbe
{
    private readonly Func<SslVersion[], string?, ProbeAnswer> _answer;

    internal FakeProbe(Func<SslVersion[], string?, ProbeAnswer> answer)
        : base(ProxySelection.None) => _answer = answer;

    internal static ExpectationSubject Host { get; } = ExpectationSubject.Of(new HostAndPort("fake.example", 8443), null, null);

    /// <summary>What was offered, in order.</summary>
    internal List<string> Asked { get; } = [];

    internal static ProbeAnswer Agreed(SslVersion version, string suite = "ECDHE-RSA-AES256-GCM-SHA384") =>
        new() { TookUp = true, Version = version, Cipher = CipherTable.ByName(suite) };

    internal static ProbeAnswer Alert(SslAlert alert, bool fromPeer = true, bool tookUp = false) =>
        new() { TookUp = tookUp,
            Error = new SslException(SslErrorCode.AlertReceived, SslPhase.Handshake, $"fake.example:8443 says {alert}.")
                { Alert = alert, AlertFromPeer = fromPeer } };

    internal static ProbeAnswer Failed(SslErrorCode code, SslPhase phase = SslPhase.Handshake, bool tookUp = false) =>
        new() { TookUp = tookUp, Error = new SslException(code, phase, $"fake.example:8443 failed ({code}).") };

    internal override Task<ProbeAnswer> AskAsync(ExpectationSubject host, SslVersion[] versions, string? ciphers, string[]? suites)
    {
        Asked.Add(string.Join(",", versions.Select(v => v.ToString())));
        return Task.FromResult(_answer(versions, ciphers ?? string.Join(":", suites ?? [])));
    }

    internal override Task<ProbeAnswer> AskUnspokenAsync(ExpectationSubject host, SslVersion version, IReadOnlyList<int> suites) =>
        AskAsync(host, [version], "UNSPOKEN", null);

    internal override Task<ProbeAnswer> LookAsync(ExpectationSubject host, string? verifyName = null)
    {
        Asked.Add("look");
        return Task.FromResult(_answer([], null));
    }
}
