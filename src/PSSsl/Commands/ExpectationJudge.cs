using System;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSSsl.Commands.Arguments;
using PSSsl.Connecting.Proxies;
using PSSsl.Expectations;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// What Pester's operators come down to: one subject, one expectation, and whether it is met, with a sentence if it is not. It is not a
/// command of the module: PSSsl.Should.psm1 is handed it, so that operators, which Pester never gives up, work for as long as Pester is
/// there.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SslExpectation")]
internal sealed partial class ExpectationJudge : SslTrustCommand
{
    /// <summary>The operator's name.</summary>
    [Parameter(Mandatory = true)]
    public string Operator { get; set; } = null!;

    /// <summary>What something is expected of.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? ActualValue { get; set; }

    /// <summary>The contrary is expected.</summary>
    [Parameter]
    public SwitchParameter Negate { get; set; }

    /// <summary>Why, for the sentence.</summary>
    [Parameter]
    public string? Because { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            Expectation expectation = ReadExpectation();
            ExpectationSubject subject = ExpectationSubjects.Read(ActualValue, StartTls, ServerName);
            HostProbe probe = MakeProbe();
            Task<ExpectationResult> judging = Task.Run(() => expectation.JudgeAsync(subject, Negate, probe));
            Pump.RunUntil(judging, StopToken);
            ExpectationResult outcome = judging.GetAwaiter().GetResult();
            var result = new PSObject();
            result.Properties.Add(new PSNoteProperty("Succeeded", outcome.IsMet));
            result.Properties.Add(new PSNoteProperty("FailureMessage", outcome.IsMet ? null
                : ExpectationSentence.Write(subject.Name, Negate, expectation.Phrase(subject, Negate), Because, outcome.Seen)));
            WriteObject(result);
        }
        catch (SslException e)
        {
            ThrowSslError(e, ActualValue);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private Expectation ReadExpectation() => Operator switch
    {
        "OfferTls" => new OfferExpectation(),
        "HaveTlsVersion" => new VersionExpectation(ExpectedVersions.Read(Version ?? Array.Empty<object>())),
        "NegotiateCipher" => new CipherExpectation(Cipher ?? Array.Empty<string>()),
        "ExpireAfter" => ReadExpiry(DateTime.UtcNow),
        "MatchHostname" => new HostnameExpectation(HostName ?? Array.Empty<string>(), ReadScheme()),
        "HaveValidCertificate" =>
            new ValidityExpectation(OneHostName(), MakePolicy(), isAnew: IsTrustGiven || Scheme is not null, namesAreAsked: Scheme is null
                || !ReadScheme().IsNone),
        _ => throw new ArgumentOutOfRangeException(nameof(Operator)),
    };

    private ExpiryExpectation ReadExpiry(DateTime now) =>
        new(ExpiryTime.Read(Time is PSObject wrapped ? wrapped.BaseObject : Time, now), now);

    private string? OneHostName() => HostName switch
    {
        null => null,
        { Length: 1 } one when !string.IsNullOrWhiteSpace(one[0]) => one[0].Trim(),
        _ => throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, "-HostName takes one name.")
        {
            RecommendedAction = "Leave it out for the host's own name, or compare several with Should -MatchHostname.",
        },
    };

    /// <summary>The scheme of the defaults counts if it compares names at all. Its callback runs on the pipeline's thread.</summary>
    private HostnameScheme ReadScheme()
    {
        SslDefault values = SslDefaults.Current.Values;
        HostnameScheme scheme = VerifySchemeArgument.Read(Scheme, SessionState)
            ?? ((VerifySchemeArgument.Read(values.VerifyScheme, SessionState)
                ?? values.Context?.VerifyScheme) is { IsNone: false } byDefault ? byDefault : HostnameScheme.Default);
        return scheme.RunBy(function => Pump.Invoke(function, StopToken));
    }

    private HostProbe MakeProbe() => new(ProxySelection.FromEnvironment(null))
    {
        Timeout = Timeout ?? SslDefaults.Current.Values.Timeout ?? TimeSpan.FromSeconds(30),
        Judging = Judging,
        CertificateFile = ResolvePath(SslDefaults.Current.Values.CertificateFile),
        KeyFile = ResolvePath(SslDefaults.Current.Values.KeyFile),
        Trace = text => Pump.Post(() => WriteFlow(text)),
        Callbacks = (function, cancellation) => Pump.Invoke(function, cancellation),
        Cancellation = StopToken,
    };
}
