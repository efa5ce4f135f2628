using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Certificates;

/// <summary>Kind and size of a certificate's key.</summary>
internal static class KeyFacts
{
    internal static string Algorithm(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value switch
    {
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        "1.2.840.10045.2.1" => "EC",
        "1.2.840.10040.4.1" => "DSA",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87",
        { } other => other,
        null => string.Empty,
    };

    internal static int Size(X509Certificate2 certificate)
    {
        switch (Algorithm(certificate))
        {
            case "Ed25519":
                return 256;
            case "Ed448":
                return 456;
        }

        try
        {
            using RSA? rsa = certificate.GetRSAPublicKey();
            if (rsa is not null)
                return rsa.KeySize;
            using ECDsa? ec = certificate.GetECDsaPublicKey();
            return ec?.KeySize ?? 0;
        }
        catch (CryptographicException)
        {
            // A curve or encoding that the platform does not know; the algorithm's name is told all the same.
            return 0;
        }
    }
}
