using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Extensions that are critical, missing, there twice, or that contradict the chain (RFC 5280, 4.2).</summary>
internal static class ExtensionFaults
{
    private const string Unknown = "1.2.3.4.5.6";
    private const string Proxy = "1.3.6.1.5.5.7.1.14";

    private static readonly byte[] s_proxy = [0x30, 12, 0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 0x15, 1];

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.OfLeaf("leaf with an unknown critical extension", c => c.Set(new(Unknown, Flag.True, [5, 0]))),
        ChainFault.Between("intermediate with an unknown critical extension", c => c.Set(new(Unknown, Flag.True, [5, 0]))),
        ChainFault.Anywhere("unknown extension not critical", c => c.Set(new(Unknown, Flag.Absent, [5, 0]))),
        ChainFault.Anywhere("unknown extension, FALSE written", c => c.Set(new(Unknown, Flag.WrittenFalse, [5, 0]))),
        ChainFault.Anywhere("unknown critical extension, TRUE written as 1", c => c.Set(new(Unknown, Flag.TrueAsOne, [5, 0]))),
        ChainFault.Anywhere("extension twice, the same",
            c => c.Extensions.Add(c.Extensions.FirstOrDefault() ?? new(Unknown, Flag.Absent, [5, 0]))),
        ChainFault.Between("basic constraints twice, first yes then no", c => c.Extensions.Add(PlanExtension.NoAuthority())),
        ChainFault.OfLeaf("extended key usage twice, first server then client",
            c => c.Extensions.Add(PlanExtension.Purposes(PlanExtension.ClientAuth))),
        ChainFault.Anywhere("unknown extension twice", c =>
        {
            c.Extensions.Add(new(Unknown, Flag.Absent, [5, 0]));
            c.Extensions.Add(new(Unknown, Flag.Absent, [5, 0]));
        }),
        ChainFault.Anywhere("no extensions in the field for them", c =>
        {
            c.Extensions.Clear();
            c.HasEmptyExtensions = true;
        }),
        new("authority key identifier of another key", 2, (plan, random) =>
            plan.Below(random).Set(PlanExtension.IssuerKey(plan.OtherKey(random.Next()).Identifier))),
        new("authority key identifier with another serial number", 2, (plan, random) => plan.Below(random).Set(ByIssuer(plan, [0x0A]))),
        ChainFault.Anywhere("authority key identifier missing", c => c.Remove(PlanExtension.AuthorityKey)),
        ChainFault.Anywhere("authority key identifier critical",
            c => c.Change(PlanExtension.AuthorityKey, e => e with { Critical = Flag.True })),
        ChainFault.Anywhere("authority key identifier empty", c => c.Set(new(PlanExtension.AuthorityKey, Flag.Absent, [0x30, 0]))),
        ChainFault.Anywhere("authority key identifier broken", c => c.Set(new(PlanExtension.AuthorityKey, Flag.Absent, [0x30, 9, 0x80]))),
        ChainFault.Anywhere("subject key identifier missing", c => c.Remove(PlanExtension.SubjectKey)),
        ChainFault.Anywhere("subject key identifier critical",
            c => c.Change(PlanExtension.SubjectKey, e => e with { Critical = Flag.True })),
        ChainFault.Anywhere("subject key identifier broken", c => c.Set(new(PlanExtension.SubjectKey, Flag.Absent, [4, 9, 1]))),
        Critical("issuer alternative name critical",
            "2.5.29.18", PlanExtension.Sequence(0x30, [PlanExtension.General(0x82, "lab.example")])),
        Critical("TLS feature critical", "1.3.6.1.5.5.7.1.24", [0x30, 3, 2, 1, 5]),
        Critical("subject directory attributes critical", "2.5.29.9", [0x30, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x31, 2, 12, 0]),
        Critical("private key usage period critical", "2.5.29.16", [0x30, 0]),
        Critical("OCSP no check critical", "1.3.6.1.5.5.7.48.1.5", [5, 0]),
        Critical("authority information critical", "1.3.6.1.5.5.7.1.1", Location("http://127.0.0.1/ca")),
        Critical("precertificate poison", "1.3.6.1.4.1.11129.2.4.3", [5, 0]),
        Critical("proxy certificate", Proxy, s_proxy),
        ChainFault.OfLeaf("proxy certificate, not critical and without alternative names", c =>
        {
            c.Remove(PlanExtension.AlternativeName);
            c.Set(new(Proxy, Flag.Absent, s_proxy));
        }),
        ChainFault.Between("intermediate that is a proxy certificate", c => c.Set(new(Proxy, Flag.Absent, s_proxy))),
        Critical("IP address blocks that no issuer has",
            "1.3.6.1.5.5.7.1.7", [0x30, 0x0E, 0x30, 0x0C, 4, 2, 0, 1, 0x30, 6, 3, 4, 0, 10, 0, 0]),
        Critical("AS numbers that no issuer has", "1.3.6.1.5.5.7.1.8", [0x30, 7, 0xA0, 5, 0x30, 3, 2, 1, 5]),
        ChainFault.Anywhere("distribution points broken", c => c.Set(new("2.5.29.31", Flag.Absent, [0x30, 9, 1]))),
        ChainFault.Anywhere("authority information broken", c => c.Set(new("1.3.6.1.5.5.7.1.1", Flag.Absent, [0x30, 9, 1]))),
    ];

    private static ChainFault Critical(string name, string oid, byte[] value) =>
        ChainFault.OfLeaf(name, c => c.Set(new(oid, Flag.True, value)));

    private static byte[] Location(string address)
    {
        byte[] issuers = [6, 8, 0x2B, 6, 1, 5, 5, 7, 0x30, 2];
        return PlanExtension.Sequence(0x30, [PlanExtension.Sequence(0x30, [issuers, PlanExtension.General(0x86, address)])]);
    }

    private static PlanExtension ByIssuer(ChainPlan plan, byte[] serial) =>
        new(PlanExtension.AuthorityKey, Flag.Absent, PlanExtension.Sequence(0x30,
    [
        PlanExtension.Sequence(0xA1, [PlanExtension.Sequence(0xA4, [plan.Root.Issuer.Encode()])]),
        PlanExtension.General(0x82, serial),
    ]));
}
