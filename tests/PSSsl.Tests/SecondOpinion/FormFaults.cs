using System.Collections.Generic;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>Serial numbers, unique identifiers and alternative names that are not as RFC 5280 wants them.</summary>
internal static class FormFaults
{
    internal static IReadOnlyList<ChainFault> All { get; } =
    [
        ChainFault.Anywhere("serial number 0", c => c.Serial = [0]),
        ChainFault.Anywhere("serial number negative", c => c.Serial = [0x80, 1]),
        ChainFault.Anywhere("serial number of 21 bytes", c => c.Serial = [1, .. new byte[20]]),
        ChainFault.Anywhere("serial number with leading zeros", c => c.Serial = [0, 0, 1]),
        ChainFault.Anywhere("serial number empty", c => c.Serial = []),
        ChainFault.Anywhere("unique identifiers", c => c.HasUniqueIds = true),
        ChainFault.OfLeaf("alternative names missing", c => c.Remove(PlanExtension.AlternativeName)),
        ChainFault.OfLeaf("alternative names empty", c => c.Set(PlanExtension.Names())),
        ChainFault.OfLeaf("alternative name of an unknown form", c => c.Set(PlanExtension.Names(PlanExtension.General(0x8B, "x")))),
        ChainFault.OfLeaf("alternative name that is not ASCII",
            c => c.Set(PlanExtension.Names(PlanExtension.General(0x82, "b\u00FCcher.example")))),
        ChainFault.OfLeaf("alternative name with a zero byte",
            c => c.Set(PlanExtension.Names(PlanExtension.General(0x82, "www.lab.example\0.evil")))),
        ChainFault.OfLeaf("alternative address of three bytes", c => c.Set(PlanExtension.Names(PlanExtension.General(0x87, [10, 0, 0])))),
        ChainFault.OfLeaf("alternative names broken", c => c.Set(new(PlanExtension.AlternativeName, Flag.Absent, [0x30, 9, 0x82, 1]))),
        ChainFault.OfLeaf("alternative names critical", c => c.Change(PlanExtension.AlternativeName, e => e with { Critical = Flag.True })),
    ];
}
