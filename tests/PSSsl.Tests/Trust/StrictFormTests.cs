using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Forms that the default check takes and the strict one names.</summary>
public class StrictFormTests
{
    [Theory]
    [InlineData("800100", null)]
    [InlineData("800101", "minimum")]
    [InlineData("80020000", "minimum")]
    [InlineData("8000", "minimum")]
    [InlineData("810105", "minimum or maximum")]
    public void AMinimumOf0MayBeWritten(string after, string? fault)
    {
        byte[] constraints = DerWriter.Sequence(DerWriter.Constructed(0,
            DerWriter.Sequence(DerWriter.Primitive(2, "example.org"u8.ToArray()), Convert.FromHexString(after))));
        if (fault is not null)
        {
            Assert.Contains(fault, Assert.Throws<FormatException>(() => NameConstraints.Of(constraints)).Message, StringComparison.Ordinal);
            return;
        }

        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape
            { Extensions = [new X509Extension(Oids.NameConstraints, constraints, true)] });
        CertificateShape shape = new()
            { DnsNames = ["www.example.org"], Purposes = [Oids.ServerAuth], Usage = X509KeyUsageFlags.DigitalSignature };
        Assert.Empty(Faults(root, root.Leaf("CN=www.example.org", shape), strict: false));
        Assert.Contains("minimum is 0", Assert.Single(Faults(root, root.Leaf("CN=www.example.org", shape), strict: true)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("300680040A0B0C0D", false)]
    [InlineData("300680040A0B0C0E", true)]
    public void ARootsIdentifiersAreOne(string authorityKey, bool isFault)
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape
        {
            KeyIds = false,
            Extensions = [new X509Extension(Oids.SubjectKey, Convert.FromHexString("04040A0B0C0D"), false),
                new X509Extension(Oids.AuthorityKey, Convert.FromHexString(authorityKey), false)],
        });
        CertificateShape shape = new()
        {
            KeyIds = false,
            DnsNames = ["www.example.org"],
            Purposes = [Oids.ServerAuth],
            Usage = X509KeyUsageFlags.DigitalSignature,
            Extensions = [new X509Extension(Oids.AuthorityKey, Convert.FromHexString("300680040A0B0C0D"), false)],
        };
        string[] faults = Faults(root, root.Leaf("CN=www.example.org", shape), strict: true);
        Assert.Equal(isFault, faults.Any(f => f.Contains("not its own subject key identifier", StringComparison.Ordinal)));
    }

    private static string[] Faults(TestCertificate root, TestCertificate leaf, bool strict) =>
        new ChainInquiry(RevocationOptions.Default).Judge(
        new ChainRequest(leaf.Certificate, [leaf.Certificate], TrustAnchors.From([root.Certificate]))
            { Purpose = ChainPurpose.ServerAuth, Strict = strict }).Errors.Select(e => e.Message).ToArray();
}
