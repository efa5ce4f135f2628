using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Contexts;

/// <summary>
/// What is demanded of clients, against whether they are asked for a certificate at all: a server that was told how to judge one and never
/// asks would let everybody in.
/// </summary>
internal static class ClientChecks
{
    /// <summary>The options, by their parameters' names, that judge a peer by a certificate.</summary>
    internal static IReadOnlyList<string> In(SslContextOptions options)
    {
        var given = new List<string>();
        foreach ((string name, bool isGiven) in All(options))
        {
            if (isGiven)
                given.Add(name);
        }

        return given;
    }

    private static (string Name, bool Given)[] All(SslContextOptions options) => new (string, bool)[]
    {
        (nameof(options.Fingerprint), options.Fingerprint is { Length: > 0 }),
        (nameof(options.VerifyCallback), options.VerifyCallback is not null),
        (nameof(options.VerifyName), !string.IsNullOrEmpty(options.VerifyName)),
        (nameof(options.CrlFile), options.CrlFile is { Length: > 0 }),
        (nameof(options.CheckCrl), options.CheckCrl is not (null or SslCrlCheck.None)),
        (nameof(options.FetchCrl), options.FetchCrl),
        (nameof(options.FetchIssuer), options.FetchIssuer),
        (nameof(options.AllowPartialChain), options.AllowPartialChain),
        (nameof(options.Ocsp), options.Ocsp is not (null or SslOcspMode.Off)),
        (nameof(options.ClientCAFile), options.ClientCAFiles?.Any(f => f.Length > 0) == true),
        (nameof(options.VerifyMode), options.VerifyMode is not (null or SslVerifyMode.None)),
    };

    /// <summary>What a context cannot keep as a server's; null if it can keep all.</summary>
    internal static SslException? Broken(SslContext context, IReadOnlyList<string> checks)
    {
        if (checks.Contains(nameof(SslContextOptions.VerifyName)))
        {
            return SslException.Option("-VerifyName means nothing on a server: the names of clients are not compared.",
                "Leave it out; -VerifyCallback sees the client's certificate with its names, and -Fingerprint pins it.");
        }

        if (context.ClientCertificate == SslClientCertificate.None)
            return checks.Count == 0 ? null : NotAskedFor(context, checks);
        if (context.VerifyMode == SslVerifyMode.None && context.Trust.Callback is null && context.Trust.Pins.Count == 0)
        {
            return SslException.Option(
                $"-VerifyMode None contradicts -ClientCertificate {context.ClientCertificate}: any certificate would be taken.",
                "Leave -VerifyMode out, or say with -Fingerprint or -VerifyCallback which certificates are the right ones.");
        }

        if (context.ClientCertificate == SslClientCertificate.Request && context.VerifyMode is { } mode
            && (mode & SslVerifyMode.FailIfNoPeerCert) != 0)
            return SslException.Option($"-VerifyMode {mode} contradicts -ClientCertificate Request.",
                "Say -ClientCertificate Require if clients must have a certificate, or leave FailIfNoPeerCert out.");
        return null;
    }

    private static SslException NotAskedFor(SslContext context, IReadOnlyList<string> checks)
    {
        string names = string.Join(", ", checks.Select(c => "-" + c));
        string mode = context.VerifyMode is { } given && (given & SslVerifyMode.Peer) == 0
            ? $" (-VerifyMode {given} does not ask without Peer)" : string.Empty;
        return SslException.Option(
            $"{names} cannot be kept: this server does not ask its clients for a certificate{mode}, and would let every client in.",
            "Add -ClientCertificate Require, or Request if clients may have none; or leave the options out.");
    }
}
