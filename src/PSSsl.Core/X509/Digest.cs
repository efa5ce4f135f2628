using System;
using System.Security.Cryptography;

namespace PSSsl.X509;

/// <summary>Digests by the names that users write.</summary>
internal static class Digest
{
    /// <param name="algorithm">sha256, sha384, sha512, sha1 or md5.</param>
    /// <param name="data">What is digested.</param>
    internal static byte[] Of(string algorithm, byte[] data)
    {
        using HashAlgorithm hash = algorithm switch
        {
            "sha1" => SHA1.Create(),
            "sha384" => SHA384.Create(),
            "sha512" => SHA512.Create(),
            "md5" => MD5.Create(),
            _ => SHA256.Create(),
        };
        return hash.ComputeHash(data);
    }
}
