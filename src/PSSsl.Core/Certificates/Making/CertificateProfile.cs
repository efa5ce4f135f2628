using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Certificates.Making;

/// <summary>The extensions of a certificate (RFC 5280, 4.2; CA/Browser Forum's Baseline Requirements, 7.1.2).</summary>
internal static class CertificateProfile
{
    private const int KeyIdBytes = 20, StatusRequest = 5;

    /// <summary>The flags in the order of their bits (RFC 5280, 4.2.1.3).</summary>
    private static readonly X509KeyUsageFlags[] s_usages =
    {
        X509KeyUsageFlags.DigitalSignature, X509KeyUsageFlags.NonRepudiation, X509KeyUsageFlags.KeyEncipherment,
            X509KeyUsageFlags.DataEncipherment, X509KeyUsageFlags.KeyAgreement,
        X509KeyUsageFlags.KeyCertSign, X509KeyUsageFlags.CrlSign, X509KeyUsageFlags.EncipherOnly, X509KeyUsageFlags.DecipherOnly,
    };

    /// <param name="plan">What is asked for.</param>
    /// <param name="publicKeyInfo">The subject's key.</param>
    /// <param name="isRsa">Whether that is an RSA key.</param>
    /// <param name="issuerKeyId">The identifier of the issuer's key; null if it is this one.</param>
    internal static IReadOnlyList<PlannedExtension> Extensions(CertificatePlan plan, byte[] publicKeyInfo, bool isRsa, byte[]? issuerKeyId)
    {
        byte[] keyId = KeyId(publicKeyInfo);
        var list = new List<PlannedExtension> { BasicConstraints(plan) };
        list.Add(new PlannedExtension(Oids.KeyUsage, true, Usage(plan.KeyUsage ?? DefaultUsage(plan, isRsa))));
        IReadOnlyList<string> purposes = plan.Purposes ?? DefaultPurposes(plan.Kind);
        if (purposes.Count > 0)
            list.Add(new PlannedExtension(Oids.ExtendedKeyUsage, false, DerWriter.Sequence(purposes.Select(DerWriter.Oid))));
        list.Add(new PlannedExtension(Oids.SubjectKey, false, DerWriter.OctetString(keyId)));
        list.Add(new PlannedExtension(Oids.AuthorityKey, false, AuthorityKey(issuerKeyId ?? keyId)));
        if (plan.AlternativeNames.Count > 0)
            list.Add(new PlannedExtension(Oids.AlternativeName, plan.Subject.IsEmpty, DerWriter.Sequence(plan.AlternativeNames)));
        if (plan.Permitted.Count + plan.Excluded.Count > 0)
            list.Add(new PlannedExtension(Oids.NameConstraints, true, NameConstraints(plan)));
        if (plan.OcspUrls.Count + plan.CaIssuersUrls.Count > 0)
            list.Add(new PlannedExtension(Oids.AuthorityAccess, false,
                DerWriter.Sequence(plan.OcspUrls.Select(u => Access(Oids.Ocsp, u))
                    .Concat(plan.CaIssuersUrls.Select(u => Access(Oids.CaIssuers, u))))));
        if (plan.CrlUrls.Count > 0)
            list.Add(new PlannedExtension(Oids.CrlPoints, false, DerWriter.Sequence(plan.CrlUrls.Select(DistributionPoint))));
        if (plan.MustStaple)
            list.Add(new PlannedExtension(Oids.TlsFeature, false, DerWriter.Sequence(DerWriter.Integer(StatusRequest))));
        return list.Where(e => plan.Extensions.All(given => given.Oid != e.Oid)).Concat(plan.Extensions).ToArray();
    }

    /// <summary>RFC 7093, 2, method 1: the first 160 bits of SHA-256 over the public key.</summary>
    internal static byte[] KeyId(byte[] publicKeyInfo)
    {
        DerReader info = new DerReader(publicKeyInfo).Enter(DerReader.Sequence);
        info.Skip();
        byte[] key = info.Content(DerReader.BitString).Skip(1).ToArray();
        return Digest.Of("sha256", key).Take(KeyIdBytes).ToArray();
    }

    internal static byte[] AuthorityKey(byte[] keyId) => DerWriter.Sequence(DerWriter.Primitive(0, keyId));

    internal static IReadOnlyList<string> DefaultPurposes(SslCertificateKind kind) => kind switch
    {
        SslCertificateKind.Server => new[] { Oids.ServerAuth },
        SslCertificateKind.Client => new[] { Oids.ClientAuth },
        _ => Array.Empty<string>(),
    };

    /// <summary>An RSA server's key may also be encrypted to, as suites of TLS 1.2 and before do that have no forward secrecy.</summary>
    private static X509KeyUsageFlags DefaultUsage(CertificatePlan plan, bool isRsa) =>
        plan.IsAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
        : isRsa && plan.Kind == SslCertificateKind.Server ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment
        : X509KeyUsageFlags.DigitalSignature;

    private static byte[] Usage(X509KeyUsageFlags flags) =>
        DerWriter.NamedBits(Enumerable.Range(0, s_usages.Length).Where(i => (flags & s_usages[i]) != 0).ToArray());

    private static PlannedExtension BasicConstraints(CertificatePlan plan)
    {
        byte[] value = !plan.IsAuthority ? DerWriter.Sequence()
            : plan.PathLength is { } length ? DerWriter.Sequence(DerWriter.True(), DerWriter.Integer(length))
            : DerWriter.Sequence(DerWriter.True());
        return new PlannedExtension(Oids.BasicConstraints, true, value);
    }

    private static byte[] NameConstraints(CertificatePlan plan)
    {
        var parts = new List<byte[]>();
        if (plan.Permitted.Count > 0)
            parts.Add(DerWriter.Constructed(0, plan.Permitted.Select(n => DerWriter.Sequence(n)).ToArray()));
        if (plan.Excluded.Count > 0)
            parts.Add(DerWriter.Constructed(1, plan.Excluded.Select(n => DerWriter.Sequence(n)).ToArray()));
        return DerWriter.Sequence(parts);
    }

    private static byte[] Access(string method, string url) => DerWriter.Sequence(DerWriter.Oid(method), Link(url));

    private static byte[] DistributionPoint(string url) =>
        DerWriter.Sequence(DerWriter.Constructed(0, DerWriter.Constructed(0, Link(url))));

    private static byte[] Link(string url) => DerWriter.Primitive((int)SubjectAlternativeNameType.Uri, Encoding.ASCII.GetBytes(url));
}
