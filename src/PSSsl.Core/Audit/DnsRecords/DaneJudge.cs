using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Audit.Questions;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Audit.DnsRecords;

/// <summary>
/// Whether the certificates of a server are what its TLSA records say (RFC 6698, RFC 7671). Records count only where DNSSEC proves them
/// and the resolver's answer could not be changed on the way.
/// </summary>
internal static class DaneJudge
{
    internal const string NoMatch = "no match", NotSigned = "not signed", NotUsable = "not usable", NoRecords = "no records";

    /// <summary>More than any server has; each may cost the judgement of a chain.</summary>
    private const int MostRecords = 50;

    /// <summary>Where mail servers deliver to each other; clients of the other ports have authorities that they trust.</summary>
    private const int MailPort = 25;

    internal static void Judge(AuditRun run)
    {
        if (run.Facts.Tlsa is not { } answer)
            return;
        string all = DerivedWeaknesses.Some(answer.Records.Select(r => r.ToString()).ToArray());
        string at = $"{all} for {answer.Domain}";
        if (answer.Records.Count == 0)
            Say(run, false, NoRecords, null);
        else if (!answer.IsSafe)
            Say(run, null, null, $"{at}; whether DNSSEC proves them only a DNS server tells that is contacted by TLS, or on this machine");
        else if (!answer.IsAuthenticated)
            Say(run, false, NotSigned, $"{at}, without DNSSEC");
        else if (answer.Records.Count > MostRecords)
            Say(run, null, null, $"{at}; these are more records than the {MostRecords} that are compared");
        else if (!answer.Records.Any(r => Counts(run, r)))
            Say(run, false, NotUsable, at);
        else
            Compare(run, answer, at);
    }

    /// <summary>Writes down that it is not known.</summary>
    internal static void Leave(AuditRun run, string why) => Say(run, null, null, why);

    private static void Compare(AuditRun run, TlsaAnswer answer, string at)
    {
        IReadOnlyList<PeerCertificate> certificates = run.Facts.Certificates;
        TlsaRecord[] records = answer.Records.Where(r => Counts(run, r)).ToArray();
        PeerCertificate? other = certificates.FirstOrDefault(c => !records.Any(r => Fits(run, answer, r, c)));
        if (other is not null)
            Say(run, false, NoMatch, $"{other.Label} is not what they say: {at}");
        else if (certificates.Count == 0 || run.Facts.Gaps.FirstOrDefault(g => g.Contains("certificate")) is not null)
            Say(run, null, null, $"{at}; not all certificates of the server are known");
        else
            Say(run, true, "match", at);
    }

    /// <summary>
    /// Mail servers do not share authorities that they trust: to them records of usage 0 and 1 say nothing (RFC 7672, 3.1.3).
    /// </summary>
    private static bool Counts(AuditRun run, TlsaRecord record) => record.IsUsable
        && (record.Usage >= 2 || run.Route.StartTls?.Protocol != SslStartTlsProtocol.Smtp || run.Route.Target.Port != MailPort);

    private static void Say(AuditRun run, bool? isOn, string? value, string? detail) =>
        run.Facts.Feature(NameRecordsQuestion.Dane, isOn, value, detail);

    private static bool Fits(AuditRun run, TlsaAnswer answer, TlsaRecord record, PeerCertificate shown) => record.Usage switch
    {
        0 => shown.IsTrusted == true && shown.Verdict!.Path.Skip(1).Any(record.Fits),
        1 => shown.IsTrusted == true && record.Fits(shown.Certificate),
        2 => Authorities(record, shown).Any(authority => IsBelow(run, answer, shown, authority)),
        // Dates and names do not count here (RFC 7671, 5.1).
        3 => record.Fits(shown.Certificate),
        _ => false,
    };

    /// <summary>Those that are sent, or the one that the record itself is; never the server's own certificate.</summary>
    private static IEnumerable<X509Certificate2> Authorities(TlsaRecord record, PeerCertificate shown)
    {
        foreach (X509Certificate2 sent in shown.Chain.Where(c => !c.RawData.SequenceEqual(shown.RawData) && record.Fits(c)))
            yield return sent;
        if (record.Certificate is { } der && !der.SequenceEqual(shown.RawData) && Load(der) is { } published)
            yield return published;
    }

    private static bool IsBelow(AuditRun run, TlsaAnswer answer, PeerCertificate shown, X509Certificate2 authority)
    {
        TrustPolicy policy = TrustPolicy.Default with
        {
            Anchors = TrustAnchors.From(new[] { authority }),
            AllowPartialChain = true,
            Time = run.Options.Trust.Time,
            Revocation = run.Options.Trust.Revocation,
            Way = run.Options.Trust.Way,
        };
        var facts = new HandshakeFacts { IsHandshake = true, Cancellation = run.Asker.Stop, Trace = run.Options.Trace };
        // Both names are the server's (RFC 7671, 7).
        return new[] { answer.Domain.ToString(), run.Route.VerifyName }.Distinct()
            .Any(name => PeerVerifier.Verify(shown.Presented, name, policy, facts).IsTrusted == true);
    }

    private static X509Certificate2? Load(byte[] der)
    {
        try
        {
            return CertificateBytes.Load(der);
        }
        catch (CryptographicException)
        {
            // What is published is not a certificate: nothing is below it.
            return null;
        }
    }
}
