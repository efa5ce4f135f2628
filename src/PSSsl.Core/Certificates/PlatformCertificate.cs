using System;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine.Keys;
#if NET
using System.Security.Cryptography;
#endif
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Certificates;

/// <summary>The platform's certificate together with its key.</summary>
internal static class PlatformCertificate
{
    private const string RsaKey = "1.2.840.113549.1.1.1", EcKey = "1.2.840.10045.2.1";

    /// <summary>Takes over the certificate. Where the platform has no keys of this kind it is given back as it is.</summary>
    internal static X509Certificate2 WithKey(X509Certificate2 certificate, TlsPrivateKey key)
    {
        // A key for RSA-PSS alone (RFC 8017, A.2.3) is not an RSA key to it.
        if (key.Algorithm is not ("RSA" or "EC") || certificate.HasPrivateKey || certificate.PublicKey.Oid.Value is not (RsaKey or EcKey))
            return certificate;
        byte[] pkcs8 = key.ExportPkcs8();
        try
        {
            X509Certificate2 joined = Join(certificate, key, pkcs8);
            certificate.Dispose();
            return joined;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            // A curve that it does not know, or knows by name where it is given by its numbers: the certificate serves all the same, with
            // the library's arithmetic.
            return certificate;
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>A copy for a store of the platform's, whose key is kept when the copy is gone.</summary>
    /// <exception cref="SslException">It has no key that can leave.</exception>
    internal static X509Certificate2 ToKeep(SslCertificate certificate, StoreLocation location)
    {
        if (certificate.Key is not { } key)
            throw SslException.Configuration(SslErrorCode.KeyMissing, $"{CertificateLabel.Of(certificate.Subject)} has no private key.",
                "Leave out -IncludeKey.");
        string password = Guid.NewGuid().ToString("N");
        byte[] store = TlsKeyStore.WritePassingPkcs12(certificate.Certificate.RawData, key, password.ToCharArray());
        X509KeyStorageFlags where = location == StoreLocation.LocalMachine
            ? X509KeyStorageFlags.MachineKeySet : X509KeyStorageFlags.UserKeySet;
        try
        {
#pragma warning disable RS0030, SYSLIB0057 // It is a store, and our own.
            return new X509Certificate2(store, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.PersistKeySet | where);
#pragma warning restore RS0030, SYSLIB0057
        }
        finally
        {
            Array.Clear(store, 0, store.Length);
        }
    }

#if NET
    private static X509Certificate2 Join(X509Certificate2 certificate, TlsPrivateKey key, byte[] pkcs8)
    {
        if (key.Algorithm == "RSA")
        {
            using RSA rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return certificate.CopyWithPrivateKey(rsa);
        }

        using ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return certificate.CopyWithPrivateKey(ecdsa);
    }
#else
    /// <summary>There a certificate gets its key through PKCS#12 alone.</summary>
    private static X509Certificate2 Join(X509Certificate2 certificate, TlsPrivateKey key, byte[] pkcs8)
    {
        string password = Guid.NewGuid().ToString("N");
        byte[] store = TlsKeyStore.WritePassingPkcs12(certificate.RawData, key, password.ToCharArray());
#pragma warning disable RS0030 // It is a store, and our own.
        return new X509Certificate2(store, password, X509KeyStorageFlags.Exportable);
#pragma warning restore RS0030
    }
#endif
}
