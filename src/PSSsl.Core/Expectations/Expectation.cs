using System.Threading.Tasks;

namespace PSSsl.Expectations;

/// <summary>One thing that is expected of a host, a socket or a certificate, or that is expected not to be so.</summary>
internal abstract class Expectation
{
    /// <summary>What is expected, as it stands behind "to": "offer TLS", "negotiate TLSv1_3".</summary>
    /// <param name="subject">Of what.</param>
    /// <param name="negate">Whether "not" stands before it: lists are joined by "or" then.</param>
    internal abstract string Phrase(ExpectationSubject subject, bool negate);

    /// <summary>Finds out.</summary>
    /// <param name="subject">Of what.</param>
    /// <param name="negate">Whether the contrary is expected.</param>
    /// <param name="probe">Connects, where the subject is a host.</param>
    /// <exception cref="SslException">The question makes no sense for the subject.</exception>
    internal abstract Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe);
}
