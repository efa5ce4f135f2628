using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>The table of known differences.</summary>
internal static class KnownDifferences
{
    private const string OtherWay = "There is a valid path among what was sent; others follow the first issuer of that name.";
    private const string NoPart = "What is trusted is no part of the path: nothing in it, and nothing above it, counts.";
    private const string Uncounted = "A rule for issuers; no policy is demanded, so the list decides nothing.";
    private const string Impossible = "A key that cannot work: whoever accepts it fails later, or believes any signature.";

    private const string Twice = "A certificate must not have an extension twice: two readers could each believe another one.";
    private const string Encodings = "Whether a certificate is self-issued is found out by the bytes of its names, not by what they say.";

    private const string PolicyPurpose =
        "Below requireExplicitPolicy the platform also wants an extended key usage in every certificate; that is passed on.";

    internal static IReadOnlyList<KnownDifference> All { get; } =
    [
        Accepted("three intermediates of the same name, the right one last", "RFC 4158, 2.4.2", OtherWay),
        Accepted("twelve intermediates of the same name, the right one last", "RFC 4158, 2.4.2", OtherWay),
        Accepted("nine anchors of the same name and the right one", "RFC 4158, 2.4.2", OtherWay),
        Accepted("same intermediate, expired, sent first", "RFC 4158, 2.4.2", OtherWay),
        Accepted("same intermediate, no authority, sent first", "RFC 4158, 2.4.2", OtherWay),
        Accepted("intermediate signed by a stranger, sent first", "RFC 4158, 2.4.2", OtherWay),
        Accepted("anchor's certificate from an expired older root, sent too", "RFC 4158, 2.4.2", OtherWay),
        Accepted("two authorities that sign each other, sent too", "RFC 4158, 2.4.2", OtherWay),
        Accepted("fourteen self-issued authorities", "RFC 4158, 2.4.2", OtherWay),
        Accepted("anchor with another authority's key identifier", "RFC 5280, 6.1", NoPart),
        Accepted("leaf is trusted, partial chains allowed", "RFC 5280, 6.1", NoPart),
        Accepted("intermediate is trusted, partial chains allowed", "RFC 5280, 6.1", NoPart),
        Accepted("policy constraints empty", "RFC 5280, 4.2.1.11",
            "Issuers must not; what a reader does with it is left open, and it demands nothing."),
        Accepted("policy twice in a list", "RFC 5280, 4.2.1.4", Uncounted),

        Refused("DNS excluded, leaf's wildcard reaches it", "RFC 5280, 4.2.1.10",
            "The certificate would be good for the very name that is excluded."),
        Refused("address mask with holes", "RFC 5280, 4.2.1.10", "Addresses are constrained to a network in the style of CIDR."),
        Refused("alternative name with a zero byte", "RFC 5280, 4.2.1.6",
            "Where names are constrained, one that is no host name cannot be compared."),
        Refused("alternative name that is not ASCII", "RFC 5280, 4.2.1.6",
            "Where names are constrained, one that is no host name cannot be compared."),
        Refused("anchor without basic constraints", "RFC 5280, 4.2.1.9",
            "The key of a certificate of version 3 without them must not verify certificates; of version 1 it may."),
        Refused("unknown extension twice", "RFC 5280, 4.2", Twice),
        Refused("extension twice, the same", "RFC 5280, 4.2", Twice),
        Refused("basic constraints twice, first yes then no", "RFC 5280, 4.2", Twice),
        Refused("extended key usage twice, first server then client", "RFC 5280, 4.2", Twice),
        Refused("OCSP no check critical", "RFC 5280, 4.2",
            "What is critical and is for responders alone is not understood in a server's certificate."),
        Refused("leaf for server gated cryptography alone", "RFC 5280, 4.2.1.12",
            "A purpose of the nineties that is not that of a server."),
        Refused("leaf with RSA exponent 1", "RFC 8017, 3.1", Impossible),
        Refused("leaf with even RSA exponent", "RFC 8017, 3.1", Impossible),
        Refused("leaf on a curve given by numbers", "RFC 5480, 2.1.1", "Whoever chooses the numbers can choose the key: it must not be."),
        Refused("authority on a curve given by numbers", "RFC 5480, 2.1.1",
            "Whoever chooses the numbers can choose the key: it must not be."),

        Accepted("mapping from any policy", "RFC 5280, 6.1.4 (a)",
            "Looked at only where an authority demands a policy.") with { IsOurFault = true },
        Accepted("Netscape's type: client", "RFC 5280, 4.2", "The extension says client and is passed over.") with { IsOurFault = true },
        Accepted("Netscape's type critical: client", "RFC 5280, 4.2",
            "It counts as understood, and nothing looks at it.") with { IsOurFault = true },
        Accepted("alternative names broken", "RFC 5280, 4.2.1.6",
            "In a leaf that is its own anchor they are not read.") with { IsOurFault = true },
        Accepted("alternative name of an unknown form", "RFC 5280, 4.2.1.6",
            "In a leaf that is its own anchor they are not read.") with { IsOurFault = true },
        Refused("policy demanded by the leaf itself, which has none", "RFC 5280, 6.1", NoPart) with { IsOurFault = true },
        Refused("constraint with minimum 0", "RFC 5280, 4.2.1.10",
            "The default, written out; it constrains nothing more.") with { IsOurFault = true },
        Refused("self-issued authority at the end of a path length, its names encoded in two ways", "RFC 5280, 7.1", Encodings)
            with { IsOurFault = true },
        Refused("anchor whose two names are encoded in two ways", "RFC 5280, 7.1", Encodings) with { IsOurFault = true },
        Refused("issuer's name as PrintableString", "RFC 5280, 7.1", Encodings),
        Refused("issuer's name as BMPString", "RFC 5280, 7.1", Encodings),
        Refused("issuer's name as TeletexString", "RFC 5280, 7.1", Encodings),
        Refused("issuer's name in capitals", "RFC 5280, 7.1", Encodings),
        Refused("issuer's name with more blanks", "RFC 5280, 7.1", Encodings),
        Refused("leaf is an authority", "RFC 5280, 6.1", NoPart) with { IsOurFault = true },
        Refused("self-signed leaf as anchor that is an authority but may not sign", "RFC 5280, 6.1", NoPart) with { IsOurFault = true },
        Refused("policy demanded, there is one", "RFC 5280, 6.1.5", PolicyPurpose) with { IsOurFault = true },
        Refused("policy demanded, there is one and no extended key usage", "RFC 5280, 6.1.5", PolicyPurpose) with { IsOurFault = true },
        Refused("policy demanded, the leaf says any", "RFC 5280, 6.1.5", PolicyPurpose) with { IsOurFault = true },
        Refused("policy demanded and mapped", "RFC 5280, 6.1.5", PolicyPurpose) with { IsOurFault = true },
        Refused("policy constraints not critical", "RFC 5280, 6.1.5", PolicyPurpose) with { IsOurFault = true },
        Refused("anchor demands a policy", "RFC 5280, 6.1", PolicyPurpose) with { IsOurFault = true },
        Refused("anchor demands a policy that is missing", "RFC 5280, 6.1", PolicyPurpose) with { IsOurFault = true },
    ];

    /// <summary>The entries that can explain a difference.</summary>
    internal static IEnumerable<KnownDifference> Of(Opinions opinions) =>
        All.Where(k => k.WeAccept == opinions.Ours.Accepts && opinions.Chain.Faults.Contains(k.Fault));

    private static KnownDifference Accepted(string fault, string section, string reason) =>
        new(ChainFault.Named(fault), true, section, reason);

    private static KnownDifference Refused(string fault, string section, string reason) =>
        new(ChainFault.Named(fault), false, section, reason);
}
