using System;
using System.IO;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Certificates.Writing;
using PSSsl.Hostnames;
using PSSsl.Trust;

namespace PSSsl.Framework;

/// <summary>Certificates and keys in files, and what is said of them.</summary>
internal static class Files
{
    internal static void Run(string folder)
    {
        using SslCertificate root = Lab.Root();
        foreach ((string kind, string name) in new[] { ("ECDSA P-384", "server.pem"), ("RSA 2048", "server.p12"),
            ("ML-DSA-44", "quantum.p12") })
        {
            using SslCertificate server = Lab.Server(root, kind);
            var export = new CertificateExport(new[] { server }, withChain: true, () => "secret".ToCharArray());
            string file = Path.Combine(folder, name);
            File.WriteAllBytes(file, name.EndsWith(".pem", StringComparison.Ordinal) ? Encoding.ASCII.GetBytes(export.Pem(withKeys: true))
                : export.Pkcs12());
            Serve(file, server, kind);
            Describe(server);
        }
    }

    private static void Serve(string file, SslCertificate server, string kind)
    {
        using SslListener listener = Lab.Listen(new SslContextOptions { CertificateFile = file, Password = _ => "secret".ToCharArray() });
        using SslSocket client = Lab.Connect(listener.Port, Lab.Pinned(server)), ours = Lab.Accept(listener);
        ours.WriteLine(kind);
        Console.WriteLine($"{Path.GetFileName(file)} {client.ReadLine()}");
    }

    private static void Describe(SslCertificate server)
    {
        var described = PeerCertificate.Of(server.Certificate, null);
        HostnameResult fits = HostnameVerifier.Verify(server.Certificate, "localhost", HostnameScheme.Default),
            other = HostnameVerifier.Verify(server.Certificate, "example.org", HostnameScheme.Default);
        Console.WriteLine(
            $"{described.CommonName} {described.KeyAlgorithm} {described.KeySize} {fits.Match} {other.Match} {string.Join(",", described.DnsNames)}");
    }
}
