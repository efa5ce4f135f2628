using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Bench;

/// <summary>Both ends' engines in memory, one thread, nothing verified: what is above this is sockets, threads and trust.</summary>
internal static class EngineOnly
{
    private const int Count = 100;

    internal static IEnumerable<Comparison> All()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key,
            HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        TlsIdentity identity = TlsIdentity.FromPlatform(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), [])!;
        foreach (string group in new[] { "X25519MLKEM768", "x25519", "secp256r1" })
        {
            var context =
                new SslContext(new SslContextOptions { Identities = [identity], Version = [SslVersion.TLSv1_3], Group = [group] });
            yield return new Comparison($"engine alone, handshake TLSv1_3 P-256 {group}", "ms", 7, () => Measure(context), null);
        }
    }

    private static double Measure(SslContext context)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
        {
            using var client = new TlsEngine(context.EngineSettings(false, "localhost"));
            using var server = new TlsEngine(context.EngineSettings(true, null));
            InMemory.Handshake(client, server);
        }

        return watch.Elapsed.TotalMilliseconds / Count;
    }
}
