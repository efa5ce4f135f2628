using System;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Crypto;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>Copies share what was hashed before them and nothing else.</summary>
public class PlatformHashTests
{
    [Fact]
    public void WhatIsAddedLaterIsNotInACopy()
    {
        var hash = new PlatformHash(CryptoHashAlgorithm.sha256);
        Add(hash, "one");
        TlsHash first = hash.CloneHash();
        Add(hash, " two");
        TlsHash second = hash.CloneHash();
        Add(hash, " three");
        Assert.Equal(Of("one"), first.CalculateHash());
        Assert.Equal(Of("one two"), second.CalculateHash());
        Assert.Equal(Of("one two three"), hash.CalculateHash());
    }

    [Fact]
    public void CopiesThatAreAddedToDoNotDisturbTheirOriginal()
    {
        var hash = new PlatformHash(CryptoHashAlgorithm.sha256);
        Add(hash, "one");
        TlsHash left = hash.CloneHash(), right = hash.CloneHash();
        Add(left, " left");
        Add(hash, " two");
        Add(right, " right");
        TlsHash third = left.CloneHash();
        Add(third, " more");
        Add(left, " end");
        Assert.Equal(Of("one left end"), left.CalculateHash());
        Assert.Equal(Of("one left more"), third.CalculateHash());
        Assert.Equal(Of("one right"), right.CalculateHash());
        Assert.Equal(Of("one two"), hash.CalculateHash());
    }

    [Fact]
    public void ACopyOutlivesItsOriginal()
    {
        var hash = new PlatformHash(CryptoHashAlgorithm.sha256);
        Add(hash, "one");
        TlsHash copy = hash.CloneHash();
        Assert.Equal(Of("one"), hash.CalculateHash());
        Add(hash, "other");
        Assert.Equal(Of("one"), copy.CalculateHash());
        Assert.Equal(Of("other"), hash.CalculateHash());
        Add(copy, "new");
        Assert.Equal(Of("new"), copy.CalculateHash());
    }

    [Fact]
    public void ItGrows()
    {
        var hash = new PlatformHash(CryptoHashAlgorithm.sha256);
        string text = new('x', 100);
        for (int i = 0; i < 100; i++)
            Add(hash, text);
        Assert.Equal(Of(new string('x', 10_000)), hash.CalculateHash());
    }

    private static void Add(TlsHash hash, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        hash.Update(bytes, 0, bytes.Length);
    }

    private static byte[] Of(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));
}
