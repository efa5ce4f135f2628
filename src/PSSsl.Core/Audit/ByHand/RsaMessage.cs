using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using PSSsl.Audit.Hello;
using PSSsl.Engine;

namespace PSSsl.Audit.ByHand;

/// <summary>What is encrypted for the RSA key of a server's certificate, whatever its padding is.</summary>
internal static class RsaMessage
{
    /// <summary>A master secret of 48 bytes, and the least padding (RFC 8017, 7.2.1).</summary>
    private const int ShortestModulus = 48 + 11;

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

    /// <summary>
    /// False for a key that no message fits into, or whose exponent is as long as an attacker wants to have us compute; OpenSSL takes no
    /// longer one either.
    /// </summary>
    private static bool IsOfUse(RSAParameters key) => key.Modulus is { Length: >= ShortestModulus } && key.Exponent is { Length: <= 8 };

    private static BigInteger Number(byte[] bigEndian) => new(Enumerable.Reverse(bigEndian).Concat(new byte[] { 0 }).ToArray());

    /// <summary>The key of the server's certificate; null if there is none that can be used.</summary>
    internal static RSAParameters? KeyOf(ServerFlight flight)
    {
        if (flight.Certificates is not { Count: > 0 } chain)
            return null;
        try
        {
            using RSA? rsa =
                System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPublicKey(CertificateBytes.Load(chain[0]));
            return rsa?.ExportParameters(false) is { } key && IsOfUse(key) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
