using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Hostnames;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>
/// Where the alternative names cannot be read, nothing says that there are none: the common name does not stand for them.
/// </summary>
public class BrokenNamesTests
{
    private const string AlternativeName = "2.5.29.17";
    private static readonly byte[] s_broken = [0x30, 0x09, 0x82, 0x01];
    private static readonly byte[] s_one = [0x30, 0x05, 0x82, 0x03, (byte)'a', (byte)'.', (byte)'b'];
    private static readonly byte[] s_other = [0x30, 0x05, 0x82, 0x03, (byte)'c', (byte)'.', (byte)'d'];

    [Theory]
    [InlineData("default")]
    [InlineData("http")]
    [InlineData("ldap")]
    [InlineData("smtp")]
    [InlineData("rfc2818")]
    public void TheCommonNameDoesNotStandForThem(string scheme)
    {
        foreach (byte[][] lists in new byte[][][] { [s_broken], [s_one, s_other], [s_one, s_one], [s_broken, s_one] })
        {
            using X509Certificate2 certificate = Make("CN=www.lab.example", lists);
            foreach (string host in new[] { "www.lab.example", "a.b", "c.d" })
                Assert.False(HostnameVerifier.Verify(certificate, host, HostnameSchemes.Find(scheme)!).Match, $"{scheme}, {host}");
        }
    }

    [Fact]
    public void WithoutThemItCounts()
    {
        using X509Certificate2 certificate = Make("CN=www.lab.example");
        Assert.True(HostnameVerifier.Verify(certificate, "www.lab.example", HostnameSchemes.Find("http")!).Match);
    }

    /// <summary>
    /// The platform makes no extension twice, so the second is made as another one and its identifier changed: who compares names asks
    /// no signature.
    /// </summary>
    private static X509Certificate2 Make(string subject, params byte[][] lists)
    {
        using X509Certificate2 made = CertificateLab.SelfSigned(subject,
            lists.Select((list, i) => new X509Extension(i == 0 ? AlternativeName : "2.5.29.118", list, critical: false)).ToArray());
        byte[] der = made.RawData;
        int other = der.AsSpan().IndexOf<byte>([0x06, 0x03, 0x55, 0x1D, 118]);
        if (other >= 0)
            der[other + 4] = 17;
        return X509CertificateLoader.LoadCertificate(der);
    }
}
