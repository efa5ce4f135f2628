using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Hostnames;
using PSSsl.Tests.Trust;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>
/// Certificates that nobody honest makes: each ends in a fault or a description, never in another exception, and none is trusted.
/// </summary>
public class HostileCertificateTests
{
    private const int Mutations = 3000;
    private const int Seed = 5280;

    private static readonly TestCertificate s_root = TestCertificate.Root();
    private static readonly TestCertificate s_leaf = s_root.Leaf("CN=www.example.org", new CertificateShape
    {
        DnsNames = ["www.example.org", "*.example.org"],
        Purposes = ["1.3.6.1.5.5.7.3.1"],
        Usage = X509KeyUsageFlags.DigitalSignature,
        Extensions = [new X509Extension("1.3.6.1.5.5.7.1.24", [0x30, 0x03, 0x02, 0x01, 0x05], false)],
    });

    [Fact]
    public void LongNamesAreToldInShort()
    {
        string name = new('x', 30_000);
        X509Certificate2 certificate = s_root.Leaf($"CN={name}", new CertificateShape
        {
            Extensions = [new X509Extension(Oids.AlternativeName,
                DerWriter.Sequence(DerWriter.Primitive(2, Encoding.ASCII.GetBytes(name + ".example"))), false)],
        }).Certificate;
        string[] told =
        [
            PeerCertificate.Of(certificate, null).ToString(),
            SslCertificateVerdict.Of([certificate], "www.example.org").ToString(),
            HostnameVerifier.Verify(CertificateNames.Of(ParsedCertificate.Of(certificate)), "www.example.org", HostnameScheme.Default).Reason,
            Assert.Throws<SslException>(() => LeafFirst.Of([certificate, s_leaf.Certificate], "a file")).Message,
        ];
        Assert.All(told, t => Assert.InRange(t.Length, 300, 2500));
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        byte[] whole = s_leaf.Certificate.RawData;
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.Throws<SslException>(() => CertificateFile.ReadAll(cut, "a cut certificate", "Path", null));
        }
    }

    [Fact]
    public void NoChangedByteIsTrustedAndNoneBreaksAnything()
    {
        var random = new Random(Seed);
        byte[] good = s_leaf.Certificate.RawData;
        int read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] changed = Mutate(random, good);
            if (Load(changed) is not { } certificate)
                continue;
            using (certificate)
            {
                read++;
                Describe(certificate);
                foreach (bool strict in new[] { false, true })
                    Assert.False(Judge(certificate, strict).Trusted && !changed.SequenceEqual(good), Convert.ToHexString(changed));
            }
        }

        // Most of the changes leave something that the platform reads.
        Assert.InRange(read, Mutations / 10, Mutations);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5_000)]
    [InlineData(1_000_000)]
    public void HoweverManyNames(int count)
    {
        // Room from the start: it grows by little.
        var names = new AsnWriter(AsnEncodingRules.DER, 20 * count);
        using (names.PushSequence())
        {
            for (int i = 0; i < count; i++)
                names.WriteOctetString(Encoding.ASCII.GetBytes($"n{i}.example"), new Asn1Tag(TagClass.ContextSpecific, 2));
        }

        byte[] der = Signed(new X509Extension("2.5.29.17", names.Encode(), false));
        if (count > 100_000)
        {
            // So large that it is not even shown to the platform.
            SslException e = Assert.Throws<SslException>(() => CertificateFile.ReadAll(der, "a large certificate", "Path", null));
            Assert.Contains("bytes", e.Message, StringComparison.Ordinal);
            return;
        }

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        Describe(certificate);
        Judge(certificate, strict: true);
        Assert.False(HostnameVerifier.Verify(certificate, "www.example.org", HostnameScheme.Default).Match);
    }

    [Fact]
    public void DeepNestingEndsSomewhere()
    {
        byte[] nested = [0x05, 0x00];
        for (int i = 0; i < 2_000; i++)
            nested = DerWriter.Sequence(nested);
        foreach (string oid in new[] { "2.5.29.17", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.36", "1.3.6.1.5.5.7.1.1", "1.2.3.4" })
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Signed(new X509Extension(oid, nested, false)));
            Describe(certificate);
            Assert.False(Judge(certificate, strict: true).Trusted);
        }
    }

    [Theory]
    [InlineData("2.5.29.17", "")]
    [InlineData("2.5.29.17", "30820000")]
    [InlineData("2.5.29.17", "3080000000")]
    [InlineData("2.5.29.17", "3084FFFFFFFF")]
    [InlineData("2.5.29.17", "3006820401020304")]
    [InlineData("2.5.29.15", "0300")]
    [InlineData("2.5.29.15", "030209FF")]
    [InlineData("2.5.29.19", "30060101FF0201FF")]
    [InlineData("2.5.29.19", "300B0101FF0206FFFFFFFFFFFF")]
    [InlineData("2.5.29.30", "3000")]
    [InlineData("2.5.29.30", "A0")]
    [InlineData("2.5.29.37", "3000")]
    [InlineData("2.5.29.37", "3080")]
    [InlineData("1.3.6.1.4.1.11129.2.4.2", "04020000")]
    [InlineData("1.3.6.1.4.1.11129.2.4.2", "0404FFFFFFFF")]
    [InlineData("1.3.6.1.5.5.7.1.24", "3003020105FF")]
    public void AnExtensionThatIsNoneIsAFault(string oid, string hex)
    {
        using X509Certificate2 certificate =
            X509CertificateLoader.LoadCertificate(Signed(new X509Extension(oid, Convert.FromHexString(hex), true)));
        Describe(certificate);
        Assert.False(Judge(certificate, strict: true).Trusted);
    }

    private static byte[] Signed(X509Extension extension) =>
        s_root.Leaf("CN=hostile", new CertificateShape
            { Extensions = [extension], Purposes = extension.Oid!.Value == "2.5.29.37" ? [] : ["1.3.6.1.5.5.7.3.1"] }).Certificate.RawData;

    private static ChainVerdict Judge(X509Certificate2 certificate, bool strict) => new ChainInquiry(RevocationOptions.Default).Judge(
        new ChainRequest(certificate, [certificate], TrustAnchors.From([s_root.Certificate]))
            { Purpose = ChainPurpose.ServerAuth, Strict = strict });

    /// <summary>All that is ever read of one.</summary>
    private static void Describe(X509Certificate2 certificate)
    {
        PeerCertificate described = PeerCertificate.Of(certificate, null);
        foreach (System.Reflection.PropertyInfo property in typeof(PeerCertificate).GetProperties())
            property.GetValue(described);
        Assert.NotNull(described.ToText());
        Assert.NotNull(described.GetFingerprint());
    }

    private static X509Certificate2? Load(byte[] der)
    {
        try
        {
            return CertificateFile.ReadAll(der, "a changed certificate", "Path", null)[0];
        }
        catch (SslException)
        {
            return null;
        }
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        byte[] changed = (byte[])good.Clone();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(changed.Length);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed[at] = new byte[] { 0x00, 0x7F, 0x80, 0x81, 0x84, 0xFF, 0x30, 0xA0 }[random.Next(8)];
                    break;
                default:
                    int length = Math.Min(random.Next(1, 16), changed.Length - at);
                    Array.Copy(changed, random.Next(changed.Length - length), changed, at, length);
                    break;
            }
        }

        return changed;
    }
}
