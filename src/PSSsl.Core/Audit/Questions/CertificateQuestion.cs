using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.Engine;
using PSSsl.Trust;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Which certificates a server shows: one for each kind of key. They are judged as everywhere.
/// </summary>
internal sealed class CertificateQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Certificates;

    internal override string About => "which certificates it shows";

    internal override bool IsQuick => true;

    internal override async Task AskAsync(AuditRun run)
    {
        int newest = run.Facts.Offered.FirstOrDefault(v => v < Hellos.Tls13);
        if (newest > 0)
            await AskOldAsync(run, newest).ConfigureAwait(false);
        if (run.Facts.Has(Hellos.Tls13) == true && (newest == 0 || !run.Options.IsQuick))
            await AskTls13Async(run).ConfigureAwait(false);
        // Its key is what weakens other servers (DROWN), also where it is not shown in TLS.
        if (run.Facts.Ssl2Certificate is { } der && Load(run, new[] { der }) is { } shown)
            Judge(run, new PresentedChain(shown[0], shown, null));
        if (run.Facts.Certificates.Count == 0)
            run.Facts.Gap("no certificate was seen");
    }

    private static Task AskOldAsync(AuditRun run, int version)
    {
        if (run.Options.IsQuick)
            return AskOldAsync(run, version, Hellos.Usual, "any");
        return Task.WhenAll(new[] { "RSA", "ECDSA", "DSS" }.Select(kind =>
        {
            int[] suites = SuiteRegistry.UpToTls12.Where(s => SuiteRegistry.ById(s).Authentication == kind
                && SuiteRegistry.ById(s).KeyExchange is not ("SRP" or "RSAPSK")).ToArray();
            return AskOldAsync(run, version, suites, kind);
        }));
    }

    private static async Task AskOldAsync(AuditRun run, int version, IReadOnlyList<int> suites, string kind)
    {
        Settled settled =
            await SuiteSettling.SettleAsync(run, version, suites, hello => hello.With(HelloExtension.StatusRequest()), wantsAll: true)
            .ConfigureAwait(false);
        if (settled.Taken is null)
            run.Facts.Gap($"whether it has a certificate of the kind {kind} was not found out: {settled.Why}");
        if (settled.Taken != true)
            return;
        ServerFlight flight = settled.Flight!;
        if (flight.Certificates is null)
            run.Facts.Gap($"whether it has a certificate of the kind {kind} was not found out: behind its hello came {flight.Told}");
        if (flight.Wish is not null)
            run.Facts.Feature("Client certificate", true, "asked for");
        else if (flight.IsDone)
            run.Facts.Feature("Client certificate", false);
        if (flight.Certificates is { Count: > 0 } chain && Load(run, chain) is { } loaded)
        {
            if (flight.Status is not null || run.Facts.Features.All(f => f.Name != "OCSP stapling"))
                run.Facts.Feature("OCSP stapling", flight.Status is not null);
            Judge(run, new PresentedChain(loaded[0], loaded, flight.Status));
        }
    }

    /// <summary>
    /// What is sent after the hello of TLS 1.3 only a whole handshake shows; a scheme of each kind makes the server choose.
    /// </summary>
    private static async Task AskTls13Async(AuditRun run)
    {
        string[][] kinds =
        {
            new[] { "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512", "rsa_pkcs1_sha256" },
            new[] { "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512" },
            new[] { "ed25519", "ed448" },
            new[] { "rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512" },
            new[] { "mldsa44", "mldsa65", "mldsa87" },
        };
        await Task.WhenAll(kinds.Select(async schemes =>
        {
            Shaken shaken = await Shaken.TryAsync(run, new[] { SslVersion.TLSv1_3 }, options => options.SignatureScheme = schemes)
                .ConfigureAwait(false);
            if (shaken is { Negotiated: not null, Certificate: { } certificate })
            {
                bool isStapled = certificate.Presented.Staple is not null;
                if (isStapled || run.Facts.Features.All(f => f.Name != "OCSP stapling"))
                    run.Facts.Feature("OCSP stapling", isStapled);
                run.Facts.Feature("Client certificate", shaken.WantsCertificate, shaken.WantsCertificate == true ? "asked for" : null);
                Judge(run, certificate.Presented);
            }
            else if (!shaken.IsRefused)
            {
                run.Facts.Gap($"whether it has a certificate for {schemes[0]} in TLS 1.3 was not found out: {shaken.Why}");
            }
        })).ConfigureAwait(false);
    }

    private static void Judge(AuditRun run, PresentedChain chain)
    {
        string peer = run.Route.Target.ToString();
        PeerCertificate shown =
            PeerCertificate.Shown(chain, null, isProven: true, new ShownBy { Peer = peer, PeerHost = run.Route.Target.Host });
        if (run.Facts.Certificates.Any(c => c.Sha256 == shown.Sha256))
            return;
        var facts = new HandshakeFacts
            { IsHandshake = true, Cancellation = run.Asker.Stop, Trace = run.Options.Trace, Run = run.Options.Run };
        PeerVerdict verdict = PeerVerifier.Verify(chain, run.Route.VerifyName, run.Options.Trust, facts);
        run.Facts.Add(shown.With(verdict));
    }

    private static IReadOnlyList<X509Certificate2>? Load(AuditRun run, IReadOnlyList<byte[]> chain)
    {
        try
        {
            return chain.Select(der => CertificateBytes.Load(der)).ToArray();
        }
        catch (CryptographicException e)
        {
            run.Facts.Gap($"a certificate of it cannot be read: {e.Message.TrimEnd('.')}");
            return null;
        }
    }
}
