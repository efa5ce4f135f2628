using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>
/// Ten thousand changed certificates, revocation lists and responses, read by the product's readers and by .NET's own: whoever reads one reads the same, all agree on what is DER, and
/// nothing but <see cref="FormatException"/> is ever thrown.
/// </summary>
public class ReaderDifferentialTests
{
    private const int Seed = 690;

    [Fact]
    public void CertificatesAreReadAlike() => Compare(SampleStructures.Certificates, 6000, der =>
    {
        IReadOnlyDictionary<string, string>? other = AsnOpinion.Certificate(der);
        CertificateStructure shown = CertificateStructure.Of(der);
        if (Strict(der) is { } judged)
        {
            // The platform writes some of what it reads anew. Both readers of ours know the same of it.
            other = AsnOpinion.Certificate(judged.Certificate.RawData);
            shown = CertificateStructure.Of(judged.Certificate.RawData);
            Assert.Equal(shown.SerialNumber, judged.SerialNumber);
            Assert.Equal(shown.Key, judged.Key);
            Assert.Equal(shown.Extensions.Select(Show), judged.Extensions.Select(Show));
            if (other is not null)
                AssertSame(other, Fields(judged));
        }

        return (other is not null, shown.Faults.Count == 0);
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
                ["issuer"] = Hex(list.Issuer),
                ["this"] = AsnOpinion.Show(list.ThisUpdate),
                ["next"] = list.NextUpdate is { } next ? AsnOpinion.Show(next) : string.Empty,
            });
            foreach (byte[] serial in new byte[][] { [1], [0, 0xFF], [0x7F], [5] })
                Read(() => list.Find(serial));
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
                fields["responder"] = Hex(answer.ResponderName ?? answer.ResponderKeyHash!);
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

    private static ParsedCertificate? Strict(byte[] der)
    {
        try
        {
            return ParsedCertificate.TryOf(X509CertificateLoader.LoadCertificate(der));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Fields(ParsedCertificate certificate) => new()
    {
        ["outer"] = Hex(certificate.OuterSignature),
        ["inner"] = Hex(certificate.InnerSignature),
        ["version"] = $"{certificate.Version}",
        ["serial"] = Hex(certificate.SerialNumber),
        ["issuer"] = Hex(certificate.Issuer),
        ["from"] = AsnOpinion.Show(certificate.NotBefore),
        ["until"] = AsnOpinion.Show(certificate.NotAfter),
        ["subject"] = Hex(certificate.Subject),
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
