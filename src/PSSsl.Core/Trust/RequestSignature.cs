using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;

namespace PSSsl.Trust;

/// <summary>Whether a request for a certificate is signed with the key that it names (RFC 2986, 4.2).</summary>
internal static class RequestSignature
{
    private static readonly byte[] s_noSignature = new byte[1];

    internal static bool IsValid(CertificationRequest request)
    {
        try
        {
            using X509Certificate2 holder = Holder(request);
            return SignatureAlgorithms.FaultOf(request.Algorithm) is null
                && SignatureCheck.Verify(holder, request.Algorithm.Content, request.SignedPart, request.Signature);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or SslException)
        {
            // A key that cannot be read has signed nothing.
            return false;
        }
    }

    /// <summary>
    /// A certificate with the request's key, since what verifies signatures takes certificates. It is never shown or trusted.
    /// </summary>
    private static X509Certificate2 Holder(CertificationRequest request)
    {
        byte[] algorithm = DerWriter.Sequence(request.Algorithm.Content);
        byte[] name = DerWriter.Sequence(Array.Empty<byte[]>());
        byte[] year = DerWriter.Time(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        byte[] content =
            DerWriter.Sequence(DerWriter.Integer(1), algorithm, name, DerWriter.Sequence(year, year), name, request.PublicKeyInfo);
        return CertificateBytes.Load(DerWriter.Sequence(content, algorithm, DerWriter.BitString(s_noSignature)));
    }
}
