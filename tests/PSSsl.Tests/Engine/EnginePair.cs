using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Tests.Engine;

/// <summary>Two engines that talk to each other in memory.</summary>
internal sealed class EnginePair : IDisposable
{
    internal static readonly int[] Suites =
        { 0x1302, 0x1301, 0x1303, 0xC02C, 0xC030, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC014, 0xC00A, 0x009D };
    internal static readonly int[] Groups = { 0x11EC, 29, 23, 24, 256 };
    internal static readonly int[] Schemes = { 0x0403, 0x0804, 0x0503, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0807 };

    internal EnginePair(TlsEngineSettings client, TlsEngineSettings server)
    {
        Client = new TlsEngine(client);
        Server = new TlsEngine(server);
    }

    internal TlsEngine Client { get; }
    internal TlsEngine Server { get; }

    internal static TlsEngineSettings ClientSettings(params int[] versions) => new()
    {
        Versions = versions,
        CipherSuites = Suites,
        Groups = Groups,
        EarlyKeyShares = new[] { 29 },
        SignatureSchemes = Schemes,
        ServerName = "server.example",
    };

    internal static TlsEngineSettings ServerSettings(TlsIdentity identity, params int[] versions) => new()
    {
        IsServer = true,
        Versions = versions,
        CipherSuites = Suites,
        Groups = Groups,
        SignatureSchemes = Schemes,
        Identities = new[] { identity },
    };

    internal void Handshake()
    {
        Server.Start();
        Client.Start();
        while (Client.Negotiated is null || Server.Negotiated is null)
        {
            if (!Move(Client, Server) & !Move(Server, Client))
                throw new InvalidOperationException("The handshake stands still.");
        }
    }

    /// <summary>Carries what one end has to say to the other, at most <paramref name="step"/> bytes at a time.</summary>
    internal static bool Move(TlsEngine from, TlsEngine to, int step = int.MaxValue)
    {
        ArraySegment<byte> output = from.TakeOutput();
        if (output.Count == 0)
            return false;
        int sent = 0;
        while (sent < output.Count)
        {
            ArraySegment<byte> room = to.ReceiveRoom();
            int n = Math.Min(Math.Min(room.Count, output.Count - sent), step);
            Buffer.BlockCopy(output.Array!, output.Offset + sent, room.Array!, room.Offset, n);
            sent += n;
            to.Received(n);
            to.Process();
            if (to.Available > 0 && sent < output.Count)
                throw new InvalidOperationException("Read the plaintext first.");
        }

        from.RecycleOutput(output.Array!);
        return true;
    }

    internal static TlsIdentity Rsa()
    {
        RSA key = RSA.Create(2048);
        return new TlsIdentity(new[] { SelfSign(key) }, key, null, null);
    }

    internal static TlsIdentity Ec()
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TlsIdentity(new[] { SelfSign(key) }, null, key, null);
    }

    private static byte[] SelfSign(AsymmetricAlgorithm key)
    {
        using X509Certificate2 certificate = CertificateLab.SelfSigned("CN=server.example", key);
        return certificate.RawData;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
