using System;
using System.Collections.Generic;
using System.Formats.Asn1;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Names of subjects and issuers, which are compared by what they say (RFC 5280, 7.1).</summary>
internal static class NameFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        new("issuer's name is another", 2, (plan, random) => plan.Below(random).Issuer = PlanName.Of("Quite Another")),
        OfIssuer("issuer's name as PrintableString", name => name.As(UniversalTagNumber.PrintableString)),
        OfIssuer("issuer's name as BMPString", name => name.As(UniversalTagNumber.BMPString)),
        OfIssuer("issuer's name as TeletexString", name => name.As(UniversalTagNumber.T61String)),
        OfIssuer("issuer's name in capitals", name => name.InCapitals()),
        OfIssuer("issuer's name with more blanks", name => name.WithBlanks()),
        OfIssuer("issuer's name in other order", name => name.Reversed()),
        OfIssuer("issuer's name with one part more", name => name.With("more")),
        OfIssuer("issuer's name empty", _ => PlanName.Empty),
        ChainFault.OfLeaf("leaf without subject", c => c.Subject = PlanName.Empty),
        new("authority without subject", 3, (plan, random) => plan.Rename(plan.Between(random), PlanName.Empty)),
        ChainFault.OfLeaf("leaf's subject is not UTF-8", c => c.Subject = c.Subject.Garbled()),
        new("authority's name is not UTF-8", 3, (plan, random) =>
        {
            int depth = plan.Between(random);
            plan.Rename(depth, plan.Path[depth].Subject.Garbled());
        }),
        new("leaf has its issuer's name", 2, (plan, _) => plan.Leaf.Subject = plan.Path[1].Subject),
    ];

    private static ChainFault OfIssuer(string name, Func<PlanName, PlanName> change) => new(name, 2, (plan, random) =>
    {
        CertificatePlan below = plan.Below(random);
        below.Issuer = change(below.Issuer);
    });
}
