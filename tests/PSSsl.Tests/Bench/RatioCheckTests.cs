using System;
using System.Linq;
using PSSsl.Bench;
using Xunit;

namespace PSSsl.Tests.Bench;

public class RatioCheckTests
{
    private const string Here = "linux-x64, 2 processors, .NET 10";

    private static HistoryEntry Entry(double ratio, string row = "handshake, both ends", string machine = Here, string commit = "abc") =>
        new("2026-11-28", commit, machine, row, ratio);

    [Theory]
    [InlineData(1.2, 1.2, false, true)]
    [InlineData(1.2, 1.59, false, true)]
    [InlineData(1.2, 1.61, false, false)]
    [InlineData(1.2, 0.1, false, true)]
    [InlineData(1.2, 0.91, true, true)]
    [InlineData(1.2, 0.89, true, false)]
    [InlineData(1.2, 9, true, true)]
    public void AThirdWorseFails(double last, double now, bool moreIsBetter, bool passes)
    {
        var check = new RatioCheck([Entry(last)], Here);
        string said = check.Judge(new MeasuredRatio("handshake, both ends", now, moreIsBetter));
        Assert.Equal(passes, check.Passed);
        Assert.StartsWith(passes ? "ok" : "WORSE", said);
    }

    [Fact]
    public void TheLastEntryOfTheSameKindOfMachineCounts()
    {
        const string elsewhere = "osx-arm64, 8 processors, .NET 10";
        HistoryEntry[] history = [Entry(9, commit: "old"), Entry(1, commit: "last"), Entry(9, machine: elsewhere), Entry(9, row: "bulk")];
        var check = new RatioCheck(history, Here);
        Assert.Contains("last", check.Judge(new MeasuredRatio("handshake, both ends", 1.5, false)));
        Assert.False(check.Passed);
    }

    [Fact]
    public void NothingComparedIsNoPass()
    {
        var check = new RatioCheck([Entry(1, machine: "another")], Here);
        Assert.Contains("nothing to compare with", check.Judge(new MeasuredRatio("handshake, both ends", 1, false)));
        Assert.False(check.Passed);
        Assert.StartsWith("Nothing was compared", check.Summary());
    }

    [Fact]
    public void OneThatIsWorseFailsAll()
    {
        var check = new RatioCheck([Entry(1), Entry(1, "bulk")], Here);
        check.Judge(new MeasuredRatio("handshake, both ends", 2, false));
        check.Judge(new MeasuredRatio("bulk", 1, true));
        Assert.False(check.Passed);
        Assert.Equal("2 compared, 1 worse by more than a third.", check.Summary());
    }

    [Fact]
    public void LinesAreReadAsTheyAreWritten()
    {
        HistoryEntry[] written = [Entry(1.234), Entry(0.5, "a \"row\" with, all")];
        Assert.Equal(written, HistoryEntry.Read([HistoryEntry.Heading, .. written.Select(entry => entry.Line())]));
        Assert.Equal("2026-11-28,abc,\"linux-x64, 2 processors, .NET 10\",\"handshake, both ends\",1.234", written[0].Line());
    }

    [Theory]
    [InlineData("date,commit,row")]
    [InlineData("date,commit,machine,row,ratio", "2026-11-28,abc,machine,row")]
    [InlineData("date,commit,machine,row,ratio", "2026-11-28,abc,machine,row,fast")]
    [InlineData("date,commit,machine,row,ratio", "2026-11-28,abc,machine,row,-1")]
    public void AnythingElseIsNoHistory(params string[] lines) =>
        Assert.Throws<FormatException>(() => HistoryEntry.Read(lines));
}
