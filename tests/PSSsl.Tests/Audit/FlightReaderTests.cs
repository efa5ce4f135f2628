using System;
using System.Linq;
using PSSsl.Audit.Hello;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>What servers answer, and what attackers do.</summary>
public class FlightReaderTests
{
    /// <summary>TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256, with renegotiation_info.</summary>
    private static readonly byte[] s_hello = Record(22, Message(2, [3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0, 0, 5, 0xFF, 1, 0, 1, 0]));

    [Fact]
    public void AHelloIsReadInPiecesOfAnySize()
    {
        foreach (int size in new[] { 1, 2, 7, 1000 })
        {
            var reader = new FlightReader(wantsAll: false);
            for (int at = 0; at < s_hello.Length; at += size)
                reader.Add(s_hello, at, Math.Min(size, s_hello.Length - at));
            Assert.Equal(FlightEnd.Whole, reader.Flight.End);
            Assert.Equal((0x0303, 0xC02F), (reader.Flight.Hello!.Version, reader.Flight.Hello.Suite));
            Assert.NotNull(reader.Flight.Hello.Find(ExtensionType.RenegotiationInfo));
        }
    }

    [Fact]
    public void AWholeFlightIsRead()
    {
        byte[] curve = [3, 0, 29, 3, 1, 2, 3, 4, 1, 0, 1, 0];
        ServerFlight flight =
            Read(true, [.. s_hello, .. Record(22, [.. Message(11, [0, 0, 5, 0, 0, 2, 7, 8]), .. Message(12, curve), .. Message(14, [])])]);
        Assert.True(flight.IsDone);
        Assert.Equal([7, 8], Assert.Single(flight.Certificates!));
        Assert.Equal((29, 0x0401), (flight.Keys!.Group, flight.Keys.SignatureScheme));
    }

    [Fact]
    public void SupportedVersionsSayTheVersion()
    {
        byte[] body = [3, 3, .. new byte[32], 0, 0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4];
        Assert.Equal(0x0304, Read(true, Record(22, Message(2, body))).Hello!.Version);
    }

    [Theory]
    [InlineData(new byte[] { 21, 3, 3, 0, 2, 2, 40 }, FlightEnd.Alert)]
    [InlineData(new byte[] { 21, 3, 3, 0, 2, 1, 112 }, FlightEnd.Closed)]
    [InlineData(new byte[] { 21, 3, 3, 0, 2, 1, 0 }, FlightEnd.Closed)]
    [InlineData(new byte[] { 0x80, 3, 0, 0, 1 }, FlightEnd.Alert)]
    [InlineData(new byte[] { 0x48, 0x54, 0x54, 0x50, 0x2F }, FlightEnd.NotTls)]
    [InlineData(new byte[] { 22, 3, 3, 0xFF, 0xFF }, FlightEnd.Malformed)]
    [InlineData(new byte[] { 22, 3, 3, 0, 4, 2, 0xFF, 0xFF, 0xFF }, FlightEnd.Malformed)]
    [InlineData(new byte[] { 22, 3, 3, 0, 5, 2, 0, 0, 1, 3 }, FlightEnd.Malformed)]
    [InlineData(new byte[] { 23, 3, 3, 0, 1, 0 }, FlightEnd.Malformed)]
    [InlineData(new byte[] { }, FlightEnd.Closed)]
    public void EndsAreToldApart(byte[] bytes, object end) => Assert.Equal(end.ToString(), Read(true, bytes).End.ToString());

    [Fact]
    public void MessagesWithoutEndAreBounded()
    {
        var reader = new FlightReader(wantsAll: true);
        reader.Add(s_hello, 0, s_hello.Length);
        byte[] empty = Record(22, [.. Enumerable.Repeat(new byte[4], 4096).SelectMany(m => m)]);
        for (int i = 0; i < 1000 && !reader.IsOver; i++)
            reader.Add(empty, 0, empty.Length);
        Assert.Equal(FlightEnd.Malformed, reader.Flight.End);
        Assert.True(reader.Flight.Count <= 2 * 1024 * 1024);
    }

    [Fact]
    public void Ssl2IsUnderstood()
    {
        byte[] message = [4, 0, 1, 0, 2, 0, 2, 0, 3, 0, 1, 9, 9, 1, 0, 0x80, 5];
        ServerFlight flight = Read(true, [0x80, (byte)message.Length, .. message]);
        Assert.Equal([0x010080], flight.Ssl2!.Kinds);
        Assert.Equal([9, 9], flight.Ssl2.Certificate);
    }

    private static ServerFlight Read(bool wantsAll, byte[] bytes)
    {
        var reader = new FlightReader(wantsAll);
        reader.Add(bytes, 0, bytes.Length);
        reader.Finish(FlightEnd.Closed);
        return reader.Flight;
    }

    internal static byte[] Record(int type, byte[] body) => [(byte)type, 3, 3, (byte)(body.Length >> 8), (byte)body.Length, .. body];

    internal static byte[] Message(int type, byte[] body) => [(byte)type, 0, (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
