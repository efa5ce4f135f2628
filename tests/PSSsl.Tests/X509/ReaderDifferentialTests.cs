using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Certificates.Reading;
using PSSsl.Certificates.Text;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Revocation;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>
/// Ten thousand changed certificates, revocation lists and responses, read by the product and by .NET's own reader: both read the same
/// where both read, agree on what is DER, and nothing but <see cref="FormatException"/> is ever thrown. What may be shown may always be
/// described.
/// </summary>
public class ReaderDifferentialTests
{
    private const int Seed = 690;

    [Fact]
    public void CertificatesAreReadAlike() => Compare(SampleStructures.Certificates, 6000, der =>
    {
        IReadOnlyDictionary<string, string>? other = AsnOpinion.Certificate(der);
        var shown = ParsedCertificate.Read(der);
        ParsedCertificate? judged = Read(shown.Whole);
        if (judged is not null && other is not null)
            AssertSame(other, Fields(judged));
        Assert.Equal(judged is null, Read(shown.Whole) is null);
        Describe(der, shown);
        return (other is not null, judged is not null);
    });

    [Fact]
    public void ListsAreReadAlike() => Compare(SampleStructures.Lists, 2000, der =>
    {
        IReadOnlyDictionary<string, string>? other = AsnOpinion.List(der);
        RevocationList? list = Read(() => RevocationList.Of(der));
        if (list is not null && other is not null)
        {
            AssertSame(other, new Dictionary<string, string>
            {
                ["outer"] = Hex(list.SignatureAlgorithm),
                ["inner"] = Hex(list.InnerAlgorithm),
                ["signature"] = Hex(list.Signature),
                ["issuer"] = Hex(list.Issuer.Encoded),
                ["this"] = AsnOpinion.Show(list.ThisUpdate),
                ["next"] = list.NextUpdate is { } next ? AsnOpinion.Show(next) : string.Empty,
            });
            foreach (byte[] serial in new byte[][] { [1], [0, 0xFF], [0x7F], [5] })
                Read(() => list.Find(serial));
            Read(() => list.UnknownCriticalOfEntries);
        }

        return (other is not null, list is not null);
    });

    [Fact]
    public void ResponsesAreReadAlike() => Compare(SampleStructures.Responses, 2000, der =>
    {
        IReadOnlyDictionary<string, string>? other = AsnOpinion.Response(der);
        OcspAnswer? answer = Read(() => OcspAnswer.Of(der));
        if (answer is not null && other is not null)
        {
            var fields = new Dictionary<string, string> { ["refused"] = (answer.Refusal is not null).ToString() };
            if (answer.Refusal is null)
            {
                fields["outer"] = Hex(answer.SignatureAlgorithm);
                fields["signature"] = Hex(answer.Signature);
                fields["responder"] = Hex(answer.ResponderName?.Encoded ?? answer.ResponderKeyHash!);
                fields["produced"] = AsnOpinion.Show(answer.ProducedAt);
            }

            AssertSame(other, fields);
        }

        return (other is not null, answer is not null);
    });

    /// <summary>Each structure as it is, then changed; about half are still read by someone, so that the comparison is one.</summary>
    private static void Compare(byte[][] samples, int count, Func<byte[], (bool Other, bool Ours)> read)
    {
        var mutator = new DerMutator(new Random(Seed));
        int both = 0;
        foreach (byte[] der in samples)
            Assert.Equal((true, true), read(der));
        for (int i = 0; i < count; i++)
        {
            byte[] der = mutator.Mutate(samples[i % samples.Length]);
            string? fault = DerRules.FirstBroken(der);
            Assert.True(fault is null == AsnOpinion.IsDer(der), $"{fault ?? "is DER"}: {Hex(der)}");
            (bool other, bool ours) = read(der);
            both += other && ours ? 1 : 0;
        }

        Assert.InRange(both, count / 20, count);
    }

    /// <summary>All that the product does with a certificate of its own accord, and that the same bytes are read the same again.</summary>
    private static void Describe(byte[] der, ParsedCertificate shown)
    {
        var extensions = new CertificateExtensions(shown);
        CertificateNames names = CertificateNames.Of(shown);
        IReadOnlyList<string> faults = CertificateFaults.Of(shown, extensions, names, KeyDescription.Of(shown));
        var again = ParsedCertificate.Read(der);
        Assert.Equal(faults,
            CertificateFaults.Of(again, new CertificateExtensions(again), CertificateNames.Of(again), KeyDescription.Of(again)));
        CertificateText.WriteCertificate(new StringBuilder(), shown);
        Assert.Equal(shown.Faults, again.Faults);
        // What cannot be judged is always told to who looks at it.
        Assert.False(Read(shown.Whole) is null && faults.Count == 0);
    }

    private static Dictionary<string, string> Fields(ParsedCertificate certificate) => new()
    {
        ["outer"] = Hex(certificate.OuterSignature),
        ["inner"] = Hex(certificate.InnerSignature),
        ["version"] = $"{certificate.Version}",
        ["serial"] = Hex(certificate.SerialNumber),
        ["issuer"] = Hex(certificate.Issuer.Encoded),
        ["from"] = AsnOpinion.Show(certificate.NotBefore),
        ["until"] = AsnOpinion.Show(certificate.NotAfter),
        ["subject"] = Hex(certificate.Subject.Encoded),
        ["signature"] = Hex(certificate.Signature!),
        ["algorithm"] = certificate.KeyAlgorithm,
        ["key"] = Hex(certificate.Key),
        ["extensions"] = string.Join(", ", certificate.Extensions.Select(Show)),
    };

    /// <summary>Field by field, those that both have.</summary>
    private static void AssertSame(IReadOnlyDictionary<string, string> other, Dictionary<string, string> ours)
    {
        foreach (string field in other.Keys.Intersect(ours.Keys))
            Assert.Equal((field, other[field]), (field, ours[field]));
    }

    private static string Show(ParsedExtension extension) => AsnOpinion.Extension(extension.Oid, extension.Critical, extension.Value);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    /// <summary>Null for what it refuses; any other exception than a FormatException fails the test.</summary>
    private static T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
