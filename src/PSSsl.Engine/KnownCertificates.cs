using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Engine;

/// <summary>
/// The certificates that were met last, by their bytes: peers come back, the same few authorities stand above most of them, and reading
/// the key in a certificate costs the platform twice what verifying a signature with it does. Nothing is believed of them: they are judged
/// each time. Peers' own are kept apart, so that many peers leave the authorities where they are.
/// </summary>
internal static class KnownCertificates
{
    private const int Most = 64;
    private const int LargestBytes = 16 * 1024;

    /// <summary>On Windows copies share what is set on them, a friendly name or a key, and loading is cheap.</summary>
    private static readonly bool s_copiesAreApart = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static readonly BoundedCache<byte[], X509Certificate2> s_peers = NewCache(), s_authorities = NewCache();

    /// <summary>Loads a certificate as <see cref="CertificateBytes.Load"/> does; it is the caller's, to be disposed.</summary>
    /// <param name="der">DER, nothing before or after it.</param>
    /// <param name="depth">Its place in a chain: 0 for the peer's own.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is something else, or cannot be read.</exception>
    internal static X509Certificate2 Load(byte[] der, int depth)
    {
        if (der.Length > LargestBytes || !s_copiesAreApart)
            return CertificateBytes.Load(der);
        BoundedCache<byte[], X509Certificate2> known = depth == 0 ? s_peers : s_authorities;
        if (known.Use(der, DateTime.MinValue, Copy) is { } met)
            return met;
        X509Certificate2 certificate = CertificateBytes.Load(der);
        X509Certificate2 copy = Copy(certificate);
        // A copy of the bytes, so that nobody can make others of what it is known by.
        known.Add((byte[])der.Clone(), certificate, der.Length, DateTime.MaxValue);
        return copy;
    }

    /// <summary>
    /// Another object for what is loaded. This constructor takes no bytes, and so has nothing to guess: .NET gives the copy the same
    /// certificate of OpenSSL's or Apple's, which is freed with the last of them.
    /// </summary>
    private static X509Certificate2 Copy(X509Certificate2 loaded) => new((X509Certificate)loaded);

    /// <summary>Loads a peer's chain, its own certificate first; all are the caller's.</summary>
    /// <param name="chain">DER, one certificate each.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One of them is something else, or cannot be read.</exception>
    internal static X509Certificate2[] LoadChain(IReadOnlyList<byte[]> chain) =>
        chain.Select(Load).ToArray();

    private static BoundedCache<byte[], X509Certificate2> NewCache() =>
        new(Most, Most * LargestBytes, ByteSequenceComparer.Instance, certificate => certificate.Dispose());
}
