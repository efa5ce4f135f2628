using System.Collections.Generic;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>What a key may be used for (RFC 5280, 4.2.1.3 and 4.2.1.12).</summary>
internal static class UsageFaults
{
    private const string Any = "2.5.29.37.0";
    private const string NetscapeType = "2.16.840.1.113730.1.1";

    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.Between("intermediate's key may not sign certificates", c => c.Set(PlanExtension.Usage(0b1000_0010))),
        ChainFault.Between("intermediate without key usage", c => c.Remove(PlanExtension.KeyUsage)),
        ChainFault.Between("intermediate with an empty key usage", c => c.Set(PlanExtension.Usage(0))),
        ChainFault.Between("key usage not critical", c => c.Change(PlanExtension.KeyUsage, e => e with { Critical = Flag.Absent })),
        ChainFault.OfLeaf("leaf with an empty key usage", c => c.Set(PlanExtension.Usage(0))),
        ChainFault.OfLeaf("leaf's key only for encipherment", c => c.Set(PlanExtension.Usage(0b0010_0000))),
        ChainFault.OfLeaf("leaf's key only for revocation lists", c => c.Set(PlanExtension.Usage(0b0000_0010))),
        ChainFault.OfLeaf("leaf's key only for certificates", c => c.Set(PlanExtension.Usage(0b0000_0100))),
        ChainFault.OfLeaf("leaf without key usage", c => c.Remove(PlanExtension.KeyUsage)),
        ChainFault.Anywhere("key usage broken", c => c.Set(new(PlanExtension.KeyUsage, Flag.True, [3, 2, 9, 0x86]))),
        ChainFault.Anywhere("key usage with trailing zeros", c => c.Set(new(PlanExtension.KeyUsage, Flag.True, [3, 2, 0, 0x86]))),
        ChainFault.OfLeaf("leaf only for clients", c => c.Set(PlanExtension.Purposes(PlanExtension.ClientAuth))),
        ChainFault.OfLeaf("leaf for any purpose", c => c.Set(PlanExtension.Purposes(Any))),
        ChainFault.OfLeaf("leaf for any purpose and clients", c => c.Set(PlanExtension.Purposes(PlanExtension.ClientAuth, Any))),
        ChainFault.OfLeaf("leaf without extended key usage", c => c.Remove(PlanExtension.ExtendedUsage)),
        ChainFault.OfLeaf("leaf for server gated cryptography alone", c => c.Set(PlanExtension.Purposes("2.16.840.1.113730.4.1"))),
        ChainFault.Between("intermediate only for clients", c => c.Set(PlanExtension.Purposes(PlanExtension.ClientAuth))),
        ChainFault.Between("intermediate for any purpose", c => c.Set(PlanExtension.Purposes(Any))),
        ChainFault.Between("intermediate for code alone", c => c.Set(PlanExtension.Purposes("1.3.6.1.5.5.7.3.3"))),
        ChainFault.Anywhere("extended key usage critical",
            c => c.Set(PlanExtension.Purposes(PlanExtension.ServerAuth) with { Critical = Flag.True })),
        ChainFault.Anywhere("extended key usage empty", c => c.Set(PlanExtension.Purposes())),
        ChainFault.Anywhere("extended key usage broken", c => c.Set(new(PlanExtension.ExtendedUsage, Flag.Absent, [0x30, 5, 6, 1]))),
        ChainFault.OfLeaf("Netscape's type: client", c => c.Set(new(NetscapeType, Flag.Absent, [3, 2, 7, 0x80]))),
        ChainFault.OfLeaf("Netscape's type critical: client", c => c.Set(new(NetscapeType, Flag.True, [3, 2, 7, 0x80]))),
        ChainFault.OfLeaf("Netscape's type: server", c => c.Set(new(NetscapeType, Flag.Absent, [3, 2, 6, 0x40]))),
        ChainFault.OfLeaf("Netscape's type: none", c => c.Set(new(NetscapeType, Flag.Absent, [3, 1, 0]))),
        ChainFault.OfLeaf("Netscape's type broken", c => c.Set(new(NetscapeType, Flag.Absent, [4, 1, 0x40]))),
        ChainFault.Between("Netscape's type: no authority for TLS", c => c.Set(new(NetscapeType, Flag.Absent, [3, 2, 1, 0x02]))),
    ];
}
