using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>The table of known differences.</summary>
internal static class KnownDifferences
{
    private const string OtherWay = "There is a valid path among what was sent; others follow the first issuer of that name.";
    private const string NoPart =
        "What is trusted is not part of the path: nothing above it counts, and nothing in it but dates, key, purposes, critical "
            + "extensions.";
    private const string Uncounted =
        "A rule for issuers; no policy is demanded, so the list decides nothing. OpenSSL looks only where it is told policies.";
    private const string Impossible = "A key that cannot work: whoever accepts it fails later, or believes any signature.";

    private const string Twice = "A certificate must not have an extension twice: two readers could each believe another one.";
    private const string NoVersion = "Below an anchor only version 3 says what an authority is.";

    private const string PolicyPurpose =
        "Below requireExplicitPolicy .NET also wants an extended key usage in every certificate, and GnuTLS knows no such demand.";

    internal static IReadOnlyList<KnownDifference> All { get; } =
    [
        Accepted("three intermediates of the same name, the right one last", "RFC 4158, 2.4.2", OtherWay),
        Accepted("twelve intermediates of the same name, the right one last", "RFC 4158, 2.4.2", OtherWay),
        Accepted("same intermediate, no authority, sent first", "RFC 4158, 2.4.2", OtherWay),
        Accepted("intermediate signed by a stranger, sent first", "RFC 4158, 2.4.2", OtherWay),
        Accepted("fourteen self-issued authorities", "RFC 4158, 2.4.2", OtherWay) with { OnlyInCompany = true },
        Accepted("anchor with another authority's key identifier", "RFC 5280, 6.1", NoPart),
        Accepted("leaf is trusted, partial chains allowed", "RFC 5280, 6.1", NoPart) with { OnlyInCompany = true },
        Accepted("intermediate is trusted, partial chains allowed", "RFC 5280, 6.1", NoPart) with { OnlyInCompany = true },
        Accepted("policy constraints empty", "RFC 5280, 4.2.1.11",
            "Issuers must not; what a reader does with it is left open, and it demands nothing."),
        Accepted("policy twice in a list", "RFC 5280, 4.2.1.4", Uncounted),
        Accepted("policy demanded, there is one", "RFC 5280, 6.1.5", PolicyPurpose),
        Accepted("policy demanded, there is one and no extended key usage", "RFC 5280, 6.1.5", PolicyPurpose),
        Accepted("policy demanded, the leaf says any", "RFC 5280, 6.1.5", PolicyPurpose),
        Accepted("policy demanded and mapped", "RFC 5280, 6.1.5", PolicyPurpose),
        Accepted("anchor demands a policy", "RFC 5280, 6.1", NoPart),
        Accepted("anchor demands a policy that is missing", "RFC 5280, 6.1", NoPart),
        Accepted("leaf is an authority", "RFC 5280, 6.1", NoPart),
        Accepted("self-signed leaf as anchor that is an authority but may not sign", "RFC 5280, 6.1", NoPart),

        Accepted("nine anchors of the same name and the right one", "RFC 4158, 2.4.2", OtherWay) with { OnlyInCompany = true },
        Refused("leaf with an empty key usage", "RFC 5280, 4.2.1.3",
            "At least one use must be named; OpenSSL does not look where the leaf itself is trusted.") with { OnlyInCompany = true },

        Refused("DNS excluded, leaf's wildcard reaches it", "RFC 5280, 4.2.1.10",
            "The certificate would be good for the very name that is excluded."),
        Refused("address mask with holes", "RFC 5280, 4.2.1.10", "Addresses are constrained to a network in the style of CIDR."),
        Refused("alternative name with a zero byte", "RFC 5280, 4.2.1.6",
            "Where names are constrained, one that is not a host name cannot be compared.") with { OnlyInCompany = true },
        Refused("alternative name that is not ASCII", "RFC 5280, 4.2.1.6",
            "Where names are constrained, one that is not a host name cannot be compared.") with { OnlyInCompany = true },
        Refused("anchor without basic constraints", "RFC 5280, 4.2.1.9",
            "The key of a certificate of version 3 without them must not verify certificates; of version 1 it may."),
        Refused("unknown extension twice", "RFC 5280, 4.2", Twice),
        Refused("OCSP no check critical", "RFC 5280, 4.2",
            "What is critical and is for responders alone is not understood in a server's certificate."),
        Refused("leaf for server gated cryptography alone", "RFC 5280, 4.2.1.12",
            "A purpose of the nineties that is not that of a server."),
        Refused("leaf with RSA exponent 1", "RFC 8017, 3.1", Impossible),
        Refused("leaf with even RSA exponent", "RFC 8017, 3.1", Impossible),
        Refused("leaf on a curve given by numbers", "RFC 5480, 2.1.1", "Whoever chooses the numbers can choose the key: it must not be."),
        Refused("intermediate of version 1 with extensions", "RFC 5280, 6.1.4 (k)", NoVersion),
        Refused("intermediate of version 2 with extensions", "RFC 5280, 6.1.4 (k)", NoVersion),
        Refused("leaf of version 4", "RFC 5280, 4.1.2.1", "There is no version 4: what it means is not known."),
        Refused("basic constraints followed by a byte", "RFC 5280, 4.2; X.690, 8.1", "Another reader may find something else in it."),
        Refused("list of policies empty", "RFC 5280, 4.2.1.4", "A list of at least one; what cannot be read is not passed over."),
        Refused("mail with two @", "RFC 5321, 4.1.2", "It is not a mailbox, so nothing says whether it is in a permitted domain."),
    ];

    /// <summary>The entries that can explain a difference.</summary>
    internal static IEnumerable<KnownDifference> Of(Opinions opinions) =>
        All.Where(k => k.WeAccept == opinions.Ours.Accepts && opinions.Chain.Faults.Contains(k.Fault));

    private static KnownDifference Accepted(string fault, string section, string reason) =>
        new(ChainFault.Named(fault), true, section, reason);

    private static KnownDifference Refused(string fault, string section, string reason) =>
        new(ChainFault.Named(fault), false, section, reason);
}
