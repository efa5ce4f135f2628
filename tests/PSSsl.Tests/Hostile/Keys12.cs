using System.Security.Cryptography;
using System.Text;

namespace PSSsl.Tests.Hostile;

/// <summary>The key schedule of TLS 1.2 (RFC 5246, 5 and 6.3), SHA-256 and AES-128-GCM.</summary>
internal static class Keys12
{
    internal static byte[] Prf(byte[] secret, string label, byte[] seed, int length)
    {
        byte[] all = Bytes.Cat(Encoding.ASCII.GetBytes(label), seed), a = all, result = [];
        while (result.Length < length)
        {
            a = HMACSHA256.HashData(secret, a);
            result = [.. result, .. HMACSHA256.HashData(secret, Bytes.Cat(a, all))];
        }

        return result[..length];
    }

    internal static (RecordKeys Client, RecordKeys Server) Make(byte[] master, byte[] clientRandom, byte[] serverRandom)
    {
        byte[] block = Prf(master, "key expansion", Bytes.Cat(serverRandom, clientRandom), 40);
        return (new RecordKeys(block[..16], block[32..36]), new RecordKeys(block[16..32], block[36..40]));
    }
}
