using System;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Name constraints of every form (RFC 5280, 4.2.1.10), on their own: what is asked is ours, not the platform's answer.</summary>
public class NameConstraintTests
{
    private const int Email = 1, Dns = 2, Directory = 4, Uri = 6, Ip = 7, Registered = 8;

    /// <summary>Whoever makes a chain chooses how many there are of both, and how long each is.</summary>
    [Theory]
    [InlineData(Dns)]
    [InlineData(Directory)]
    [InlineData(Uri)]
    public void ManyNamesAreReadOnce(int form)
    {
        string pad = new('x', 300);
        byte[] of(string text) => form == Directory ? Tagged(form, new X500DistinguishedName(text).RawData) : Name(form, text);
        byte[] trees = Enumerable.Range(0, 300).SelectMany(i => Sequence(of(form == Directory ? $"O=t{i},OU={pad}" : $"t{i}.example")))
            .ToArray();
        byte[] names = Enumerable.Range(0, 300).SelectMany(i => of(form switch
        {
            Directory => $"O=n{i},OU={pad}",
            Uri => $"https://n{i}.example/{pad}",
            _ => $"n{i}.{pad[..60]}.{pad[..60]}.{pad[..60]}",
        })).ToArray();
        NameConstraints constraints = NameConstraints.Of(ExtensionOf(null, trees));
        X509Extension alternatives = new("2.5.29.17", DerWriter.Element(DerReader.Sequence, names), false);
        ParsedCertificate certificate =
            ParsedCertificate.Of(TestCertificate.Root("CN=x", new CertificateShape { Extensions = [alternatives] }).Certificate);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(constraints.Forbids(certificate));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Theory]
    [InlineData(Dns, "example.com", "example.com", true)]
    [InlineData(Dns, "example.com", "www.EXAMPLE.com", true)]
    [InlineData(Dns, "example.com", "wwwexample.com", false)]
    [InlineData(Dns, "example.com", "example.com.evil.org", false)]
    [InlineData(Dns, "example.com", "*.example.com", true)]
    [InlineData(Dns, "www.example.com", "*.example.com", false)]
    [InlineData(Dns, "example.com", ".example.com", false)]
    [InlineData(Dns, ".example.com", "example.com", false)]
    [InlineData(Dns, ".example.com", "www.example.com", true)]
    [InlineData(Dns, "", "anything.example", true)]
    [InlineData(Email, "example.com", "me@example.com", true)]
    [InlineData(Email, "example.com", "me@www.example.com", false)]
    [InlineData(Email, ".example.com", "me@www.example.com", true)]
    [InlineData(Email, ".example.com", "me@example.com", false)]
    [InlineData(Email, "me@example.com", "me@EXAMPLE.com", true)]
    [InlineData(Email, "me@example.com", "Me@example.com", false)]
    [InlineData(Email, "**@example.com", "**@example.com", true)]
    [InlineData(Email, "**@example.com", "*@example.com", false)]
    [InlineData(Email, "example.com", "nobody", false)]
    [InlineData(Uri, "www.example.com", "https://www.example.com/a?b=c@d", true)]
    [InlineData(Uri, "example.com", "https://www.example.com/", false)]
    [InlineData(Uri, ".example.com", "https://www.example.com:8443/", true)]
    [InlineData(Uri, ".example.com", "https://user@evil.org/.example.com", false)]
    [InlineData(Uri, ".example.com", "https://192.0.2.1/", false)]
    [InlineData(Uri, ".example.com", "urn:x:y", false)]
    [InlineData(Ip, "C0000200FFFFFF00", "C0000207", true)]
    [InlineData(Ip, "C0000200FFFFFF00", "C0000307", false)]
    [InlineData(Ip, "C0000200FFFFFF00", "20010DB8000000000000000000000001", false)]
    [InlineData(Ip, "0000000000000000", "C0000307", true)]
    public void APermissionHolds(int form, string tree, string name, bool allowed)
    {
        string? forbidden = Forbidden(permitted: Subtree(form, tree), excluded: null, name: Name(form, name));
        Assert.Equal(allowed, forbidden is null);
    }

    [Theory]
    [InlineData(Dns, "secret.example.com", "secret.example.com", true)]
    [InlineData(Dns, "secret.example.com", "a.secret.example.com", true)]
    [InlineData(Dns, "secret.example.com", "*.example.com", true)]
    [InlineData(Dns, "a.secret.example.com", "*.example.com", false)]
    [InlineData(Dns, ".example.com", "example.com", true)]
    [InlineData(Dns, "secret.example.com", "open.example.com", false)]
    [InlineData(Dns, "example.com", ".odd", true)]
    [InlineData(Email, "example.com", "me@example.com", true)]
    [InlineData(Email, "example.com", "me@example.org", false)]
    [InlineData(Uri, "example.com", "urn:x:y", true)]
    [InlineData(Uri, "example.com", "https://example.org/", false)]
    [InlineData(Ip, "C0000200FFFFFF00", "C0000207", true)]
    [InlineData(Ip, "C0000200FFFFFF00", "C0000307", false)]
    [InlineData(Ip, "C0000200FFFFFF00", "C000", true)]
    [InlineData(Registered, "2A0304", "2A0305", true)]
    public void AnExclusionHolds(int form, string tree, string name, bool forbidden)
    {
        string? found = Forbidden(permitted: null, excluded: Subtree(form, tree), name: Name(form, name));
        Assert.Equal(forbidden, found is not null);
    }

    [Theory]
    [InlineData(Dns, "example.com", Email, "me@example.org")]
    [InlineData(Ip, "C0000200FFFFFF00", Dns, "example.org")]
    [InlineData(Registered, "2A0304", Dns, "example.org")]
    public void AnotherFormIsNotConstrained(int form, string tree, int nameForm, string name)
    {
        Assert.Null(Forbidden(Subtree(form, tree), null, Name(nameForm, name)));
        Assert.Null(Forbidden(null, Subtree(form, tree), Name(nameForm, name)));
    }

    [Theory]
    [InlineData("CN=Lab, O=Example", "O=Example", true)]
    [InlineData("CN=Lab, O=eXample", "O=EXAMPLE", true)]
    [InlineData("CN=Lab, O=Example  Two", "O= Example Two", true)]
    [InlineData("O=Example, CN=Lab", "O=Example", false)]
    [InlineData("CN=Lab, O=Examples", "O=Example", false)]
    [InlineData("O=Example", "CN=Lab, O=Example", false)]
    public void TheSubjectIsADirectoryName(string subject, string tree, bool allowed)
    {
        ParsedCertificate certificate = ParsedCertificate.Of(TestCertificate.Root(subject).Certificate);
        NameConstraints constraints = NameConstraints.Of(Extension(Tagged(Directory, new X500DistinguishedName(tree).RawData), null));
        Assert.Equal(allowed, constraints.Forbids(certificate) is null);
    }

    [Fact]
    public void AMailAddressInTheSubjectCountsWhereThereIsNoAlternativeName()
    {
        ParsedCertificate certificate = ParsedCertificate.Of(TestCertificate.Root("E=me@example.org, CN=Me").Certificate);
        Assert.NotNull(NameConstraints.Of(Extension(Subtree(Email, "example.com"), null)).Forbids(certificate));
        ParsedCertificate named = ParsedCertificate.Of(TestCertificate.Root("E=me@example.org, CN=Me", new CertificateShape
            { DnsNames = ["example.org"] }).Certificate);
        Assert.Null(NameConstraints.Of(Extension(Subtree(Email, "example.com"), null)).Forbids(named));
    }

    [Theory]
    [InlineData(Ip, "C0000200")]
    [InlineData(Ip, "C0000200FF00FF00")]
    [InlineData(Ip, "C0000200FFFFFF")]
    [InlineData(Email, "a@b@example.com")]
    public void WhatIsNoSubtreeIsRefused(int form, string tree) =>
        Assert.Throws<FormatException>(() => NameConstraints.Of(Extension(Subtree(form, tree), null)));

    [Fact]
    public void TooManyToCompareIsRefused()
    {
        string[] names = Enumerable.Range(0, 3000).Select(i => $"n{i}.example.com").ToArray();
        ParsedCertificate certificate =
            ParsedCertificate.Of(TestCertificate.Root("CN=Many", new CertificateShape { DnsNames = names }).Certificate);
        byte[] many = Enumerable.Range(0, 3000).SelectMany(i => Subtree(Dns, $"x{i}.example.org")).ToArray();
        Assert.Throws<FormatException>(() => NameConstraints.Of(ExtensionOf(null, many)).Forbids(certificate));
    }

    private static string? Forbidden(byte[]? permitted, byte[]? excluded, byte[] name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteEncodedValue(name);
        TestCertificate made =
            TestCertificate.Root("CN=x", new CertificateShape { Extensions = [new X509Extension("2.5.29.17", writer.Encode(), false)] });
        return NameConstraints.Of(Extension(permitted, excluded)).Forbids(ParsedCertificate.Of(made.Certificate));
    }

    private static byte[] Name(int form, string text) =>
        Tagged(form, form is Ip or Registered ? Convert.FromHexString(text) : Encoding.ASCII.GetBytes(text));

    /// <summary>A GeneralSubtree.</summary>
    private static byte[] Subtree(int form, string text) => Sequence(Name(form, text));

    private static byte[] Extension(byte[]? permitted, byte[]? excluded) =>
        ExtensionOf(permitted is null || permitted[0] == 0x30 ? permitted : Sequence(permitted), excluded);

    private static byte[] ExtensionOf(byte[]? permitted, byte[]? excluded)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((int tag, byte[]? trees) in new[] { (0, permitted), (1, excluded) })
            {
                if (trees is null)
                    continue;
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
                {
                    ReadOnlyMemory<byte> left = trees;
                    while (left.Length > 0)
                    {
                        AsnDecoder.ReadEncodedValue(left.Span, AsnEncodingRules.DER, out _, out _, out int used);
                        writer.WriteEncodedValue(left.Span[..used]);
                        left = left[used..];
                    }
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Sequence(byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteEncodedValue(content);
        return writer.Encode();
    }

    private static byte[] Tagged(int form, byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(content, new Asn1Tag(TagClass.ContextSpecific, form));
        byte[] encoded = writer.Encode();
        // directoryName is tagged explicitly, so it is constructed.
        if (form == Directory)
            encoded[0] |= 0x20;
        return encoded;
    }
}
