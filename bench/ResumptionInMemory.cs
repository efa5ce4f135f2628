using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;
using PSSsl.Sessions;

namespace PSSsl.Bench;

/// <summary>
/// Resumed handshakes beside full ones in memory: both ends' engines, one thread, the server's chain judged when it is shown.
/// </summary>
internal static class ResumptionInMemory
{
    private const int Count = 100;

    internal static IEnumerable<Comparison> All()
    {
        foreach (string group in new[] { "X25519MLKEM768", "x25519" })
        {
            foreach (string key in new[] { "P-256", "RSA" })
            {
                X509Certificate2 certificate = Certificate(key);
                TlsIdentity identity = TlsIdentity.FromPlatform(certificate, [])!;
                var context = new SslContext(new SslContextOptions
                    { Identities = [identity], Authorities = [certificate], Version = [SslVersion.TLSv1_3], Group = [group] });
                yield return new Comparison($"engines alone, resumed beside full TLSv1_3 {key} {group}", "ms", 7,
                    () => Measure(context, true), () => Measure(context, false));
            }
        }
    }

    private static X509Certificate2 Certificate(string key)
    {
        using RSA? rsa = key == "RSA" ? RSA.Create(2048) : null;
        using ECDsa? ec = key == "RSA" ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = rsa is not null ? new("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=localhost", ec!, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static double Measure(SslContext context, bool resumes)
    {
        ServerSessionStore sessions = context.ServerSessions;
        TlsResumableSession? last = null;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
        {
            using var client = new TlsEngine(context.EngineSettings(false, "localhost") with { Judge = peer => Judge(context, peer),
                Session = resumes ? last : null, SessionEstablished = resumes ? s => last = s : null });
            using var server = new TlsEngine(context.EngineSettings(true, null) with { TicketKeys = resumes ? sessions.TicketKeys : null });
            InMemory.Handshake(client, server);
            InMemory.Move(server, client);
            if (client.Negotiated!.Resumed != (resumes && i > 0))
                throw new InvalidOperationException("Not as it was meant.");
        }

        return watch.Elapsed.TotalMilliseconds / Count;
    }

    private static TlsRefusal? Judge(SslContext context, TlsPeerChain peer)
    {
        Trust.ChainVerdict verdict = Trust.ChainVerifier.Verify(new Trust.ChainRequest(peer.Certificates[0], peer.Certificates,
            context.Trust.Anchors) { Purpose = Trust.ChainPurpose.ServerAuth });
        return verdict.Trusted ? null : throw new InvalidOperationException(verdict.Errors[0].Message);
    }
}
