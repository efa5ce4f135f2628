using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>
/// A certificate that its issuer signed and of which a part is broken: the verdict names that part, and does not blame signature, issuer or
/// dates.
/// </summary>
public class BrokenPartTests
{
    private const string Names = "2.5.29.17";
    private static readonly TestCertificate s_root = TestCertificate.Root();

    [Theory]
    [InlineData("3006890401020304", "no known form")]
    [InlineData("3006820161890101", "no known form")]
    [InlineData("300682016142", "longer")]
    [InlineData("3006A20401020304", "not its form's")]
    [InlineData("300382016100", "follows the end")]
    [InlineData("0500", "tag")]
    [InlineData("", "tag")]
    public void AlternativeNamesThatCannotBeRead(string hex, string why) =>
        Expect(s_root.Leaf("CN=leaf", Shape(new X509Extension(Names, Convert.FromHexString(hex), false))).Certificate,
            SslErrorCode.CertificateInvalid, "alternative names of 'CN=leaf' cannot be read", why);

    [Fact]
    public void TwoListsOfNames()
    {
        TestCertificate leaf =
            s_root.Leaf("CN=leaf", Shape(Dns("www.example.org"), new X509Extension("2.5.29.18", Dns("other.example.org").RawData, false)));
        X509Certificate2 twice = leaf.Rewritten(s_root, tbs => Replace(tbs, "\u0006\u0003U\u001D\u0012", "\u0006\u0003U\u001D\u0011"));
        Expect(twice, SslErrorCode.CertificateInvalid, "the extension 2.5.29.17 twice");
    }

    [Theory]
    [InlineData("030100")]
    [InlineData("03020700")]
    public void AKeyUsageOfNoUse(string hex) =>
        Expect(s_root.Leaf("CN=leaf", Shape(new X509Extension("2.5.29.15", Convert.FromHexString(hex), true))).Certificate,
            SslErrorCode.CertificatePurpose, "the key usage of 'CN=leaf' names no use");

    [Theory]
    [InlineData("2.5.29.15", "0300")]
    [InlineData("2.5.29.15", "0500")]
    [InlineData("2.5.29.37", "3080")]
    [InlineData("2.5.29.37", "300006")]
    [InlineData("2.5.29.19", "3003020101FF")]
    [InlineData("2.5.29.35", "30028005")]
    [InlineData("2.5.29.14", "0500")]
    public void AnExtensionThatCannotBeRead(string oid, string hex) =>
        Expect(s_root.Leaf("CN=leaf", Shape(new X509Extension(oid, Convert.FromHexString(hex), false)) with { KeyIds = false }).Certificate,
            SslErrorCode.CertificateInvalid, "cannot be read");

    [Theory]
    [InlineData("261301000000Z")]
    [InlineData("2601010000000")]
    [InlineData("XX0101000000Z")]
    public void ADateThatIsNone(string date)
    {
        TestCertificate leaf =
            s_root.Leaf("CN=leaf", Shape(Dns("www.example.org")) with { Until = new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        if (Try(() => leaf.Rewritten(s_root, tbs => Replace(tbs, "490101000000Z", date))) is not { } certificate)
            return;
        Expect(certificate, SslErrorCode.CertificateInvalid, "its last day");
        PeerCertificate described = PeerCertificate.Of(certificate, null);
        Assert.Null(described.NotAfter);
        Assert.Null(described.DaysRemaining);
        Assert.Null(described.IsExpired);
        Assert.Contains(described.Faults, f => f.StartsWith("its last day", StringComparison.Ordinal));
        Assert.DoesNotContain("0001", described.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("06082A8648CE3D040309", "not known here")]
    [InlineData("06082A8648CE3D04037F", "not known here")]
    [InlineData("060960864801650304037F", "not known here")]
    [InlineData("0609608648016503040302", "DSA, which is not accepted")]
    public void ASignatureThatIsNotKnown(string oid, string why)
    {
        byte[] whole = s_root.Leaf("CN=leaf", Shape(Dns("www.example.org"))).Certificate.RawData;
        byte[] other = Convert.FromHexString(oid), known = Convert.FromHexString("300A06082A8648CE3D040302");
        string changed = Convert.ToHexString(whole);
        if (other.Length + 2 == known.Length)
            changed = changed.Replace(Convert.ToHexString(known), "300A" + oid, StringComparison.Ordinal);
        else
            changed = Convert.ToHexString(Longer(whole, Convert.ToHexString(known), $"30{other.Length:X2}{oid}"));
        Expect(X509CertificateLoader.LoadCertificate(Convert.FromHexString(changed)), SslErrorCode.CertificateInvalid, "is signed with",
            why);
    }

    [Fact]
    public void AnIntermediateThatIsBrokenIsNamed()
    {
        TestCertificate authority = s_root.Authority("CN=Broken", new CertificateShape
            { Extensions = [new X509Extension(Names, Convert.FromHexString("3006890401020304"), false)] });
        SslVerifyError[] errors = Judge(authority.Leaf("CN=leaf", Shape(Dns("www.example.org"))).Certificate, authority.Certificate);
        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Equal(SslErrorCode.CertificateInvalid, e.Code));
        Assert.Contains(errors, e => e.Message.Contains("no known form", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a@b@example.org", false)]
    [InlineData("example.org", false)]
    [InlineData("@example.org", false)]
    [InlineData("a@", false)]
    [InlineData("a@example.org", true)]
    [InlineData("\"a@b\"@example.org", true)]
    public void AMailAddressHasOneAt(string mail, bool good)
    {
        byte[] names = DerWriter.Sequence(DerWriter.Primitive(1, Encoding.ASCII.GetBytes(mail)),
            DerWriter.Primitive(2, "www.example.org"u8.ToArray()));
        X509Certificate2 leaf = s_root.Leaf("CN=leaf", Shape(new X509Extension(Names, names, false))).Certificate;
        if (good)
            Assert.Empty(Judge(leaf));
        else
            Expect(leaf, SslErrorCode.CertificateInvalid, "is not a mail address");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OnlyVersion3HasAuthoritiesBelowTheAnchor(byte version)
    {
        TestCertificate authority = s_root.Authority("CN=Old");
        X509Certificate2 old = authority.Rewritten(s_root, tbs => tbs[Array.IndexOf(tbs, (byte)0xA0) + 4] = version);
        SslVerifyError[] errors = Judge(authority.Leaf("CN=leaf", Shape(Dns("www.example.org"))).Certificate, old);
        Assert.Contains(errors, e => e.Message.Contains($"version {version + 1}, which has no authorities", StringComparison.Ordinal)
            || e.Message.Contains("not an authority", StringComparison.Ordinal));
    }

    private static CertificateShape Shape(params X509Extension[] extensions) => new() { Extensions = extensions };

    private static X509Extension Dns(string name) =>
        new(Names, DerWriter.Sequence(DerWriter.Primitive(2, Encoding.ASCII.GetBytes(name))), false);

    private static SslVerifyError[] Judge(X509Certificate2 leaf, params X509Certificate2[] sent) =>
        new ChainInquiry(RevocationOptions.Default).Judge(
        new ChainRequest(leaf, [leaf, .. sent], TrustAnchors.From([s_root.Certificate])) { Purpose = ChainPurpose.ServerAuth })
            .Errors.ToArray();

    /// <summary>The fault is there, in these words, and no other code than its own.</summary>
    private static void Expect(X509Certificate2 leaf, SslErrorCode code, params string[] words)
    {
        SslVerifyError[] errors = Judge(leaf);
        string all = string.Join(Environment.NewLine, errors.Select(e => $"{e.Code}: {e.Message}"));
        Assert.True(errors.Any(e => e.Code == code && words.All(w => e.Message.Contains(w, StringComparison.Ordinal))), all);
        Assert.True(errors.All(e => e.Code == code || e.Code == SslErrorCode.CertificateInvalid), all);
        Assert.DoesNotContain("has a key that signed", all, StringComparison.Ordinal);
        Assert.DoesNotContain("0001", all, StringComparison.Ordinal);
    }

    private static void Replace(byte[] bytes, string text, string other)
    {
        int at = Encoding.Latin1.GetString(bytes).IndexOf(text, StringComparison.Ordinal);
        Encoding.ASCII.GetBytes(other).CopyTo(bytes, at);
    }

    /// <summary>The same certificate with another algorithm in both places; its signature is nothing that anyone could verify.</summary>
    private static byte[] Longer(byte[] whole, string known, string other)
    {
        DerReader parts = DerReader.Only(whole, DerReader.Sequence);
        byte[] tbs = parts.Content(DerReader.Sequence), signature = [];
        parts.Skip();
        signature = parts.Element(DerReader.BitString);
        byte[] changed = Convert.FromHexString(Convert.ToHexString(tbs).Replace(known, other, StringComparison.Ordinal));
        return DerWriter.Sequence(DerWriter.Sequence(changed), Convert.FromHexString(other), signature);
    }

    private static X509Certificate2? Try(Func<X509Certificate2> make)
    {
        try
        {
            return make();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
