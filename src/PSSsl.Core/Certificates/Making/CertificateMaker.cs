using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Making;

/// <summary>Makes certificates (RFC 5280, 4.1).</summary>
internal static class CertificateMaker
{
    private const int SerialBytes = 16, LongestSerial = 20;

    /// <summary>A certificate that an authority signs.</summary>
    /// <param name="plan">What it is to say.</param>
    /// <param name="key">Its key, which the result takes over.</param>
    /// <param name="issuer">The authority, with its key.</param>
    /// <exception cref="SslException">The plan contradicts itself, or the authority may not issue this.</exception>
    internal static SslCertificate Issue(CertificatePlan plan, TlsPrivateKey key, SslCertificate issuer) =>
        SslCertificate.With(Issue(plan, PublicKeyOf(key), key.Algorithm, issuer), issuer.Chain.Prepend(issuer.Certificate), key);

    /// <summary>A certificate for a key that another has, who asked for it.</summary>
    /// <param name="plan">What it is to say.</param>
    /// <param name="request">The request, whose signature was verified.</param>
    /// <param name="issuer">The authority, with its key.</param>
    /// <exception cref="SslException">The plan contradicts itself, or the authority may not issue this.</exception>
    internal static SslCertificate Issue(CertificatePlan plan, CertificationRequest request, SslCertificate issuer) =>
        SslCertificate.With(Issue(plan, request.PublicKeyInfo, request.Key.Algorithm, issuer), issuer.Chain.Prepend(issuer.Certificate),
            key: null);

    private static X509Certificate2 Issue(CertificatePlan plan, byte[] publicKey, string algorithm, SslCertificate issuer)
    {
        IReadOnlyList<ParsedCertificate> authorities = IssuerRules.Authorities(issuer);
        IssuerRules.CheckMayIssue(authorities, plan);
        CertificateTimes times = CertificateTimes.Of(plan, authorities[0]);
        byte[] keyId = authorities[0].SubjectKeyId ?? CertificateProfile.KeyId(issuer.Key!.PublicKeyInfo!);
        X509Certificate2 made = Sign(plan, publicKey, algorithm, times, issuer.Certificate.SubjectName.RawData, keyId, issuer.Key!);
        if (ParsedCertificate.TryOf(made) is { } parsed)
            IssuerRules.CheckNames(authorities, parsed);
        return made;
    }

    /// <summary>A certificate that signs itself.</summary>
    /// <param name="plan">What it is to say.</param>
    /// <param name="key">Its key, which the result takes over.</param>
    /// <exception cref="SslException">The plan contradicts itself.</exception>
    internal static SslCertificate SelfSign(CertificatePlan plan, TlsPrivateKey key)
    {
        if (plan.Subject.IsEmpty)
            throw SslException.Option("A certificate that signs itself needs a subject, since that is its issuer too (RFC 5280, 4.1.2.4).",
                "Give -Subject.");
        X509Certificate2 made = Sign(plan, PublicKeyOf(key), key.Algorithm, CertificateTimes.Of(plan, null), plan.Subject.Der, null, key);
        return SslCertificate.With(made, Array.Empty<X509Certificate2>(), key);
    }

    /// <exception cref="SslException">It is of a kind that cannot be certified.</exception>
    internal static byte[] PublicKeyOf(TlsPrivateKey key) =>
        key.PublicKeyInfo
            ?? throw SslException.Option("A key of this kind cannot be certified.", "Give an RSA, EC, Ed25519, Ed448 or ML-DSA key.");

    /// <exception cref="SslException">The plan contradicts itself.</exception>
    internal static void Check(CertificatePlan plan)
    {
        if (plan.Subject.IsEmpty && (plan.IsAuthority || plan.AlternativeNames.Count == 0))
            throw SslException.Option(plan.IsAuthority ? "An authority needs a subject (RFC 5280, 4.1.2.6)."
                : "The certificate has neither a subject nor a name.",
                    "Give -Subject, or names with -DnsName, -IpAddress, -EmailAddress or -Uri.");
        if (plan.PathLength is not null && !plan.IsAuthority)
            throw SslException.Option("A path length is for authorities (RFC 5280, 4.2.1.9).",
                "Leave -PathLength out, or make a -Kind CA.");
        if (plan.Permitted.Count + plan.Excluded.Count > 0 && !plan.IsAuthority)
            throw SslException.Option("Name constraints are for authorities (RFC 5280, 4.2.1.10).",
                "Leave -PermittedName and -ExcludedName out, or make a -Kind CA.");
    }

    private static X509Certificate2 Sign(
        CertificatePlan plan, byte[] publicKey, string algorithm, CertificateTimes times, byte[] issuer, byte[]? issuerKeyId,
        TlsPrivateKey issuerKey)
    {
        Check(plan);
        IReadOnlyList<PlannedExtension> extensions = CertificateProfile.Extensions(plan, publicKey, algorithm == "RSA", issuerKeyId);
        byte[] signed = SignedStructure.Make(issuerKey, plan.Hash, signer => DerWriter.Sequence(
            DerWriter.Constructed(0, DerWriter.Integer(2)),
            DerWriter.Integer(plan.SerialNumber ?? NewSerial()),
            signer,
            issuer,
            DerWriter.Sequence(DerWriter.Time(times.NotBefore), DerWriter.Time(times.NotAfter)),
            plan.Subject.Der,
            publicKey,
            DerWriter.Constructed(3, DerWriter.Sequence(extensions.Select(e => e.Der)))));
        try
        {
            return CertificateBytes.Load(signed);
        }
        catch (CryptographicException e)
        {
            throw SslException.Option($"The result is not a certificate that this platform can read: {e.Message}", "Check -Extension.", e);
        }
    }

    /// <summary>126 random bits, positive, and of one length (CA/B Baseline Requirements, 7.1: 64 at least).</summary>
    private static byte[] NewSerial()
    {
        var serial = new byte[SerialBytes];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
            random.GetBytes(serial);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    /// <summary>A serial number in hex, as certificates show it, colons and spaces between the digits allowed.</summary>
    /// <exception cref="SslException">It is none.</exception>
    internal static byte[] ParseSerial(string text)
    {
        string digits = new(text.Where(c => c is not (':' or ' ')).ToArray());
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits.Substring(2);
        digits = digits.Length % 2 == 0 ? digits : "0" + digits;
        if (digits.Length == 0 || !digits.All(Uri.IsHexDigit))
            throw SslException.Option($"'{text}' is not a serial number.", "Write it in hex.");
        byte[] serial = Enumerable.Range(0, digits.Length / 2).Select(i => Convert.ToByte(digits.Substring(2 * i, 2), 16))
            .SkipWhile(b => b == 0).ToArray();
        if (serial.Length == 0)
            throw SslException.Option("A serial number is positive, not 0 (RFC 5280, 4.1.2.2).", "Give another, or none for a random one.");
        if (serial.Length + (serial[0] >> 7) > LongestSerial)
            throw SslException.Option($"The serial number '{text}' is longer than {LongestSerial} bytes (RFC 5280, 4.1.2.2).",
                "Give a shorter one, or none for a random one.");
        return serial;
    }
}
