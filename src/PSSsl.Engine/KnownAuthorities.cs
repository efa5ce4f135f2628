using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Engine;

/// <summary>
/// The certificates of authorities that were met last, by their bytes. The same few stand above most peers, and reading the key in one
/// costs the platform twice what verifying a signature with it does. Nothing is believed of them: they are judged each time.
/// </summary>
public static class KnownAuthorities
{
    private const int Most = 64;
    private const int LargestBytes = 16 * 1024;

    /// <summary>On Windows copies share what is set on them, a friendly name or a key, and loading is cheap.</summary>
    private static readonly bool s_copiesAreApart = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // Guards itself. The one used last is at the end.
    private static readonly List<(byte[] Der, X509Certificate2 Certificate)> s_known = new();

    /// <summary>
    /// Loads the certificate of an authority as <see cref="CertificateBytes.Load"/> does; it is the caller's, to be disposed.
    /// </summary>
    /// <param name="der">DER, nothing before or after it.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is something else, or cannot be read.</exception>
    public static X509Certificate2 Load(byte[] der)
    {
        if (der.Length > LargestBytes || !s_copiesAreApart)
            return CertificateBytes.Load(der);
        lock (s_known)
        {
            if (Use(der) is { } known)
                return known;
        }

        X509Certificate2 certificate = CertificateBytes.Load(der);
        lock (s_known)
        {
            if (s_known.Count == Most)
            {
                s_known[0].Certificate.Dispose();
                s_known.RemoveAt(0);
            }

            // A copy, so that nobody can make other bytes of what it is known by.
            s_known.Add(((byte[])der.Clone(), certificate));
            return new X509Certificate2(certificate);
        }
    }

    /// <summary>Loads a peer's chain, its own certificate first; all are the caller's.</summary>
    /// <param name="chain">DER, one certificate each.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One of them is something else, or cannot be read.</exception>
    public static X509Certificate2[] LoadChain(IReadOnlyList<byte[]> chain) =>
        chain.Select((der, depth) => depth == 0 ? CertificateBytes.Load(der) : Load(der)).ToArray();

    private static X509Certificate2? Use(byte[] der)
    {
        for (int i = s_known.Count - 1; i >= 0; i--)
        {
            (byte[] Der, X509Certificate2 Certificate) known = s_known[i];
            if (!AreEqual(known.Der, der))
                continue;
            s_known.RemoveAt(i);
            s_known.Add(known);
            return new X509Certificate2(known.Certificate);
        }

        return null;
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
#if NET
        return one.AsSpan().SequenceEqual(other);
#else
        if (one.Length != other.Length)
            return false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
                return false;
        }

        return true;
#endif
    }
}
