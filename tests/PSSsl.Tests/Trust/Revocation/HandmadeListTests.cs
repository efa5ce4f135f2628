using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;
using Xunit;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>Revocation lists as no tool makes them, signed by the issuer all the same.</summary>
public class HandmadeListTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("CN=Root");
    private static readonly TestCertificate s_leaf = s_root.Leaf();
    private static readonly byte[] s_serial = ParsedCertificate.Of(s_leaf.Certificate).SerialNumber;
    private static readonly byte[] s_ecdsa = Convert.FromHexString("300A06082A8648CE3D040302");
    private static readonly byte[] s_number = Extension(Oids.CrlNumber, false, DerWriter.Integer(7));

    [Fact]
    public void AListThatIsAsItShouldBe()
    {
        Assert.Null(Judge(List([], s_number)));
        Expect(List([Entry(s_serial)], s_number), SslErrorCode.CertificateRevoked, "keyCompromise");
    }

    [Fact]
    public void AnUnknownCriticalExtensionOfAnyEntryMakesTheListUseless()
    {
        byte[] odd = Extension("1.2.3.4", true, [0x05, 0x00]), plain = Extension("1.2.3.4", false, [0x05, 0x00]);
        Expect(List([Entry([5], odd)], s_number), SslErrorCode.RevocationUnknown, "entry with the critical extension 1.2.3.4");
        Expect(List([Entry(s_serial, odd)], s_number), SslErrorCode.RevocationUnknown, "entry with the critical extension 1.2.3.4");
        Expect(List([Entry(s_serial), Entry([5], odd)], s_number), SslErrorCode.RevocationUnknown,
            "entry with the critical extension 1.2.3.4");
        Expect(List([Entry([5], Extension(Oids.CertificateIssuer, true, [0x30, 0x00]))], s_number), SslErrorCode.RevocationUnknown,
            "2.5.29.29");
        Assert.Null(Judge(List([Entry([5], plain)], s_number)));
        Expect(List([Entry(s_serial, plain)], s_number), SslErrorCode.CertificateRevoked);
        Expect(List([Entry(s_serial, Extension(Oids.ReasonCode, true, [0x0A, 0x01, 0x01]))], s_number), SslErrorCode.CertificateRevoked);
    }

    [Fact]
    public void RemoveFromCrlTakesNothingOffAWholeList()
    {
        byte[] removed = Entry(s_serial, Reason(8)), compromised = Entry(s_serial, Reason(1));
        Expect(List([compromised, removed], s_number), SslErrorCode.CertificateRevoked, "keyCompromise");
        Expect(List([removed, compromised], s_number), SslErrorCode.CertificateRevoked, "keyCompromise");
        Expect(List([removed], s_number), SslErrorCode.RevocationUnknown, "removeFromCRL");
    }

    [Fact]
    public void AnEntryThatCannotBeReadLeavesTheStatusOpen()
    {
        byte[] dateless = DerWriter.Sequence(DerWriter.Element(2, s_serial), DerWriter.Element(0x18, "20270230000000Z"u8.ToArray()));
        byte[] reasonTwice = Entry(s_serial, Reason(1), Reason(1));
        foreach (byte[] entry in new[] { dateless, reasonTwice, Entry(s_serial, Extension(Oids.ReasonCode, false, [0x0A, 0x00])) })
        {
            Expect(List([entry], s_number), SslErrorCode.RevocationUnknown, "cannot be read");
            // An older list without the entry does not make it good.
            RevocationList odd = RevocationList.Of(List([entry], Number(8)));
            Expect([RevocationList.Of(List([], DateTime.UtcNow.AddHours(-2), s_number)), odd], SslErrorCode.RevocationUnknown);
        }

        Assert.Null(Judge(List([DerWriter.Sequence(DerWriter.Element(2, [5]), DerWriter.Element(0x18, "x"u8.ToArray()))], s_number)));
    }

    [Fact]
    public void WhereListsAreThatCannotBeReadIsSaid()
    {
        // A peer chose it: it ends the verdict, not the run.
        X509Extension points = new(Oids.CrlPoints, Convert.FromHexString("30043002A000"), false);
        X509Certificate2 leaf = s_root.Leaf("CN=leaf", new CertificateShape { Extensions = [points] }).Certificate;
        var options = new SslTrustOptions { Authorities = [s_root.Certificate], CheckCrl = SslCrlCheck.Leaf, FetchCrl = true };
        Assert.False(SslCertificateVerdict.Of([leaf], null, options).IsTrusted);
        var sources = new RevocationSources(null);
        Assert.Empty(sources.FetchLists(ParsedCertificate.Of(leaf), 0, _ => true));
        Assert.Contains("where the certificate says that its revocation list is cannot be read", sources.Failures[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void NothingStandsBesideTheExtensionsOrInAnEntry()
    {
        byte[] critical = DerWriter.Sequence(Extension("1.2.3.4", true, [5, 0]));
        byte[] beside = DerWriter.Sequence(DerWriter.Integer(1), s_ecdsa, DerWriter.Element(0x30, Name(0x13, "Root").Encoded),
            DerWriter.Time(DateTime.UtcNow.AddHours(-1)), DerWriter.Time(DateTime.UtcNow.AddHours(1)),
            DerWriter.Constructed(0, DerWriter.Sequence(s_number), critical));
        Assert.Throws<FormatException>(() => RevocationList.Of(Signed(beside, s_ecdsa, HashAlgorithmName.SHA256)));
        byte[] date = DerWriter.Time(DateTime.UtcNow.AddDays(-1)), number = DerWriter.Integer(5);
        foreach (byte[] entry in new[]
        {
            DerWriter.Sequence(number, date, DerWriter.Sequence(Reason(1)), critical), DerWriter.Sequence(number, number),
            DerWriter.Sequence(number, date, DerWriter.Sequence(DerWriter.Sequence(DerWriter.Oid("1.2.3.4"), number))),
            DerWriter.Sequence(DerWriter.Element(2), date),
            DerWriter.Sequence(number, date, DerWriter.Sequence(DerWriter.Sequence(DerWriter.Element(6), DerWriter.OctetString([5, 0])))),
        })
        {
            Expect(List([entry], s_number), SslErrorCode.RevocationUnknown, "cannot be read");
        }
    }

    [Fact]
    public void AListIsJudgedAtAnyTimeThereIs()
    {
        foreach ((DateTime time, string words) in new[] { (DateTime.MinValue, "valid only from"), (DateTime.MaxValue, "stale") })
        {
            (SslErrorCode Code, string What)? found = Check(false).Judge([RevocationList.Of(List([], s_number))], time);
            Assert.Equal(SslErrorCode.RevocationUnknown, found?.Code);
            Assert.Contains(words, found?.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SerialNumbersCountAsNumbers()
    {
        foreach (int zeros in new[] { 1, 2, 20 })
            Expect(List([Entry([.. new byte[zeros], .. s_serial])], s_number), SslErrorCode.CertificateRevoked);
        Assert.Null(Judge(List([Entry([.. s_serial, 0])], s_number)));
        Assert.Null(Judge(List([Entry([1, .. s_serial])], s_number)));
    }

    [Theory]
    [InlineData(0x0C, "Root")]
    [InlineData(0x13, "Root")]
    [InlineData(0x0C, "ROOT")]
    [InlineData(0x13, " root  ")]
    public void TheIssuersNameCountsByItsValue(int tag, string name) =>
        Expect(List([Entry(s_serial)], Name(tag, name), s_number), SslErrorCode.CertificateRevoked);

    [Fact]
    public void AnotherNameIsAnotherIssuer() =>
        Expect(List([Entry(s_serial)], Name(0x0C, "Rooot"), s_number), SslErrorCode.RevocationUnknown, "no revocation list of its issuer");

    [Fact]
    public void CriticalExtensionsOfTheListAreLookedAt()
    {
        Expect(List([], Extension(Oids.CrlNumber, true, DerWriter.Integer(7))), SslErrorCode.RevocationUnknown, "marked as critical");
        Expect(List([], s_number, Extension("1.2.3.4", true, [5, 0])), SslErrorCode.RevocationUnknown, "1.2.3.4");
        Assert.Null(Judge(List([], s_number, Extension(Oids.IssuingPoint, true, DerWriter.Sequence()))));
        Assert.Throws<FormatException>(() => RevocationList.Of(List([], s_number, s_number)));
    }

    [Fact]
    public void AStrictCheckWantsANumber()
    {
        Assert.Null(Judge(List([])));
        Assert.Equal(SslErrorCode.RevocationUnknown, Judge(List([]), strict: true)?.Code);
        Assert.Null(Judge(List([], s_number), strict: true));
    }

    [Fact]
    public void NumbersOfListsAreNumbersToo()
    {
        RevocationList old = RevocationList.Of(List([], Extension(Oids.CrlNumber, false, DerWriter.Element(2, [0, 0, 0, 9])))),
            newer = RevocationList.Of(List([Entry(s_serial)], Extension(Oids.CrlNumber, false, DerWriter.Integer(300))));
        Assert.Equal(SslErrorCode.CertificateRevoked, Check(false).Judge([old, newer], DateTime.UtcNow)?.Code);
        Assert.Equal(SslErrorCode.CertificateRevoked, Check(false).Judge([newer, old], DateTime.UtcNow)?.Code);
    }

    [Fact]
    public void WhereNumberAndDateSayTwoThingsTheWorseListCounts()
    {
        // The authority began to count anew: the newer list has the lower number.
        DateTime now = DateTime.UtcNow;
        RevocationList revoking = RevocationList.Of(List([Entry(s_serial)], now.AddMinutes(-5), s_number));
        RevocationList old = RevocationList.Of(List([], now.AddMinutes(-50), Number(300)));
        Expect([old, revoking], SslErrorCode.CertificateRevoked);
        Expect([revoking, old], SslErrorCode.CertificateRevoked);
        RevocationList numberless = RevocationList.Of(List([Entry(s_serial)], now.AddMinutes(-5)));
        Expect([old, numberless], SslErrorCode.CertificateRevoked);
        // One without a number is compared by its date.
        RevocationList before = RevocationList.Of(List([Entry(s_serial)], now.AddMinutes(-70)));
        Expect([before, RevocationList.Of(List([], now.AddMinutes(-1), Number(301)))], null);
        Expect([RevocationList.Of(List([], now.AddMinutes(-1), Number(301))), before], null);
        // A certificate that was on hold, and is not any longer.
        Expect([RevocationList.Of(List([], now.AddMinutes(-1), Number(301))), revoking, old], null);
    }

    [Fact]
    public void NumbersOfListsAboutDifferentPartsAreNotCompared()
    {
        byte[] users = Extension(Oids.IssuingPoint, true, DerWriter.Sequence(DerWriter.Primitive(1, [0xFF])));
        DateTime now = DateTime.UtcNow;
        RevocationList ofUsers = RevocationList.Of(List([], now.AddMinutes(-50), Number(300), users));
        RevocationList ofAll = RevocationList.Of(List([Entry(s_serial)], now.AddMinutes(-5), Number(7)));
        Expect([ofUsers, ofAll], SslErrorCode.CertificateRevoked);
        Expect([ofAll, ofUsers], SslErrorCode.CertificateRevoked);
    }

    /// <summary>Who is on another kind's list is told nothing by it, neither that it is revoked nor that it is not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void AListOfOtherKindsOfCertificatesSaysNothing(int only)
    {
        byte[] kind = Extension(Oids.IssuingPoint, true, DerWriter.Sequence(DerWriter.Primitive(only, [0xFF])));
        Expect(List([], s_number, kind), SslErrorCode.RevocationUnknown, "other kinds of certificates");
        Expect(List([Entry(s_serial)], s_number, kind), SslErrorCode.RevocationUnknown, "other kinds of certificates");
    }

    [Fact]
    public void ARelativeNameOfAPartIsComparedToo()
    {
        byte[] point = DerWriter.Sequence(DerWriter.Constructed(0, Relative("Part 1")));
        X509Extension points = new(Oids.CrlPoints, DerWriter.Sequence(point), false);
        ParsedCertificate leaf = ParsedCertificate.Of(s_root.Leaf("CN=leaf", new CertificateShape { Extensions = [points] }).Certificate);
        var check = new CrlCheck(leaf, s_root.Certificate, ParsedCertificate.Of(s_root.Certificate), false);
        Assert.Null(check.Judge([OfPart(Relative("Part 1"))], DateTime.UtcNow));
        Assert.Null(check.Judge([OfPart(Relative("part  1"))], DateTime.UtcNow));
        byte[] full = DerWriter.Sequence(Name(0x13, "Root").Encoded, Relation("Part 1", 0x31));
        byte[] whole = DerWriter.Constructed(0, DerWriter.Constructed(4, full));
        Assert.Null(check.Judge([OfPart(whole)], DateTime.UtcNow));
        (SslErrorCode Code, string What)? other = check.Judge([OfPart(Relative("Part 2"))], DateTime.UtcNow);
        Assert.Equal(SslErrorCode.RevocationUnknown, other?.Code);
        Assert.Contains("another part", other?.What, StringComparison.Ordinal);
    }

    [Fact]
    public void ASignatureThatCanBeForgedIsCalledSo()
    {
        byte[] sha1 = Convert.FromHexString("300906072A8648CE3D0401");
        Expect(Signed(Content([], sha1, Name(0x13, "Root")), sha1, HashAlgorithmName.SHA1), SslErrorCode.RevocationUnknown,
            "signed with SHA-1, which can be forged");
        byte[] unknown = DerWriter.Sequence(DerWriter.Oid("1.2.3.4"));
        Expect(Signed(Content([], unknown, Name(0x13, "Root")), unknown, HashAlgorithmName.SHA256), SslErrorCode.RevocationUnknown,
            "1.2.3.4, which is not known here");
        Expect(Signed(Content([], s_ecdsa, Name(0x13, "Root")), sha1, HashAlgorithmName.SHA1), SslErrorCode.RevocationUnknown,
            "two algorithms");
        byte[] changed = List([], s_number);
        changed[^1] ^= 1;
        Expect(changed, SslErrorCode.RevocationUnknown, "not signed by its issuer's key");
    }

    private static void Expect(byte[] list, SslErrorCode code, string words = "")
    {
        (SslErrorCode Code, string What)? found = Judge(list);
        Assert.Equal(code, found?.Code);
        Assert.Contains(words, found?.What, StringComparison.Ordinal);
    }

    private static void Expect(RevocationList[] lists, SslErrorCode? code) =>
        Assert.Equal(code, Check(false).Judge(lists, DateTime.UtcNow)?.Code);

    private static byte[] Number(long number) => Extension(Oids.CrlNumber, false, DerWriter.Integer(number));

    private static RevocationList OfPart(byte[] name) =>
        RevocationList.Of(List([], s_number, Extension(Oids.IssuingPoint, true, DerWriter.Sequence(DerWriter.Constructed(0, name)))));

    /// <summary>nameRelativeToCRLIssuer.</summary>
    private static byte[] Relative(string name) => Relation(name, 0xA1);

    private static byte[] Relation(string name, int tag) =>
        DerWriter.Element(tag, DerWriter.Sequence(DerWriter.Oid(Oids.CommonName), DerWriter.Utf8(name)));

    private static byte[] List(byte[][] entries, DateTime made, params byte[][] extensions) =>
        Signed(Content(entries, s_ecdsa, Name(0x13, "Root"), made, extensions), s_ecdsa, HashAlgorithmName.SHA256);

    private static (SslErrorCode Code, string What)? Judge(byte[] list, bool strict = false) =>
        Check(strict).Judge([RevocationList.Of(list)], DateTime.UtcNow);

    private static CrlCheck Check(bool strict) =>
        new(ParsedCertificate.Of(s_leaf.Certificate), s_root.Certificate, ParsedCertificate.Of(s_root.Certificate), strict);

    private static byte[] List(byte[][] entries, params byte[][] extensions) => List(entries, Name(0x13, "Root"), extensions);

    private static byte[] List(byte[][] entries, DistinguishedName issuer, params byte[][] extensions) =>
        Signed(Content(entries, s_ecdsa, issuer, extensions), s_ecdsa, HashAlgorithmName.SHA256);

    private static byte[] Content(byte[][] entries, byte[] algorithm, DistinguishedName issuer, params byte[][] extensions) =>
        Content(entries, algorithm, issuer, DateTime.UtcNow.AddHours(-1), extensions);

    private static byte[] Content(byte[][] entries, byte[] algorithm, DistinguishedName issuer, DateTime made, byte[][] extensions)
    {
        byte[][] parts =
        [
            DerWriter.Integer(1), algorithm, DerWriter.Element(0x30, issuer.Encoded), DerWriter.Time(made),
            DerWriter.Time(DateTime.UtcNow.AddHours(1)),
            .. entries.Length > 0 ? [DerWriter.Sequence(entries)] : Array.Empty<byte[]>(), .. extensions.Length > 0
                ? [DerWriter.Constructed(0, DerWriter.Sequence(extensions))] : Array.Empty<byte[]>(),
        ];
        return DerWriter.Sequence(parts);
    }

    private static byte[] Signed(byte[] content, byte[] algorithm, HashAlgorithmName hash) =>
        DerWriter.Sequence(content, algorithm,
            DerWriter.BitString(s_root.Key.SignData(content, hash, DSASignatureFormat.Rfc3279DerSequence)));

    private static byte[] Entry(byte[] serial, params byte[][] extensions)
    {
        byte[][] all = extensions.Length == 0 ? [Reason(1)] : extensions;
        return DerWriter.Sequence(DerWriter.Element(2, serial), DerWriter.Time(DateTime.UtcNow.AddDays(-1)), DerWriter.Sequence(all));
    }

    private static byte[] Reason(byte code) => Extension(Oids.ReasonCode, false, [0x0A, 0x01, code]);

    private static byte[] Extension(string oid, bool critical, byte[] value) => critical
        ? DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.True(), DerWriter.OctetString(value))
        : DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.OctetString(value));

    private static DistinguishedName Name(int tag, string name) =>
        DistinguishedName.Read(DerWriter.Element(0x31,
            DerWriter.Sequence(DerWriter.Oid(Oids.CommonName), DerWriter.Element(tag, System.Text.Encoding.ASCII.GetBytes(name)))));
}
