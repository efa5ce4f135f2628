using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Certificates;

/// <summary>A certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) as it is encoded in it.</summary>
internal static class PublicKeyInfo
{
    internal static byte[] Of(X509Certificate2 certificate)
    {
#if NET
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
#else
        // Certificate, in it TBSCertificate: [0] version, serial, signature, issuer, validity, subject, then this.
        DerReader tbs = new DerReader(certificate.RawData).Enter(DerReader.Sequence).Enter(DerReader.Sequence);
        tbs.TryEnter(0xA0);
        for (int i = 0; i < 5; i++)
            tbs.Skip();
        byte[] content = tbs.Content(DerReader.Sequence);
        return Encode(content);
#endif
    }

#if !NET
    private static byte[] Encode(byte[] content)
    {
        byte[] length = content.Length < 0x80 ? new[] { (byte)content.Length }
            : content.Length <= 0xFF ? new[] { (byte)0x81, (byte)content.Length }
            : new[] { (byte)0x82, (byte)(content.Length >> 8), (byte)content.Length };
        var encoded = new byte[1 + length.Length + content.Length];
        encoded[0] = DerReader.Sequence;
        length.CopyTo(encoded, 1);
        content.CopyTo(encoded, 1 + length.Length);
        return encoded;
    }
#endif
}
