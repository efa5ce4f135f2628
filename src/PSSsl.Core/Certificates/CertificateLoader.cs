using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Certificates;

/// <summary>
/// Our own certificates with their keys, from the options that name them. Several are alternatives: one RSA and one EC, say.
/// </summary>
internal static class CertificateLoader
{
    /// <returns>Nothing if no certificate was given.</returns>
    /// <exception cref="SslException">What was given cannot be used.</exception>
    internal static IReadOnlyList<TlsIdentity> Load(CertificateSource source)
    {
        if (source.CertificateFiles.Count > 0 && source.Certificates.Count > 0)
            throw SslException.Option(source.Entry is null ? "-CertificateFile and -Certificate both give a certificate."
                : $"-{source.Entry} has both files and certificates.", "Leave one out.");
        if (source.CertificateFiles.Count > 0)
            return FromFiles(source);
        if (source.Certificates.Count > 0)
            return FromObjects(source);
        if (source.KeyFiles.Count > 0)
            throw SslException.Option(source.Entry is null
                ? "-KeyFile gives a key without its certificate, which is given with -CertificateFile or -Certificate."
                : $"-{source.Entry} has a KeyFile without a CertificateFile.",
                source.Entry is null ? "Add one of them." : "Add CertificateFile.");
        return Array.Empty<TlsIdentity>();
    }

    private static List<TlsIdentity> FromFiles(CertificateSource source)
    {
        KeyMaterial[] files = source.CertificateFiles.Select(f => ReadCertificates(f, source)).ToArray();
        List<FoundKey> keys = source.KeyFiles.Count > 0 ? ReadKeys(source)
            : files.SelectMany((m, i) => m.Keys.Select(k => new FoundKey(k, source.CertificateFiles[i]))).ToList();
        var identities = new List<TlsIdentity>();
        for (int i = 0; i < files.Length; i++)
        {
            string file = source.CertificateFiles[i];
            // Its own certificates come first, so that a key that two of them share finds the right one; the others may hold its issuers.
            byte[][] certificates = files[i].Certificates.Concat(files.SelectMany(m => m.Certificates)).ToArray();
            List<TlsIdentity> found = Pair(certificates, files[i].Certificates, keys);
            if (found.Count == 0)
                throw Unpaired(file, keys, source);
            identities.AddRange(found);
        }

        CheckAllUsed(source, keys);
        return identities;
    }

    private static List<TlsIdentity> FromObjects(CertificateSource source)
    {
        IReadOnlyList<SslCertificate> certificates = source.Certificates;
        if (certificates.Any(c => c.IsDisposed))
            throw SslException.Configuration(SslErrorCode.KeyMissing, $"A certificate of -{source.CertificateOption} was disposed.",
                "Make or import it again.");
        byte[][] all = certificates.SelectMany(c => c.Chain.Prepend(c.Certificate)).Select(c => c.RawData).ToArray();
        if (source.KeyFiles.Count > 0)
        {
            List<FoundKey> keys = ReadKeys(source);
            List<TlsIdentity> paired = Pair(all, all, keys);
            if (paired.Count == 0)
                throw Mismatch(keys[0].Source, CertificateLabel.Of(certificates[0].Subject), source.CertificateOption);
            CheckAllUsed(source, keys);
            return paired;
        }

        // Those without keys are the issuers of the others.
        List<TlsIdentity> identities = certificates.Where(c => c.HasPrivateKey)
            .Select(c => c.CreateIdentity(all) ?? throw SslException.Configuration(SslErrorCode.KeyMissing,
                $"The private key of {CertificateLabel.Of(c.Subject)} (-{source.CertificateOption}) cannot be used for signing.",
                "Use an RSA or EC key, or give the key's file."))
            .ToList();
        return identities.Count > 0 ? identities : throw SslException.Configuration(SslErrorCode.KeyMissing,
            $"The certificate '{certificates[0]}' (-{source.CertificateOption}) has no private key.",
            "Give one with its key, or name the key's file with -KeyFile.");
    }

    private static KeyMaterial ReadCertificates(string file, CertificateSource source)
    {
        KeyMaterial material = KeyFile.Read(file, source.CertificateFileOption, source.Password);
        return material.Certificates.Count > 0 ? material : throw SslException.Configuration(SslErrorCode.FileContent,
            $"{file} (-{source.CertificateFileOption}) contains no certificate: "
                + $"{KeyFile.Describe(material, file, source.CertificateFileOption)}.",
            material.Keys.Count > 0 ? "Name the certificate's file there, and this one with -KeyFile."
                : "Name a file with a certificate in PEM, DER or PKCS#12.");
    }

    private static List<FoundKey> ReadKeys(CertificateSource source)
    {
        var keys = new List<FoundKey>();
        foreach (string file in source.KeyFiles)
        {
            KeyMaterial material = KeyFile.Read(file, source.KeyFileOption, source.Password);
            if (material.Keys.Count == 0)
            {
                throw SslException.Configuration(SslErrorCode.FileContent,
                    $"{file} (-{source.KeyFileOption}) contains no private key: {KeyFile.Describe(material, file, source.KeyFileOption)}.",
                    "Name the file with the private key.");
            }

            keys.AddRange(material.Keys.Select(k => new FoundKey(k, file)));
        }

        return keys;
    }

    /// <param name="all">Where issuers are looked for.</param>
    /// <param name="own">Certificates whose keys are wanted.</param>
    /// <param name="keys">The keys there are.</param>
    private static List<TlsIdentity> Pair(IReadOnlyList<byte[]> all, IReadOnlyList<byte[]> own, List<FoundKey> keys)
    {
        var found = new List<TlsIdentity>();
        foreach (FoundKey key in keys)
        {
            if (TlsIdentity.Pair(all, key.Key) is not { } identity || !own.Any(c => c.SequenceEqual(identity.ChainDer[0])))
                continue;
            key.Used = true;
            if (!found.Any(f => f.ChainDer[0].SequenceEqual(identity.ChainDer[0])))
                found.Add(identity);
        }

        return found;
    }

    private static SslException Unpaired(string file, List<FoundKey> keys, CertificateSource source)
    {
        if (keys.Count == 0)
        {
            return SslException.Configuration(SslErrorCode.KeyMissing,
                $"{file} (-{source.CertificateFileOption}) holds a certificate but no private key.",
                source.Entry is null ? "Name the key's file with -KeyFile." : "Give a hashtable with CertificateFile and KeyFile.");
        }

        return keys.Select(k => k.Source).Distinct().Count() == 1 ? Mismatch(keys[0].Source, file, source.CertificateFileOption)
            : SslException.Configuration(SslErrorCode.KeyMismatch,
                $"None of the private keys belongs to the certificate in {file} (-{source.CertificateFileOption}).", RightKey);
    }

    /// <summary>A key that was named and belongs to nothing is a mistake that would otherwise show on some clients only.</summary>
    private static void CheckAllUsed(CertificateSource source, List<FoundKey> keys)
    {
        foreach (string file in source.KeyFiles)
        {
            if (!keys.Any(k => k.Source == file && k.Used))
                throw SslException.Configuration(SslErrorCode.KeyMismatch,
                    $"The private key in {file} (-{source.KeyFileOption}) belongs to none of the certificates.", RightKey);
        }
    }

    private static SslException Mismatch(string keySource, string certificateSource, string option) =>
        SslException.Configuration(SslErrorCode.KeyMismatch, certificateSource == keySource
        ? $"The private key in {keySource} (-{option}) does not belong to the certificate in it."
        : $"The private key in {keySource} does not belong to the certificate in {certificateSource} (-{option}).", RightKey);

    private const string RightKey = "Use the key that the certificate was requested with.";

    private sealed class FoundKey
    {
        internal FoundKey(TlsPrivateKey key, string source)
        {
            Key = key;
            Source = source;
        }

        internal TlsPrivateKey Key { get; }

        internal string Source { get; }

        internal bool Used { get; set; }
    }
}
