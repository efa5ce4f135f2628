using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Audit.DnsRecords;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

public sealed class TlsaRecordTests
{
    private static readonly X509Certificate2 s_one = CertificateLab.SelfSigned("CN=one"), s_other = CertificateLab.SelfSigned("CN=other");

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void FitsItsCertificateAlone(int selector, int matching)
    {
        byte[] selected = selector == 0 ? s_one.RawData : s_one.PublicKey.ExportSubjectPublicKeyInfo();
        byte[] data = matching switch { 0 => selected, 1 => SHA256.HashData(selected), _ => SHA512.HashData(selected) };
        TlsaRecord record = Make(3, selector, matching, data);
        Assert.True(record.IsUsable);
        Assert.True(record.Fits(s_one));
        Assert.False(record.Fits(s_other));
        Assert.False(Make(3, selector, matching, [.. data, 0]).Fits(s_one));
        Assert.False(Make(3, selector, matching, data[..^1]).Fits(s_one));
        data[0] ^= 1;
        Assert.False(Make(3, selector, matching, data).Fits(s_one));
    }

    [Theory]
    [InlineData(4, 0, 1, 32)]
    [InlineData(255, 0, 1, 32)]
    [InlineData(3, 2, 1, 32)]
    [InlineData(3, 1, 3, 32)]
    [InlineData(3, 1, 1, 31)]
    [InlineData(3, 1, 2, 32)]
    public void WhatHasNoMeaningDoesNotCount(int usage, int selector, int matching, int length) =>
        Assert.False(Make(usage, selector, matching, new byte[length]).IsUsable);

    [Theory]
    [InlineData("")]
    [InlineData("030101")]
    public void WhatIsCutOffDoesNotCount(string data) => Assert.False(TlsaRecord.Read(Convert.FromHexString(data)).IsUsable);

    [Fact]
    public void ShowsItsBeginning() =>
        Assert.Equal("3 1 1 0000000000000000…", Make(3, 1, 1, new byte[32]).ToString());

    private static TlsaRecord Make(int usage, int selector, int matching, byte[] data) =>
        TlsaRecord.Read([(byte)usage, (byte)selector, (byte)matching, .. data]);
}
