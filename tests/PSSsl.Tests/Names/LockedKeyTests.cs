using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Keys that cannot be exported: of a store, a smart card, an HSM.</summary>
public sealed class LockedKeyTests(TestPki pki) : IClassFixture<TestPki>
{
    [Theory]
    [InlineData("RSA", "TLSv1_2")]
    [InlineData("RSA", "TLSv1_3")]
    [InlineData("EC", "TLSv1_2")]
    [InlineData("EC", "TLSv1_3")]
    public async Task SignForServersAndClients(string kind, string version)
    {
        using Locked locked = new(kind);
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { Identities = [locked.Identity], ClientCertificate = SslClientCertificate.Require, Authorities = [locked.Certificate] });
        using SslSocket client = await LoopbackPair.Connect(listener.Port, new SslContextOptions
            { Authorities = [locked.Certificate], VerifyScheme = HostnameScheme.Parse("none"), Version = [version],
                Identities = [locked.Identity] });
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.True(server.PeerCertificate!.IsTrusted);
        Assert.Equal(locked.Certificate.Thumbprint, server.PeerCertificate.Certificate.Thumbprint);
        server.Write("x"u8.ToArray());
        Assert.Equal((byte)'x', (byte)client.ReadByte());
    }

    [Theory]
    [InlineData("RSA", "-tls1_2")]
    [InlineData("RSA", "-tls1_3")]
    [InlineData("EC", "-tls1_2")]
    [InlineData("EC", "-tls1_3")]
    public async Task SignForOpenSsl(string kind, string version)
    {
        using Locked locked = new(kind);
        using (SslListener listener = LoopbackPair.Listen(new SslContextOptions { Identities = [locked.Identity] }))
        {
            using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-connect", $"127.0.0.1:{listener.Port}", version);
            LoopbackPair.Accept(listener).Dispose();
        }

        int port = PeerPorts.Next();
        using Peer theirs = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), "-Verify", "1", version);
        using SslSocket socket =
            await LoopbackPair.Connect(port, new SslContextOptions { CAFile = pki.CAFile, Identities = [locked.Identity] });
        Assert.Equal(locked.Certificate.Thumbprint, socket.LocalCertificate!.Thumbprint);
    }

    /// <summary>What needs the key itself is not offered: RSA key transport, and RSA before TLS 1.2.</summary>
    [Theory]
    [InlineData("TLSv1_2", "AES128-SHA")]
    [InlineData("TLSv1_1", "ECDHE-RSA-AES128-SHA")]
    public async Task WhatTheyCannotDoIsNotOffered(string version, string suite)
    {
        using Locked locked = new("RSA");
        SslContextOptions options = new()
            { Identities = [locked.Identity], VerifyMode = SslVerifyMode.None, Version = [version], CipherList = suite };
        using SslListener listener = LoopbackPair.Listen(options);
        SslException client = await Assert.ThrowsAsync<SslException>(() => LoopbackPair.Connect(listener.Port, options));
        Assert.Equal((SslErrorCode.NoCommonCipher, SslAlert.handshake_failure), (client.Code, client.Alert!.Value));
        Assert.Equal(SslErrorCode.NoCommonCipher, LoopbackPair.Refused(listener).Code);
    }

    [Theory]
    [InlineData("RSA", "TLSv1_2")]
    [InlineData("RSA", "TLSv1_3")]
    [InlineData("EC", "TLSv1_2")]
    [InlineData("EC", "TLSv1_3")]
    public async Task AHolderThatRefusesIsBlamed(string kind, string version)
    {
        using Locked locked = new(kind) { Broken = true };
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { Identities = [locked.Identity] });
        await Assert.ThrowsAsync<SslException>(() =>
            LoopbackPair.Connect(listener.Port, new SslContextOptions { VerifyMode = SslVerifyMode.None, Version = [version] }));
        SslException server = LoopbackPair.Refused(listener);
        Assert.Equal(SslErrorCode.KeyUnusable, server.Code);
        Assert.Contains("The card was pulled", server.Message, StringComparison.Ordinal);
    }

    private sealed class Locked : IDisposable
    {
        private readonly AsymmetricAlgorithm _key;

        internal Locked(string kind)
        {
            CertificateRequest request;
            if (kind == "RSA")
            {
                var rsa = new LockedRsa();
                _key = rsa;
                request = new CertificateRequest("CN=locked", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
            else
            {
                var ecdsa = new LockedEcdsa();
                _key = ecdsa;
                request = new CertificateRequest("CN=locked", ecdsa, HashAlgorithmName.SHA256);
            }

            X509SignatureGenerator signer = _key is RSA r ? X509SignatureGenerator.CreateForRSA(r, RSASignaturePadding.Pkcs1)
                : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);
            Certificate = request.Create(new X500DistinguishedName("CN=locked"), signer, DateTimeOffset.UtcNow.AddDays(-1),
                DateTimeOffset.UtcNow.AddDays(5), [1, 2, 3]);
            Identity = new TlsIdentity([Certificate.RawData], _key as RSA, _key as ECDsa, null);
        }

        internal bool Broken
        {
            set
            {
                if (_key is LockedRsa rsa)
                    rsa.Broken = value;
                else
                    ((LockedEcdsa)_key).Broken = value;
            }
        }

        internal X509Certificate2 Certificate { get; }

        internal TlsIdentity Identity { get; }

        public void Dispose() => _key.Dispose();
    }
}
