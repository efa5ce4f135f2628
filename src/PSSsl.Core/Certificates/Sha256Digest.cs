using System;
using System.Security.Cryptography;

namespace PSSsl.Certificates;

/// <summary>SHA-256 as text, to compare by.</summary>
internal static class Sha256Digest
{
    /// <returns>The digest in Base64.</returns>
    internal static string Of(byte[] data)
    {
#if NET
        return Convert.ToBase64String(SHA256.HashData(data));
#else
        using SHA256 hash = SHA256.Create();
        return Convert.ToBase64String(hash.ComputeHash(data));
#endif
    }
}
