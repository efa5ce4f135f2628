using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine.Keys;

namespace PSSsl.Engine;

/// <summary>
/// The one way from bytes to a certificate of the platform's. The platform's constructor guesses what bytes are: a PKCS#12 store is opened,
/// at the cost that its sender sets, and its key is loaded with it.
/// So nothing gets there that is not framed as a certificate (RFC 5280, 4.1).
/// </summary>
/// <remarks>
/// The platform's own strict loader is in .NET 9 and later; for others it is a package that makes the same check before it calls the same
/// constructor, and would lie beside the module for that alone.
/// </remarks>
public static class CertificateBytes
{
    private const int Sequence = 0x30, BitString = 0x03, LeastElements = 6;

    /// <summary>Loads a certificate; it has no private key.</summary>
    /// <param name="der">DER, nothing before or after it.</param>
    /// <exception cref="CryptographicException">It is something else, or cannot be read.</exception>
    public static X509Certificate2 Load(byte[] der)
    {
        if (!IsFramed(der))
            throw new CryptographicException("The bytes are not one certificate in DER.");
#pragma warning disable RS0030 // This is the place.
        return new X509Certificate2(der);
#pragma warning restore RS0030
    }

    /// <summary>Whether these bytes, all of them, are framed as one certificate: what is signed, an algorithm and a signature.</summary>
    internal static bool IsFramed(byte[] der)
    {
        if (DerFrame.At(der, 0, der.Length) is not { Tag: Sequence } whole || whole.End != der.Length
            || whole.First is not { Tag: Sequence } signed)
            return false;
        if (signed.Next(whole) is not { Tag: Sequence } algorithm || algorithm.Next(whole) is not { Tag: BitString } signature
            || signature.End != whole.End)
            return false;
        int elements = 0;
        DerFrame? element = signed.First;
        for (; element is not null; element = element.Next(signed))
        {
            // The last one ends where what holds it does; lists and requests have fewer, or times among them.
            elements++;
            if (element.End == signed.End)
                break;
        }

        return element is not null && elements >= LeastElements;
    }
}
