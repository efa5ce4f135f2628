using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Fuzz;

/// <summary>
/// What an authority signed that signs anything: certificates, lists and responses go wherever one that is trusted does, since a signature
/// that is wrong ends most of it at once. Inputs are what is signed alone.
/// </summary>
internal static class Signed
{
    private static readonly byte[] s_ecdsa = DerWriter.Sequence(DerWriter.Oid(Oids.EcdsaWithSha256));
    private static readonly DateTime s_time = new(2027, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Lazy<ECDsa> s_key = new(() =>
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Folders.Seeds(["signerkey"]).Single(), out _);
        return key;
    });

    private static readonly Lazy<X509Certificate2> s_root = new(() => CertificateBytes.Load(Folders.Seeds(["signerroot"]).Single()));
    private static readonly Lazy<IReadOnlyList<X509Certificate2>> s_certificates = new(() =>
        Folders.Seeds(["tbscertificate"]).Select(t => CertificateBytes.Load(Frame(t, Sign(t))))
            .Where(c => c.Subject.Contains("example", StringComparison.Ordinal)).ToArray());

    private static readonly Lazy<IReadOnlyList<RevocationList>> s_lists = new(() =>
        Folders.Seeds(["tbslist"]).Select(t => RevocationList.Of(Frame(t, Sign(t)))).ToArray());

    private static (byte[] Content, byte[] Signature) s_last = ([], []);

    /// <summary>A certificate by all rules, and as it is shown.</summary>
    internal static string Certificate(byte[] input)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = CertificateBytes.Load(Frame(input, SignOnce(input)));
        }
        catch (CryptographicException)
        {
            return "not loaded";
        }

        using (certificate)
        {
            string asLeaf = Judge(certificate, s_lists.Value, null), strict = Judge(certificate, [], null, strict: true);
            return $"{asLeaf}\n{strict}\n{PeerCertificate.Of(certificate, null).ToText()}";
        }
    }

    internal static string List(byte[] input) => Readers.Told<FormatException>(() =>
    {
        RevocationList list = RevocationList.Of(Frame(input, SignOnce(input)));
        return string.Join("\n", s_certificates.Value.Select(c => Judge(c, [list], null)));
    });

    internal static string Response(byte[] input)
    {
        byte[] basic = Frame(input, SignOnce(input));
        byte[] response = DerWriter.Sequence(DerWriter.Enumerated(0), DerWriter.Constructed(0,
            DerWriter.Sequence(DerWriter.Oid(Oids.OcspBasic), DerWriter.OctetString(basic))));
        return string.Join("\n", s_certificates.Value.Select(c => Judge(c, null, response)));
    }

    private static string Judge(X509Certificate2 leaf, IReadOnlyList<RevocationList>? lists, byte[]? staple, bool strict = false)
    {
        var policy = new TrustPolicy
        {
            Anchors = TrustAnchors.From([s_root.Value]),
            AllMustHold = true,
            Strict = strict,
            Time = s_time,
            Revocation = new RevocationOptions
            {
                CheckCrl = lists is null ? SslCrlCheck.None : SslCrlCheck.Chain,
                Lists = lists ?? [],
                Ocsp = staple is null ? null : SslOcspMode.Must,
            },
        };
        PeerVerdict verdict = PeerVerifier.Verify(new PresentedChain(leaf, [leaf], staple), "www.example.org", policy,
            new HandshakeFacts { NeededUsage = X509KeyUsageFlags.DigitalSignature });
        var told = new SslCertificateVerdict(verdict, SslCertificatePurpose.Server, null);
        return $"{told} {told.Status} {told.HostnameMatch} {told.OcspResponse?.ProducedAt:O} {told.OcspResponse?.RevokedAt:O}";
    }

    private static byte[] Frame(byte[] content, byte[] signature) => DerWriter.Sequence(content, s_ecdsa, signature);

    private static byte[] Sign(byte[] content) =>
        DerWriter.BitString(s_key.Value.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>No two signatures are the same, and an input must be read twice alike.</summary>
    private static byte[] SignOnce(byte[] content)
    {
        if (s_last.Signature.Length == 0 || !s_last.Content.AsSpan().SequenceEqual(content))
            s_last = (content, Sign(content));
        return s_last.Signature;
    }
}
