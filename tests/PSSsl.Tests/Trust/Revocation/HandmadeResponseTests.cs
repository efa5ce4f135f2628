using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;
using Xunit;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>OCSP responses as no tool makes them, signed by whom they should be all the same.</summary>
public class HandmadeResponseTests
{
    private static readonly byte[] s_ecdsa = Convert.FromHexString("300A06082A8648CE3D040302");
    private static readonly byte[] s_critical =
        DerWriter.Sequence(DerWriter.Oid("1.2.3.4"), DerWriter.True(), DerWriter.OctetString([5, 0]));
    private static readonly TestCertificate s_root = TestCertificate.Root("CN=Root");
    private static readonly TestCertificate s_leaf = s_root.Leaf();
    private static readonly ParsedCertificate s_parsedRoot = ParsedCertificate.Of(s_root.Certificate),
        s_parsed = ParsedCertificate.Of(s_leaf.Certificate);

    [Fact]
    public void OneThatIsAsItShouldBe() => Assert.Equal(SslOcspStatus.Good, Judge(new Shape()).Status);

    [Fact]
    public void CriticalExtensionsAreSeenWhereverTheyStand()
    {
        Expect(new Shape { OfAnswer = s_critical }, "its answer has the critical extension 1.2.3.4");
        Expect(new Shape { OfAll = s_critical }, "it has the critical extension 1.2.3.4");
        Assert.Equal(SslOcspStatus.Good,
            Judge(new Shape { OfAnswer = DerWriter.Sequence(DerWriter.Oid("1.2.3.4"), DerWriter.OctetString([5, 0])) }).Status);
        Expect(new Shape
            { Signer = Delegated(new X509Extension("1.2.3.4", [5, 0], true)) },
                "the certificate of its signer has the critical extension 1.2.3.4");
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Signer = Delegated(new X509Extension("1.2.3.4", [5, 0], false)) }).Status);
    }

    [Fact]
    public void NothingStandsBesideTheExtensions()
    {
        byte[] plain = DerWriter.Sequence(DerWriter.Oid("1.2.3.4"), DerWriter.OctetString([5, 0]));
        byte[] hidden = DerWriter.Sequence(s_critical);
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { OfAnswer = plain, OfAll = plain }).Status);
        Expect(new Shape { OfAnswer = plain, Beside = hidden }, "it cannot be read");
        Expect(new Shape { OfAll = plain, Beside = hidden }, "it cannot be read");
    }

    [Theory]
    [InlineData(0x0C, "Root")]
    [InlineData(0x13, "ROOT")]
    [InlineData(0x0C, " root ")]
    public void TheRespondersNameCountsByItsValue(int tag, string name) =>
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Name = Name(tag, name) }).Status);

    [Fact]
    public void ADelegatedRespondersNameToo() =>
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Signer = Delegated(), Name = Name(0x0C, "responder") }).Status);

    [Fact]
    public void TheSerialNumberCountsAsANumber()
    {
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Serial = [0, 0, .. s_parsed.SerialNumber] }).Status);
        Expect(new Shape { Serial = [1, .. s_parsed.SerialNumber] }, "other certificates");
    }

    [Fact]
    public void WhatIsOfTheFutureIsCalledByItsName()
    {
        Expect(new Shape { Produced = DateTime.UtcNow.AddDays(1) }, "(producedAt)");
        Expect(new Shape { Updated = DateTime.UtcNow.AddDays(1) }, "(thisUpdate)");
    }

    [Fact]
    public void OfSeveralAnswersTheWorstCounts()
    {
        foreach (bool last in new[] { true, false })
        {
            Assert.Equal(SslOcspStatus.Revoked, Judge(new Shape { Other = Shape.Revoked, OtherLast = last }).Status);
            Assert.Equal(SslOcspStatus.Unknown, Judge(new Shape { Other = Shape.Unknown, OtherLast = last }).Status);
            Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Other = Shape.Good, OtherLast = last }).Status);
        }
    }

    [Fact]
    public void OfSeveralRespondersOfOneNameTheOneThatSignedCounts()
    {
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Signer = Delegated(), Before = [Delegated(), Delegated()] }).Status);
        TestCertificate named = Named("CN=Root");
        Assert.Equal(SslOcspStatus.Good, Judge(new Shape { Signer = named }).Status);
        Expect(new Shape { Signer = TestCertificate.Root("CN=Root"), Before = [Delegated()] }, "its signature is wrong");
    }

    [Fact]
    public void WhatFollowsTheAnswersIsNotPassedOver() => Expect(new Shape { Trailing = [5, 0] }, "something follows");

    [Fact]
    public void AForgeableSignatureIsCalledSo() =>
        Expect(new Shape
            { Algorithm = Convert.FromHexString("300906072A8648CE3D0401"), Hash = HashAlgorithmName.SHA1 },
                "signed with SHA-1, which can be forged");

    private static TestCertificate Delegated(params X509Extension[] extensions) => Named("CN=Responder", extensions);

    private static TestCertificate Named(string name, params X509Extension[] extensions) => s_root.Leaf(name,
        new CertificateShape { Purposes = [Oids.OcspSigning], Usage = X509KeyUsageFlags.DigitalSignature, Extensions = extensions });

    private static void Expect(Shape shape, string words)
    {
        SslOcspResponse judged = Judge(shape);
        Assert.Equal(SslOcspStatus.None, judged.Status);
        Assert.Contains(words, judged.Fault, StringComparison.Ordinal);
    }

    private static SslOcspResponse Judge(Shape shape) =>
        OcspJudge.Judge(shape.Make(), true, s_parsed, s_root.Certificate, s_parsedRoot, DateTime.UtcNow, null);

    private static byte[] Name(int tag, string name) =>
        DerWriter.Sequence(DerWriter.Element(0x31,
            DerWriter.Sequence(DerWriter.Oid(Oids.CommonName), DerWriter.Element(tag, Encoding.ASCII.GetBytes(name)))));

    private sealed class Shape
    {
        internal static readonly byte[] Good = [0x80, 0x00];
        internal static readonly byte[] Unknown = [0x82, 0x00];
        internal static readonly byte[] Revoked = DerWriter.Constructed(1, DerWriter.GeneralizedTime(DateTime.UtcNow.AddDays(-1)));

        /// <summary>The status in a second answer for the same certificate.</summary>
        internal byte[]? Other { get; init; }

        internal bool OtherLast { get; init; }

        /// <summary>Certificates that stand before the signer's.</summary>
        internal TestCertificate[] Before { get; init; } = [];

        internal byte[] Trailing { get; init; } = [];

        internal byte[]? OfAnswer { get; init; }

        internal byte[]? OfAll { get; init; }

        /// <summary>What stands beside the list of extensions, where nothing else has a place.</summary>
        internal byte[] Beside { get; init; } = [];

        internal TestCertificate Signer { get; init; } = s_root;

        internal byte[]? Name { get; init; }

        internal byte[] Serial { get; init; } = s_parsed.SerialNumber;

        internal DateTime Produced { get; init; } = DateTime.UtcNow.AddMinutes(-1);

        internal DateTime Updated { get; init; } = DateTime.UtcNow.AddMinutes(-1);

        internal byte[] Algorithm { get; init; } = s_ecdsa;

        internal HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

        internal byte[] Make()
        {
            byte[] id = DerWriter.Sequence(Convert.FromHexString("300906052B0E03021A0500"),
                DerWriter.OctetString(Digest.Of("sha1", s_root.Certificate.SubjectName.RawData)),
                DerWriter.OctetString(OcspCertificateId.KeyHash("sha1", s_parsedRoot)), DerWriter.Element(2, Serial));
            byte[][] answers = Other is null ? [Single(id, Good)] : [Single(id, Good), Single(id, Other)];
            byte[] all = DerWriter.Sequence(OtherLast ? answers : answers.Reverse());
            byte[] name = DerWriter.Constructed(1, Name ?? Signer.Certificate.SubjectName.RawData);
            byte[] data = DerWriter.Sequence([name, DerWriter.GeneralizedTime(Produced), all, .. Extensions(OfAll), Trailing]);
            byte[] signature = DerWriter.BitString(Signer.Key.SignData(data, Hash, DSASignatureFormat.Rfc3279DerSequence));
            byte[] certificates = DerWriter.Sequence(Before.Append(Signer).Select(c => c.Certificate.RawData));
            byte[] basic = DerWriter.Sequence(data, Algorithm, signature, DerWriter.Constructed(0, certificates));
            return DerWriter.Sequence(DerWriter.Enumerated(0),
                DerWriter.Constructed(0, DerWriter.Sequence(DerWriter.Oid(Oids.OcspBasic), DerWriter.OctetString(basic))));
        }

        private byte[] Single(byte[] id, byte[] status)
        {
            byte[] next = DerWriter.Constructed(0, DerWriter.GeneralizedTime(DateTime.UtcNow.AddHours(1)));
            return DerWriter.Sequence([id, status, DerWriter.GeneralizedTime(Updated), next, .. Extensions(OfAnswer)]);
        }

        private byte[][] Extensions(byte[]? extension) =>
            extension is null ? [] : [DerWriter.Constructed(1, DerWriter.Sequence(extension), Beside)];
    }
}
