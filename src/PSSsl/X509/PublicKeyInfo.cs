using System;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.X509;

/// <summary>A certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) as it is encoded in it.</summary>
internal static class PublicKeyInfo
{
    /// <exception cref="SslException">It cannot be found: a certificate without a key that can be read has no pin.</exception>
    internal static byte[] Of(X509Certificate2 certificate)
    {
        try
        {
            return Of(certificate.RawData);
        }
        catch (FormatException e)
        {
            throw new SslException(SslErrorCode.CertificateInvalid, SslPhase.Verify, $"The public key of a certificate cannot be read: {e.Message}.", e);
        }
    }

    /// <summary>In Certificate and TBSCertificate: [0] version, serial, signature, issuer, validity, subject, then it.</summary>
    private static byte[] Of(byte[] certificate)
    {
        DerReader tbs = new DerReader(certificate).Enter(DerReader.Sequence).Enter(DerReader.Sequence);
        tbs.TryEnter(0xA0);
        for (int i = 0; i < 5; i++)
            tbs.Skip();
        byte[] key = tbs.Element();
        return key[0] == DerReader.Sequence ? key : throw new FormatException("it is no sequence");
    }
}
