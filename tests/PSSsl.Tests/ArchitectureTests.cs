using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.Commands;
using PSSsl.Tests.Framework;
using Xunit;

namespace PSSsl.Tests;

/// <summary>
/// The rooms, the folders of src/PSSsl.Core and src/PSSsl, stand upon each other: a lower one knows nothing of those above it.
/// </summary>
public class ArchitectureTests
{
    /// <summary>The lowest first; what stands in no folder has no name. Below all of them is the engine, an assembly of its own.</summary>
    internal static readonly string[] Order =
    [
        "", "Errors", "Net", "Ciphers", "X509", "Hostnames", "Certificates", "Trust", "Sessions", "Contexts", "Sockets", "Connecting",
        "Audit", "Expectations",
        "Scripts", "Views", "Commands", "Isolation",
    ];

    /// <summary>What refers to a room above it all the same, each with its reason.</summary>
    private static readonly Dictionary<(string From, string To), string> s_exceptions = new()
    {
        [("PSSsl.SslException", "PSSsl.PeerCertificate")] = "whoever catches a refusal finds the certificate that was refused in it",
    };

    private static readonly Lazy<IReadOnlyList<RoomArrow>> s_arrows =
        new(() => RoomArrow.In(typeof(SslContext).Assembly, typeof(NewSslSocketCommand).Assembly));

    [Fact]
    public void EachRoomHasItsPlace() =>
        Assert.Empty(s_arrows.Value.SelectMany(a => new[] { a.FromRoom, a.ToRoom }).Distinct().Except(Order));

    [Fact]
    public void ALowerRoomRefersToNoHigherOne()
    {
        string[] upward = s_arrows.Value.Where(IsForbidden).Select(a => a.ToString()).Distinct().Order().ToArray();
        Assert.True(upward.Length == 0, string.Join("\n", upward));
    }

    [Fact]
    public void NoExceptionOutlivesItsReason() =>
        Assert.Empty(s_exceptions.Keys.Except(s_arrows.Value.Where(IsUpward).Select(a => (a.From, a.To))));

    [Fact]
    public void ThePictureInContributingIsOfTheCode()
    {
        string page = Path.Combine(FrameworkBuild.Folder, "../../../../../CONTRIBUTING.md"), text = File.ReadAllText(page);
        string drawn = LayerPicture.In(text, LayerPicture.Draw(Order, s_arrows.Value));
        if (Environment.GetEnvironmentVariable("PSSSL_DRAW") == "1")
            File.WriteAllText(page, drawn);
        else
            Assert.True(drawn == text,
                "CONTRIBUTING.md shows other layers than the code has. Draw them anew: PSSSL_DRAW=1, and run this test.");
    }

    /// <summary>Without these the tests above would have seen nothing.</summary>
    [Theory]
    [InlineData("Hostnames", "X509")]
    [InlineData("Certificates", "X509")]
    [InlineData("Trust", "Certificates")]
    [InlineData("Sockets", "Trust")]
    [InlineData("Connecting", "Sockets")]
    [InlineData("Audit", "Connecting")]
    [InlineData("Commands", "Scripts")]
    [InlineData("Commands", "Audit")]
    public void AHigherRoomRefersToALowerOne(string from, string to) =>
        Assert.Contains(s_arrows.Value, a => (a.FromRoom, a.ToRoom) == (from, to));

    private static bool IsUpward(RoomArrow arrow) => Array.IndexOf(Order, arrow.ToRoom) > Array.IndexOf(Order, arrow.FromRoom);

    private static bool IsForbidden(RoomArrow arrow) => IsUpward(arrow) && !s_exceptions.ContainsKey((arrow.From, arrow.To));
}
