using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Making;

/// <summary>Makes requests for certificates (RFC 2986).</summary>
internal static class RequestMaker
{
    /// <summary>Extensions that only an issuer can write.</summary>
    private static readonly string[] s_issuers = { Oids.SubjectKey, Oids.AuthorityKey };

    /// <param name="plan">What the certificate is to say.</param>
    /// <param name="key">Its key, which the result takes over.</param>
    /// <param name="verify">Verifies its signature.</param>
    /// <exception cref="SslException">The plan contradicts itself, or the key cannot sign.</exception>
    internal static SslCertificateRequest Make(CertificatePlan plan, TlsPrivateKey key, Func<CertificationRequest, bool> verify)
    {
        byte[] publicKey = CertificateMaker.PublicKeyOf(key);
        CertificateMaker.Check(plan);
        IEnumerable<PlannedExtension> extensions = CertificateProfile.Extensions(plan, publicKey, key.Algorithm == "RSA", null)
            .Where(e => !s_issuers.Contains(e.Oid));
        byte[] attribute = DerWriter.Sequence(
            DerWriter.Oid(CertificationRequest.ExtensionRequest),
            DerWriter.SetOf(new[] { DerWriter.Sequence(extensions.Select(e => e.Der)) }));
        byte[] made = SignedStructure.Make(key, plan.Hash, _ => DerWriter.Sequence(
            DerWriter.Integer(0), plan.Subject.Der, publicKey, DerWriter.Constructed(0, attribute)));
        return new SslCertificateRequest(CertificationRequest.Read(made), key, path: null, verify);
    }
}
