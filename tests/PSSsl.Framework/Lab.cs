using System;
using System.Linq;
using System.Net;
using System.Threading;
using PSSsl.Certificates.Making;
using PSSsl.Connecting;
using PSSsl.Engine.Keys;
using PSSsl.Sockets;
using PSSsl.X509;

namespace PSSsl.Framework;

/// <summary>Certificates, and both ends on the loopback.</summary>
internal static class Lab
{
    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    internal static SslCertificate Root(string kind = "ECDSA P-256") =>
        CertificateMaker.SelfSign(new CertificatePlan
            { Kind = SslCertificateKind.CA, Subject = SubjectName.Common("Framework lab") }, Key(kind));

    internal static SslCertificate Server(SslCertificate root, string kind) =>
        CertificateMaker.Issue(new CertificatePlan
            { Subject = SubjectName.Common("localhost"),
                AlternativeNames = new[] { NameForms.Host("localhost"), NameForms.Host("127.0.0.1") } }, Key(kind), root);

    /// <summary>Trust by fingerprint: Mono's X509Chain knows RSA alone.</summary>
    internal static SslContextOptions Pinned(SslCertificate server) => new() { Fingerprint = new[] { "sha256$" + server.Thumbprint256() } };

    internal static SslListener Listen(SslContextOptions options, bool noHandshake = false) =>
        new(ListenerCore.Bind(IPAddress.Loopback, 0, 10, new SslContext(options), Patience, noHandshake, null), null);

    internal static SslListener Listen(SslCertificate server) => Listen(new SslContextOptions { Certificates = new[] { server } });

    internal static SslSocket Accept(SslListener listener)
    {
        AcceptedClient client = listener.Core.Take(Deadline.After(Patience), CancellationToken.None)
            ?? throw new TimeoutException("Nobody came.");
        return client.Socket ?? throw client.Error!;
    }

    internal static SslSocket Connect(int port, SslContextOptions options, bool noHandshake = false) =>
        Connect(port, new SslContext(options), noHandshake);

    internal static SslSocket Connect(int port, SslContext context, bool noHandshake = false) =>
        new Connector(new HostAndPort("127.0.0.1", port), context)
            { Timeout = Patience, NoHandshake = noHandshake }.ConnectAsync(CancellationToken.None).GetAwaiter().GetResult();

    internal static string Thumbprint256(this SslCertificate certificate) =>
        Trust.Fingerprint.Hex(X509.Digest.Of("sha256", certificate.Certificate.RawData));

    private static Engine.Keys.TlsPrivateKey Key(string kind)
    {
        string[] words = kind.Split(' ');
        return words[0] == "RSA" ? KeyChoice.Make("RSA", int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), null)
            : KeyChoice.Make(words[0], null, words.ElementAtOrDefault(1));
    }
}
