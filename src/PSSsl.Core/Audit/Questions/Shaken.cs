using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Ciphers;
using PSSsl.Engine;

namespace PSSsl.Audit.Questions;

/// <summary>A whole handshake, where the answer is encrypted or needs state.</summary>
internal sealed class Shaken
{
    internal const string EverySuite = "DEFAULT:ALL:COMPLEMENTOFALL:@SECLEVEL=0";

    private static readonly string[] s_groups = NamedGroups.Descriptions.Select(g => g.Key).ToArray();
    private static readonly string[] s_schemes = SignatureSchemes.Descriptions.Select(s => s.Key).ToArray();

    /// <summary>What was agreed on; null if it was not.</summary>
    internal TlsNegotiated? Negotiated { get; private init; }

    internal PeerCertificate? Certificate { get; private init; }

    /// <summary>True if the server wants a certificate of ours.</summary>
    internal bool? WantsCertificate { get; private init; }

    internal SslException? Error { get; private init; }

    internal string? Why { get; private init; }

    private bool IsDropped { get; init; }

    /// <summary>It said that it wants nothing of what was offered, or broke off as those do who do not say it.</summary>
    internal bool IsRefused => IsDropped
        || Error is { AlertFromPeer: true, Alert: SslAlert.handshake_failure or SslAlert.protocol_version or SslAlert.insufficient_security
        or SslAlert.illegal_parameter };

    /// <summary>Options that offer everything that is spoken here, and judge nobody.</summary>
    internal static SslContextOptions Options(AuditRun run, SslVersion[] versions) => new()
    {
        Version = versions.Cast<object>().ToArray(),
        CipherList = EverySuite,
        Group = s_groups,
        SignatureScheme = s_schemes,
        Trust = run.Options.Trust.ForProxies with { Mode = SslVerifyMode.None },
    };

    /// <param name="run">Whom to shake hands with.</param>
    /// <param name="versions">What is offered.</param>
    /// <param name="change">Changes the options before.</param>
    /// <param name="use">Uses the open socket.</param>
    internal static async Task<Shaken> TryAsync(AuditRun run, SslVersion[] versions, Action<SslContextOptions>? change = null,
        Func<SslSocket, Task>? use = null)
    {
        SslContextOptions options = Options(run, versions);
        change?.Invoke(options);
        ShakeAnswer answer = await run.Asker.ShakeAsync(new SslContext(options)).ConfigureAwait(false);
        if (answer.Socket is not { } socket)
        {
            return new Shaken
                { Error = answer.Error, Why = answer.Why, Certificate = answer.Error?.PeerCertificate, IsDropped = answer.IsDropped };
        }

        try
        {
            if (use is not null)
                await use(socket).ConfigureAwait(false);
            return new Shaken
                { Negotiated = socket.Negotiated, Certificate = socket.PeerCertificate,
                    WantsCertificate = socket.ClientCertificateRequested };
        }
        finally
        {
            socket.Close(SslShutdown.Fast);
        }
    }
}
