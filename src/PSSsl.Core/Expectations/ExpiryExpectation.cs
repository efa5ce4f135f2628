using System;
using System.Globalization;
using System.Threading.Tasks;

namespace PSSsl.Expectations;

/// <summary>A certificate that is good until after a time. What else is right or wrong with it is not looked at.</summary>
internal sealed class ExpiryExpectation : Expectation
{
    private readonly DateTime _after;
    private readonly DateTime _now;

    /// <param name="after">UTC.</param>
    /// <param name="now">UTC.</param>
    internal ExpiryExpectation(DateTime after, DateTime now)
    {
        _after = after;
        _now = now;
    }

    internal override string Phrase(ExpectationSubject subject, bool negate) =>
        (subject.Host is null && !subject.IsSocket ? "expire" : "have a certificate that expires")
            + $" after {Text(_after)} ({Distance(_after)})";

    internal override async Task<ExpectationResult> JudgeAsync(ExpectationSubject subject, bool negate, HostProbe probe)
    {
        (PeerCertificate? certificate, string? why) = await subject.FindCertificateAsync(probe).ConfigureAwait(false);
        if (certificate is null)
            return ExpectationResult.Unknown(why!);
        if (certificate.NotAfter?.ToUniversalTime() is not { } end)
            return ExpectationResult.Unknown($"the end of {certificate.Label} cannot be read");
        string whose = subject.Host is null && !subject.IsSocket ? "it" : $"that of {certificate.Label}";
        return ExpectationResult.Known(end > _after, negate,
            $"{whose} {(end < _now ? "expired" : "expires")} on {Text(end)} ({Distance(end)})");
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private string Distance(DateTime time)
    {
        double days = (time - _now).TotalDays;
        // A moment that was reckoned from now is a whole number of days, but for the time that has passed meanwhile.
        int whole = (int)Math.Floor(Math.Abs(days) + 0.001);
        string count = whole == 1 ? "1 day" : $"{whole.ToString(CultureInfo.InvariantCulture)} days";
        return days < 0 ? $"{count} ago" : $"in {count}";
    }
}
