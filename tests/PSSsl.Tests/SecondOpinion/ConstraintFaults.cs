using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Name constraints of every form, respected and not (RFC 5280, 4.2.1.10).</summary>
internal static class ConstraintFaults
{
    private const byte Mail = 0x81;
    private const byte Dns = 0x82;
    private const byte Directory = 0xA4;
    private const byte Uri = 0x86;
    private const byte Address = 0x87;
    private const byte Registered = 0x88;

    private static readonly byte[] s_network = [10, 0, 0, 0, 255, 0, 0, 0];

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        Of("DNS permitted, respected", Permitted(Dns, "lab.example")),
        Of("DNS permitted, violated", Permitted(Dns, "other.example")),
        Of("DNS permitted, ends alike", Permitted(Dns, "b.example")),
        Of("DNS permitted in other case, respected", Permitted(Dns, "LAB.Example")),
        Of("DNS permitted with leading dot", Permitted(Dns, ".lab.example")),
        Of("DNS permitted, leaf's wildcard respects it", Permitted(Dns, "lab.example"), General(Dns, "*.lab.example")),
        Of("DNS permitted, leaf's wildcard reaches further", Permitted(Dns, "www.lab.example"), General(Dns, "*.lab.example")),
        Of("DNS permitted, no alternative names", Permitted(Dns, "other.example"), []),
        Of("DNS excluded, respected", Excluded(Dns, "other.example")),
        Of("DNS excluded, violated", Excluded(Dns, "lab.example")),
        Of("DNS excluded, leaf's wildcard reaches it", Excluded(Dns, "www.lab.example"), General(Dns, "*.lab.example")),
        Of("DNS excluded wholly", Excluded(Dns, string.Empty)),
        Of("address permitted, respected", Permitted(Address, s_network), General(Address, [10, 1, 2, 3])),
        Of("address permitted, violated", Permitted(Address, s_network), General(Address, [11, 1, 2, 3])),
        Of("address permitted, other family", Permitted(Address, s_network), General(Address, new byte[16])),
        Of("address excluded, violated", Excluded(Address, s_network), General(Address, [10, 1, 2, 3])),
        Of("address mask with holes", Permitted(Address, [10, 0, 0, 0, 255, 0, 255, 0]), General(Address, [10, 1, 0, 3])),
        Of("address constraint of seven bytes", Permitted(Address, [10, 0, 0, 0, 255, 0, 0]), General(Address, [10, 1, 2, 3])),
        Of("mail permitted, respected", Permitted(Mail, "lab.example"), General(Mail, "me@lab.example")),
        Of("mail permitted, violated", Permitted(Mail, "lab.example"), General(Mail, "me@other.example")),
        Of("mail excluded, violated", Excluded(Mail, "me@lab.example"), General(Mail, "me@lab.example")),
        Of("mail with two @", Permitted(Mail, "lab.example"), General(Mail, "me@other.example@lab.example")),
        Of("URI permitted, respected", Permitted(Uri, ".lab.example"), General(Uri, "https://www.lab.example/")),
        Of("URI permitted, violated", Permitted(Uri, ".lab.example"), General(Uri, "https://www.other.example/")),
        Of("URI permitted, the host an address", Permitted(Uri, ".lab.example"), General(Uri, "https://10.0.0.1/")),
        Of("directory permitted, respected", Permitted(Directory, PlanName.Of("www.lab.example").Encode())),
        Of("directory permitted in other case, respected", Permitted(Directory, PlanName.Of("www.lab.example").InCapitals().Encode())),
        Of("directory permitted, violated", Permitted(Directory, PlanName.Of("other").Encode())),
        Of("directory excluded, violated", Excluded(Directory, PlanName.Of("www.lab.example").Encode())),
        Of("registered name constrained, leaf has one", Permitted(Registered, [0x2A, 3]), General(Registered, [0x2A, 4])),
        Of("registered name constrained, leaf has none", Permitted(Registered, [0x2A, 3])),
        Of("constraint with minimum 0", PlanExtension.Subtrees([PlanExtension.Subtree(General(Dns, "lab.example"), 0x80, 1, 0)], null)),
        Of("constraint with minimum 1", PlanExtension.Subtrees([PlanExtension.Subtree(General(Dns, "lab.example"), 0x80, 1, 1)], null)),
        Of("constraint with maximum", PlanExtension.Subtrees([PlanExtension.Subtree(General(Dns, "lab.example"), 0x81, 1, 5)], null)),
        Of("constraints without content", PlanExtension.Subtrees(null, null)),
        Of("constraints with empty lists", PlanExtension.Subtrees([], [])),
        Of("constraints not critical, violated", Permitting("other.example") with { Critical = Flag.Absent }),
        Of("constraints broken", new(PlanExtension.NameConstraints, Flag.True, [0x30, 9, 0xA0, 1])),
        ChainFault.OfLeaf("constraints in a leaf", c => c.Set(Permitting("lab.example"))),
        new("constraints and a self-issued authority", 4, (plan, _) =>
        {
            plan.Rename(1, plan.Path[2].Subject);
            plan.Path[2].Set(Permitted(Directory, PlanName.Of("www.lab.example").Encode()));
        }),
        new("constraints that an authority's own name violates", 4,
            (plan, _) => plan.Path[2].Set(Excluded(Directory, plan.Path[1].Subject.Encode()))),
    ];

    internal static PlanExtension Permitting(string domain) => Permitted(Dns, domain);

    private static PlanExtension Permitted(byte form, string name) =>
        PlanExtension.Subtrees([PlanExtension.Subtree(General(form, name))], null);

    private static PlanExtension Permitted(byte form, byte[] name) =>
        PlanExtension.Subtrees([PlanExtension.Subtree(General(form, name))], null);

    private static PlanExtension Excluded(byte form, string name) =>
        PlanExtension.Subtrees(null, [PlanExtension.Subtree(General(form, name))]);

    private static PlanExtension Excluded(byte form, byte[] name) =>
        PlanExtension.Subtrees(null, [PlanExtension.Subtree(General(form, name))]);

    private static byte[] General(byte form, string name) => PlanExtension.General(form, name);

    private static byte[] General(byte form, byte[] name) => PlanExtension.General(form, name);

    /// <summary>An authority has the constraints; the leaf has the name, no names if it is empty, or what it had.</summary>
    private static ChainFault Of(string name, PlanExtension constraints, byte[]? generalName = null) => new(name, 3, (plan, random) =>
    {
        plan.Path[plan.Between(random)].Set(constraints);
        if (generalName is { Length: 0 })
            plan.Leaf.Remove(PlanExtension.AlternativeName);
        else if (generalName is not null)
            plan.Leaf.Set(PlanExtension.Names(generalName));
    });
}
