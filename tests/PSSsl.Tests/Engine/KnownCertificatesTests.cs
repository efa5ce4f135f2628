using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSSsl.Engine;
using Xunit;

namespace PSSsl.Tests.Engine;

public class KnownCertificatesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void GivesEachCallerOneOfItsOwn(int depth)
    {
        byte[] der = Make("CN=authority");
        X509Certificate2 first = KnownCertificates.Load(der, depth);
        using X509Certificate2 second = KnownCertificates.Load((byte[])der.Clone(), depth);
        Assert.NotSame(first, second);
        first.Dispose();
        Assert.Equal(der, second.RawData);
        Assert.NotNull(second.GetECDsaPublicKey());
        using X509Certificate2 third = KnownCertificates.Load(der, depth);
        Assert.Equal("CN=authority", third.Subject);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TellsCertificatesApartByEveryByte(int depth)
    {
        byte[] der = Make("CN=authority");
        using X509Certificate2 right = KnownCertificates.Load(der, depth);
        foreach (int place in new[] { 20, der.Length / 2, der.Length - 1 })
        {
            byte[] other = (byte[])der.Clone();
            other[place] ^= 1;
            try
            {
                using X509Certificate2 changed = KnownCertificates.Load(other, depth);
                Assert.Equal(other, changed.RawData);
            }
            catch (CryptographicException)
            {
                // Then it cannot be taken for the right one either.
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void StaysRightWhereTheBytesAreChangedAfterwards(int depth)
    {
        byte[] given = Make("CN=authority"), other = Make("CN=outsider!");
        while (other.Length != given.Length)
            other = Make("CN=outsider!");
        byte[] before = (byte[])given.Clone();
        KnownCertificates.Load(given, depth).Dispose();
        Buffer.BlockCopy(other, 0, given, 0, other.Length);
        using X509Certificate2 again = KnownCertificates.Load(given, depth), first = KnownCertificates.Load(before, depth);
        Assert.Equal("CN=outsider!", again.Subject);
        Assert.Equal("CN=authority", first.Subject);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RefusesWhatIsNotACertificateEachTime(int depth)
    {
        foreach (int _ in Enumerable.Range(0, 2))
            Assert.Throws<CryptographicException>(() => KnownCertificates.Load([0x30, 0x03, 0x02, 0x01, 0x05], depth));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task StaysRightWhereManyMeetMoreThanItKeeps(int depth)
    {
        byte[][] many = Enumerable.Range(0, 150).Select(i => Make("CN=authority " + i)).ToArray();
        IEnumerable<Task> callers = Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 1000; i++)
            {
                int one = random.Next(many.Length);
                using X509Certificate2 certificate = KnownCertificates.Load(many[one], depth);
                Assert.Equal(many[one], certificate.RawData);
                Assert.Equal("CN=authority " + one, certificate.Subject);
            }
        }));
        await Task.WhenAll(callers);
    }

    [Fact]
    public void LoadsAChainInItsOrder()
    {
        byte[][] chain = { Make("CN=leaf"), Make("CN=middle"), Make("CN=root") };
        X509Certificate2[] loaded = KnownCertificates.LoadChain(chain);
        Assert.Equal(chain, loaded.Select(c => c.RawData));
        foreach (X509Certificate2 certificate in loaded)
            certificate.Dispose();
    }

    private static byte[] Make(string name)
    {
        using X509Certificate2 made = CertificateLab.SelfSigned(name);
        return made.RawData;
    }
}
