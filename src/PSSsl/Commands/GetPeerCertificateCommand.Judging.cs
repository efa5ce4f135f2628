using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// What the options of trust mean for a certificate that exists already: it is judged anew, by what was given in place of what counted
/// before.
/// </summary>
public sealed partial class GetPeerCertificateCommand
{
    private static readonly HashSet<string> s_trust = new(
        ContextOptions.DeclaredIn(typeof(SslTrustCommand))
            .Concat(new[] { nameof(VerifyMode), nameof(VerifyCallback), nameof(VerifyScheme), nameof(VerifyName), nameof(Fingerprint) }),
        StringComparer.OrdinalIgnoreCase);

    private string[] _hostOptions = Array.Empty<string>();
    private bool _judges;
    private TrustPolicy? _policy;

    private string? VerifyNameOption => MyInvocation.BoundParameters.ContainsKey(nameof(VerifyName)) ? VerifyName : null;

    /// <summary>
    /// Only what stands on the command line is bound by now; an object in the pipeline has properties that are called as parameters are.
    /// </summary>
    private void NoteWhatIsGiven()
    {
        ICollection<string> given = MyInvocation.BoundParameters.Keys;
        string[] sessions = given.Where(n => n is nameof(SessionCache) or nameof(SessionCacheSize)).Select(n => "-" + n).ToArray();
        if (sessions.Length > 0)
            ThrowSslError(Refused(sessions, "Get-PeerCertificate resumes no sessions, since a resumed one shows no certificates",
                "Leave it out."), null);
        if (Field is not null && AsText)
            ThrowSslError(SslException.Option("-Field contradicts -AsText.", "Leave one of them out."), null);
        _judges = given.Any(s_trust.Contains);
        _hostOptions = given.Where(IsForHosts).Select(n => "-" + n).OrderBy(n => n, StringComparer.Ordinal).ToArray();
    }

    private static bool IsForHosts(string name)
    {
        string[] sets = typeof(GetPeerCertificateCommand).GetProperty(name)?.GetCustomAttributes<ParameterAttribute>(inherit: false)
            .Select(p => p.ParameterSetName).ToArray() ?? Array.Empty<string>();
        return sets.Contains("Host") && sets.All(s => s is "Host" or "Certificate");
    }

    /// <summary>A certificate that is there already is not requested from a host.</summary>
    private void RefuseHostOptions()
    {
        if (_hostOptions.Length > 0)
            ThrowSslError(Refused(_hostOptions, "no host is connected to, so that this changes nothing",
                "Leave it out, or give -ComputerName."), null);
        bool hasNoName = ParameterSetName is "Path" or "LiteralPath" && string.IsNullOrEmpty(VerifyNameOption);
        if (hasNoName && MyInvocation.BoundParameters.ContainsKey(nameof(VerifyScheme)))
            ThrowSslError(Refused(new[] { "-" + nameof(VerifyScheme) }, "it says how a name is compared, and there is none for a file",
                "Give -VerifyName too."), null);
    }

    private PeerCertificate? Judged(SslSocket socket)
    {
        if (socket.PeerCertificate is not { } shown || !_judges)
            return socket.PeerCertificate;
        var facts = new HandshakeFacts { Purpose = PeerPurpose.Of(shown.Certificate, socket), IsHandshake = true };
        return shown.With(
            Verdict(shown.Presented, socket.Context?.TrustOf(socket.IsServer), VerifyNameOption ?? socket.Judge?.VerifyName, facts));
    }

    private PeerCertificate Judged(PeerCertificate shown)
    {
        if (!_judges)
            return shown;
        var facts = new HandshakeFacts { Purpose = shown.IsClients ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth };
        string? name = VerifyNameOption ?? shown.Verdict?.Name ?? (shown.IsClients ? null : shown.PeerHost);
        return shown.With(Verdict(shown.Presented, shown.Verdict?.Policy, name, facts));
    }

    /// <param name="chain">What is judged.</param>
    /// <param name="basis">What it was judged by before; null if it was not.</param>
    /// <param name="name">The name that it must have; null if it is not known.</param>
    /// <param name="facts">What the occasion is.</param>
    /// <returns>Null if nothing is asked.</returns>
    private PeerVerdict? Verdict(PresentedChain chain, TrustPolicy? basis, string? name, HandshakeFacts facts)
    {
        TrustPolicy policy;
        try
        {
            policy = basis is not null ? ReadPolicy(basis) : _policy ??= ReadPolicy(null);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
            throw;
        }

        if (!MyInvocation.BoundParameters.ContainsKey(nameof(VerifyMode)))
            policy = policy with { Mode = SslVerifyMode.Peer };
        return policy.AsksAnything ? PeerVerifier.Verify(chain, name, policy, facts with { Cancellation = StopToken, Trace = WriteFlow })
            : null;
    }

    private static SslException Refused(string[] names, string why, string action) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"{string.Join(", ", names)} cannot be used here: {why}.")
            { RecommendedAction = action };
}
