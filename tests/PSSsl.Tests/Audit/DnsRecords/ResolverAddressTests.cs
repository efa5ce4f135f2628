using PSSsl.Audit.DnsRecords;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

public sealed class ResolverAddressTests
{
    [Theory]
    [InlineData("9.9.9.9", "tls://9.9.9.9:853")]
    [InlineData("dns.example", "tls://dns.example:853")]
    [InlineData("dns.example:53", "tcp://dns.example:53")]
    [InlineData("dns.example:8853", "tls://dns.example:8853")]
    [InlineData("127.0.0.53", "tcp://127.0.0.53:53")]
    [InlineData("localhost", "tcp://localhost:53")]
    [InlineData("[::1]:5353", "tcp://[::1]:5353")]
    [InlineData("tls://127.0.0.1", "tls://127.0.0.1:853")]
    [InlineData("TCP://10.0.0.1/", "tcp://10.0.0.1:53")]
    [InlineData("tls://[2620:fe::fe]", "tls://[2620:fe::fe]:853")]
    public void IsReadAsPeopleWriteIt(string text, string read) => Assert.Equal(read, ResolverAddress.Parse(text).ToString());

    [Theory]
    [InlineData("https://dns.example/dns-query")]
    [InlineData("udp://9.9.9.9")]
    [InlineData("tls://")]
    [InlineData("a b")]
    [InlineData("user@dns.example")]
    public void OthersAreRefused(string text) =>
        Assert.Contains("is not a DNS server", Assert.Throws<SslException>(() => ResolverAddress.Parse(text)).Message);
}
