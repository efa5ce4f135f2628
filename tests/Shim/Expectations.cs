using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;

namespace PSSsl.Shim;

/// <summary>What the runner expects this end to see.</summary>
internal sealed class Expectations
{
    private readonly ShimOptions _options;
    private readonly TlsEngine _engine;
    private readonly EngineSetup _setup;
    private readonly Credentials _credentials;
    private readonly bool _isResumption;

    internal Expectations(ShimOptions options, TlsEngine engine, EngineSetup setup, Credentials credentials, bool isResumption)
    {
        _options = options;
        _engine = engine;
        _setup = setup;
        _credentials = credentials;
        _isResumption = isResumption;
    }

    private bool IsTls13 => _engine.Negotiated!.Version >= 0x0304;

    internal void AtOpening()
    {
        TlsNegotiated seen = _engine.Negotiated!;
        Check(!_options.NeverOpens, "the handshake", "open", "not to end");
        Same("version", seen.Version, _options.Version);
        Same("suite", seen.CipherSuite, _options.Suite);
        // What an earlier connection had is not told of one that resumes it.
        if (!seen.Resumed || IsTls13)
            Same("group", seen.Group, _options.Group);
        if (!_options.IsServer && !seen.Resumed)
            Same("scheme", seen.SignatureScheme, _options.Scheme);
        Same("credential", _credentials.NumberOf(seen.LocalIdentity) ?? int.MinValue, _options.Credential);
        Check(seen.Resumed == (_isResumption && !_options.SessionMiss), "resumption", seen.Resumed, !seen.Resumed);
        Check((seen.ApplicationProtocol ?? string.Empty) == (_options.Protocol ?? string.Empty), "protocol",
            seen.ApplicationProtocol, _options.Protocol);
        Check(_options.ServerName is null || seen.ServerName == _options.ServerName, "server name", seen.ServerName, _options.ServerName);
        Check(!_options.NoServerName || seen.ServerName is null, "server name", seen.ServerName, "none");
        Check(!_options.ExtendedMasterSecret || seen.ExtendedMasterSecret, "extended master secret", "no", "yes");
        Check(!_options.Retry || _setup.Retried, "retry", "no", "yes");
        Check(!_options.NoRetry || !_setup.Retried, "retry", "yes", "no");
        Session(seen);
        Peer(seen);
    }

    internal void AtEnd()
    {
        if (!_options.IsServer && IsTls13)
        {
            bool has = _setup.Session is not null;
            Check(has == (!_options.NoSession && !_options.ShutsDown), "session", has, !has);
        }
    }

    private void Session(TlsNegotiated seen)
    {
        bool has = _setup.Session is not null;
        if (_options.IsServer)
        {
            Check(_isResumption || !_options.SessionId || has, "session id", "none", "one");
            Check(_isResumption || !_options.NoSessionId || !has, "session id", "one", "none");
        }
        else if (!IsTls13)
        {
            // Sessions without the extended master secret are not kept (RFC 7627, 5.2).
            bool wants = !_options.NoSession && seen.ExtendedMasterSecret && (!seen.Resumed || _options.TicketRenewal);
            Check(has == wants, "session", has, wants);
        }
    }

    private void Peer(TlsNegotiated seen)
    {
        Check(_options.Status is null || seen.OcspResponse?.SequenceEqual(_options.Status) == true,
            "stapled response", "another", "the given one");
        Check(!_options.NoPeerCertificate || seen.PeerCertificates.Count == 0, "certificate", "one", "none");
        bool wants = !_options.NoPeerCertificate && _options.PskKey is null && (!_options.IsServer || _options.DemandsCertificate);
        Check(!wants || seen.PeerCertificates.Count > 0, "certificate", "none", "one");
        if (_options.PeerCertificate is { } file)
        {
            IEnumerable<string> chain = Credentials.Certificates(file).Select(Convert.ToHexString);
            Check(seen.PeerCertificates.Select(c => Convert.ToHexString(c.RawData)).SequenceEqual(chain),
                "chain", "another", "that of the file");
        }

        if (_options.RequestedAuthorities is { } authorities)
            Check(Names(authorities) == Names(_engine.RequestedAuthorities ?? []), "authorities", "others", "the given ones");
    }

    private static string Names(IEnumerable<byte[]> names) => string.Join(',', names.Select(Convert.ToHexString));

    private static void Same(string what, int seen, int? expected) =>
        Check(expected is null || seen == expected, what, $"{seen:X4}", $"{expected:X4}");

    private static void Check(bool fits, string what, object? seen, object? expected)
    {
        if (!fits)
            throw new ShimFailureException($"Unexpected {what}: {seen}, expected {expected}.");
    }
}
