using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using PSSsl.Audit.Hello;
using PSSsl.Engine;

namespace PSSsl.Audit.ByHand;

/// <summary>What is encrypted for the RSA key of a server's certificate, whatever its padding is.</summary>
internal static class RsaMessage
{
    /// <summary>Padded as it should be (RFC 8017, 7.2.1).</summary>
    internal static byte[] Encrypt(RSAParameters key, byte[] secret, int length)
    {
        byte[] block = ClientHello.RandomBytes(length).Select(b => b == 0 ? (byte)1 : b).ToArray();
        block[0] = 0;
        block[1] = 2;
        block[length - secret.Length - 1] = 0;
        System.Buffer.BlockCopy(secret, 0, block, length - secret.Length, secret.Length);
        return Encrypt(key, block);
    }

    internal static byte[] Encrypt(RSAParameters key, byte[] block)
    {
        byte[] result = BigInteger.ModPow(Number(block), Number(key.Exponent!), Number(key.Modulus!)).ToByteArray();
        var bytes = new byte[key.Modulus!.Length];
        for (int i = 0; i < result.Length && i < bytes.Length; i++)
            bytes[bytes.Length - 1 - i] = result[i];
        return bytes;
    }

    private static BigInteger Number(byte[] bigEndian) => new(Enumerable.Reverse(bigEndian).Concat(new byte[] { 0 }).ToArray());

    internal static RSAParameters? KeyOf(ServerFlight flight)
    {
        if (flight.Certificates is not { Count: > 0 } chain)
            return null;
        try
        {
            using RSA? rsa =
                System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(CertificateBytes.Load(chain[0]));
            return rsa?.ExportParameters(false);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
