using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace PSSsl.Tests;

/// <summary>The rooms, the folders of src/PSSsl, stand upon each other: a lower one knows nothing of those above it.</summary>
public class ArchitectureTests
{
    /// <summary>The lowest first. A room that is not here yet is held to nothing, and none of those here may refer to it.</summary>
    private static readonly string[] s_order = ["Scripts", "X509", "Hostnames", "Certificates", "Trust"];

    /// <summary>What every room may refer to: errors, deadlines, and the types that stand in no folder.</summary>
    private static readonly string[] s_ground = ["", "Errors", "Net", "Ciphers"];

    private static readonly Lazy<IReadOnlyList<RoomArrow>> s_arrows = new(() => RoomArrow.In(typeof(SslContext).Assembly));

    [Fact]
    public void ALowerRoomRefersToNoHigherOne() =>
        Assert.Empty(s_arrows.Value.Where(IsForbidden).Select(a => a.ToString()).Distinct().Order());

    /// <summary>Without these the test above would have seen nothing.</summary>
    [Theory]
    [InlineData("Hostnames", "X509")]
    [InlineData("Hostnames", "Scripts")]
    [InlineData("Certificates", "X509")]
    [InlineData("Trust", "X509")]
    [InlineData("Trust", "Certificates")]
    [InlineData("Sockets", "Trust")]
    [InlineData("Commands", "Sockets")]
    public void AHigherRoomRefersToALowerOne(string from, string to) =>
        Assert.Contains(s_arrows.Value, a => (a.FromRoom, a.ToRoom) == (from, to));

    private static bool IsForbidden(RoomArrow arrow)
    {
        int from = Array.IndexOf(s_order, arrow.FromRoom), to = Array.IndexOf(s_order, arrow.ToRoom);
        return from >= 0 && !s_ground.Contains(arrow.ToRoom) && (to < 0 || to > from);
    }
}
