using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PSSsl.Engine;
using Xunit;

namespace PSSsl.Tests.Engine;

public class BoundedCacheTests
{
    private static readonly DateTime s_now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void TheOneUsedLongestAgoGoesFirst()
    {
        var cache = new BoundedCache<string, string>(2, 100);
        cache.Add("a", "A", 1, DateTime.MaxValue);
        cache.Add("b", "B", 1, DateTime.MaxValue);
        Assert.Equal("A", cache.Find("a", s_now));
        cache.Add("c", "C", 1, DateTime.MaxValue);
        Assert.Null(cache.Find("b", s_now));
        Assert.Equal("A", cache.Find("a", s_now));
        Assert.Equal("C", cache.Find("c", s_now));
    }

    [Fact]
    public void WeightIsBoundedWhateverTheNumber()
    {
        var cache = new BoundedCache<int, string>(1000, 100);
        for (int i = 0; i < 50; i++)
            cache.Add(i, "value", 30, DateTime.MaxValue);
        Assert.Equal(3, cache.Count);
        cache.Add(99, "heavy", 100, DateTime.MaxValue);
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void WhatIsHeavierThanAllIsNotKeptAndEvictsNothingElse()
    {
        var dropped = new List<string>();
        var cache = new BoundedCache<int, string>(10, 100, drop: dropped.Add);
        cache.Add(1, "light", 10, DateTime.MaxValue);
        cache.Add(2, "heavy", 101, DateTime.MaxValue);
        Assert.Null(cache.Find(2, s_now));
        Assert.Equal("light", cache.Find(1, s_now));
        Assert.Equal(["heavy"], dropped);
    }

    [Fact]
    public void WhatIsStaleIsNotFoundAndGoes()
    {
        var cache = new BoundedCache<string, string>(10, 100);
        cache.Add("a", "A", 1, s_now);
        Assert.Equal("A", cache.Find("a", s_now.AddTicks(-1)));
        Assert.Null(cache.Find("a", s_now));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void AValueTakesThePlaceOfTheOneBefore()
    {
        var dropped = new List<string>();
        var cache = new BoundedCache<string, string>(10, 100, StringComparer.OrdinalIgnoreCase, dropped.Add);
        cache.Add("a", "old", 60, DateTime.MaxValue);
        cache.Add("A", "new", 60, DateTime.MaxValue);
        Assert.Equal("new", cache.Find("a", s_now));
        Assert.Equal(1, cache.Count);
        Assert.Equal(["old"], dropped);
    }

    [Fact]
    public void NothingIsDroppedWhileItIsUsed()
    {
        var cache = new BoundedCache<int, Flag>(4, 100, drop: flag => flag.Dropped = true);
        Parallel.For(0, 20_000, i =>
        {
            int key = i % 16;
            if (cache.Use(key, s_now, flag => flag.Dropped ? "dropped" : "live") is { } state)
                Assert.Equal("live", state);
            else
                cache.Add(key, new Flag(), 1, DateTime.MaxValue);
        });
        Assert.True(cache.Count <= 4);
    }

    private sealed class Flag
    {
        internal bool Dropped { get; set; }
    }
}
