using System.Linq;
using System.Net.Security;
using PSSsl.Ciphers;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>The registry against .NET's own list of IANA's numbers.</summary>
public class SuiteRegistryTests
{
    [Fact]
    public void HasEverySuiteOfIanasRegistryUnderItsName() =>
        Assert.All(System.Enum.GetValues<TlsCipherSuite>().Where(s => s != TlsCipherSuite.TLS_NULL_WITH_NULL_NULL),
            s => Assert.True(IsSame((int)s, s.ToString()), s.ToString()));

    [Theory]
    [InlineData(0x0003, "RSA(512)", "RC4", 40, SslCipherStrength.Weak)]
    [InlineData(0x0018, "DH", "RC4", 128, SslCipherStrength.None)]
    [InlineData(0x0009, "RSA", "DES", 56, SslCipherStrength.Weak)]
    [InlineData(0xC00E, "ECDH/RSA", "AES", 128, SslCipherStrength.Acceptable)]
    [InlineData(0xC08A, "ECDH", "CamelliaGCM", 128, SslCipherStrength.Recommended)]
    [InlineData(0x010080, "RSA", "RC4", 128, SslCipherStrength.Weak)]
    public void TheNameSaysWhatItIs(int id, string exchange, string encryption, int bits, SslCipherStrength strength)
    {
        SslCipher suite = SuiteRegistry.ById(id);
        Assert.Equal((exchange, encryption, bits, strength), (suite.KeyExchange, suite.Encryption, suite.Bits, suite.Strength));
    }

    [Fact]
    public void StaticKeysHaveNoForwardSecrecy() => Assert.False(SuiteRegistry.ById(0xC00E).ForwardSecrecy);

    private static bool IsSame(int id, string name) =>
        SuiteRegistry.ById(id).StandardName == name || CipherTable.ById(id) is { } spoken && Plain(spoken.StandardName) == Plain(name);

    /// <summary>RFC 6655 wrote two of them in another order.</summary>
    private static string Plain(string name) => string.Concat(name.Split('_').Order());
}
