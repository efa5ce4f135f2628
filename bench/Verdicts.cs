using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.X509;

namespace PSSsl.Bench;

/// <summary>
/// A chain of three as a client receives it, parsed and judged: ours, with an intermediate met before, beside X509Chain, which asks less.
/// </summary>
internal static class Verdicts
{
    private const int Times = 100;

    internal static IEnumerable<Comparison> All()
    {
        foreach (bool rsa in new[] { false, true })
        {
            byte[][] chain = Chain(rsa);
            string name = rsa ? "RSA" : "P-256";
            X509Certificate2 root = X509CertificateLoader.LoadCertificate(chain[2]);
            TrustAnchors anchors = TrustAnchors.From([root]);
            yield return new Comparison($"verdict on a chain of three, {name}", "ms", 9,
                () => Timed(() => Ours(chain, anchors, strict: false)), () => Timed(() => Theirs(chain, [root])));
            yield return new Comparison($"verdict on a chain of three, {name}, strict", "ms", 9,
                () => Timed(() => Ours(chain, anchors, strict: true)), () => Timed(() => Theirs(chain, [root])));
            yield return new Comparison($"verdict on a chain of three, {name}, authority not met before", "ms", 9,
                () => Timed(() => Ours(chain, anchors, strict: false, met: false)), () => Timed(() => Theirs(chain, [root])));
            X509Certificate2[] many = [.. System(), root];
            TrustAnchors manyAnchors = TrustAnchors.From(many);
            yield return new Comparison($"verdict on a chain of three, {name}, {many.Length} anchors", "ms", 9,
                () => Timed(() => Ours(chain, manyAnchors, strict: false)), () => Timed(() => Theirs(chain, many)));
        }

        const string directory = "/etc/ssl/certs";
        yield return new Comparison("context with -CAPath " + directory, "ms", 9,
            () => Timed(() => _ = new SslContext(new SslContextOptions { CAPath = directory })), null);
    }

    private static IEnumerable<X509Certificate2> System()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return [.. store.Certificates];
    }

    private static double Timed(Action action)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Times; i++)
            action();
        return watch.Elapsed.TotalMilliseconds / Times;
    }

    private static void Ours(byte[][] chain, TrustAnchors anchors, bool strict, bool met = true)
    {
        using X509Certificate2 leaf = CertificateBytes.Load(chain[0]);
        using X509Certificate2 intermediate = met ? KnownCertificates.Load(chain[1], 1) : CertificateBytes.Load(chain[1]);
        ChainVerdict verdict = ChainVerifier.Verify(new ChainRequest(leaf, [leaf, intermediate], anchors)
            { Purpose = ChainPurpose.ServerAuth, Strict = strict });
        if (!verdict.Trusted)
            throw new InvalidOperationException(verdict.Errors[0].Message);
        foreach (X509Certificate2 certificate in verdict.Path.Skip(1))
            certificate.Dispose();
    }

    private static void Theirs(byte[][] chain, X509Certificate2[] roots)
    {
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(chain[0]),
            intermediate = X509CertificateLoader.LoadCertificate(chain[1]);
        using var built = new X509Chain();
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.DisableCertificateDownloads = true;
        built.ChainPolicy.CustomTrustStore.AddRange(roots);
        built.ChainPolicy.ExtraStore.Add(intermediate);
        built.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (!built.Build(leaf))
            throw new InvalidOperationException(built.ChainStatus[0].StatusInformation);
        foreach (X509ChainElement element in built.ChainElements)
            element.Certificate.Dispose();
    }

    /// <summary>As the web PKI wants it, so that the strict check has nothing to say.</summary>
    private static byte[][] Chain(bool rsa)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow.AddDays(-1);
        (CertificateRequest Request, AsymmetricAlgorithm Key) make(string name, bool authority)
        {
            AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = key is RSA r ? new(name, r, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : new(name, (ECDsa)key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(authority
                ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            return (request, key);
        }

        (CertificateRequest rootRequest, _) = make("CN=Bench root", true);
        using X509Certificate2 root = rootRequest.CreateSelfSigned(now, now.AddYears(5));
        (CertificateRequest middleRequest, AsymmetricAlgorithm middleKey) = make("CN=Bench intermediate", true);
        middleRequest.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using X509Certificate2 bare = middleRequest.Create(root, now, now.AddYears(3), [1, 2, 3, 4, 5, 6, 7, 8]);
        using X509Certificate2 middle = middleKey is RSA rsaKey ? bare.CopyWithPrivateKey(rsaKey)
            : bare.CopyWithPrivateKey((ECDsa)middleKey);
        (CertificateRequest leafRequest, _) = make("CN=www.bench.example", false);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("www.bench.example");
        leafRequest.CertificateExtensions.Add(names.Build());
        leafRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        leafRequest.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(middle, true, false));
        using X509Certificate2 leaf = leafRequest.Create(middle, now, now.AddDays(90), [9, 8, 7, 6, 5, 4, 3, 2]);
        return [leaf.RawData, middle.RawData, root.RawData];
    }
}
