using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Certificates;

/// <summary>All certificates of a file with those above them and their keys.</summary>
internal static class CertificateImport
{
    private const int LongestChain = 32;

    /// <param name="material">What was read.</param>
    /// <param name="keys">Keys of another file, in place of those that are in it.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="path">Where it was read from.</param>
    /// <returns>In the file's order.</returns>
    /// <exception cref="SslException">There is no certificate in it, or one that cannot be read, or a key that belongs to none.</exception>
    internal static IReadOnlyList<SslCertificate> Join(KeyMaterial material, KeyMaterial? keys, string name, string? path)
    {
        if (material.Certificates.Count == 0)
        {
            string holds = path is null ? KeyFile.Describe(material, () => false) : KeyFile.Describe(material, path, "Path");
            throw SslException.Configuration(SslErrorCode.FileContent, $"{name} contains no certificate: {holds}.",
                material.Keys.Count > 0 ? "Name the certificate's file, and this one with -KeyFile."
                    : "Name a file with certificates in PEM, DER, PKCS#7 or PKCS#12.");
        }

        X509Certificate2[] certificates = material.Certificates.Select(der => CertificateFile.Parse(der, name)).ToArray();
        CertificateFile.CheckUnrestricted(certificates.Select((c, i) => new CertificateWithUses(c, material.Uses[i])), name);
        ParsedCertificate?[] parsed = certificates.Select(ParsedCertificate.TryOf).ToArray();
        ILookup<DistinguishedName, ParsedCertificate> bySubject = parsed.OfType<ParsedCertificate>().ToLookup(p => p.Subject);
        TlsPrivateKey?[] own = Own(certificates, (keys ?? material).Keys, name);
        return certificates.Select((c, i) =>
            SslCertificate.With(CertificateBytes.Load(c.RawData), Above(parsed[i], bySubject), own[i], path)).ToArray();
    }

    private static TlsPrivateKey?[] Own(X509Certificate2[] certificates, IReadOnlyList<TlsPrivateKey> keys, string name)
    {
        var own = new TlsPrivateKey?[certificates.Length];
        CertificateKey[] theirs = certificates.Select(c => new CertificateKey(c.RawData)).ToArray();
        foreach (TlsPrivateKey key in keys)
        {
            bool used = false;
            for (int i = 0; i < certificates.Length; i++)
            {
                if (!theirs[i].IsOf(key))
                    continue;
                used = true;
                // A renewed certificate may have the same key; each gets one of its own, so that each can be disposed.
                own[i] ??= key.Copy();
            }

            key.Dispose();
            if (!used)
                throw SslException.Configuration(SslErrorCode.KeyMismatch,
                    $"A {key.Algorithm} private key belongs to none of the certificates in {name}.",
                    "Use the key that the certificate was requested with.");
        }

        return own;
    }

    /// <summary>By name, and by the key's identifier where several have the name.</summary>
    private static List<X509Certificate2> Above(ParsedCertificate? certificate, ILookup<DistinguishedName, ParsedCertificate> bySubject)
    {
        var chain = new List<X509Certificate2>();
        for (ParsedCertificate? last = certificate; last is { IsSelfIssued: false } && chain.Count < LongestChain;)
        {
            ParsedCertificate[] named = bySubject[last.Issuer].Where(p => !ReferenceEquals(p, certificate)
                && chain.All(c => !ReferenceEquals(c, p.Certificate))).ToArray();
            ParsedCertificate? issuer =
                named.FirstOrDefault(p => last.AuthorityKeyId is { } wanted && p.SubjectKeyId is { } found && wanted.SequenceEqual(found))
                ?? named.FirstOrDefault(p => last.AuthorityKeyId is null || p.SubjectKeyId is null);
            if (issuer is null)
                break;
            chain.Add(issuer.Certificate);
            last = issuer;
        }

        return chain;
    }
}
