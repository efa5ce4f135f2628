using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;

namespace PSSsl.Fuzz;

/// <summary>
/// The engine in both roles, given others' records: as its first input, and behind a handshake that went well. The first byte of an input
/// says where, and whether the lengths of its first record and message are put right.
/// </summary>
internal static class Handshakes
{
    private const int RecordHeader = 5, MessageHeader = 4, SessionIdAt = 43, SessionIdLength = 32;
    private static readonly int[] s_suites = [0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xCCA9, 0xC009];
    private static readonly int[] s_schemes = [0x0403, 0x0804, 0x0503, 0x0401, 0x0807];
    private static readonly Lazy<TlsIdentity> s_identity = new(Identity);

    /// <summary>A server's first input.</summary>
    internal static string Server(byte[] input) => Given(input, () => new TlsEngine(ServerSettings(0x0304, 0x0303)), fit: (_, _) => { });

    /// <summary>What answers a client's hello.</summary>
    internal static string Client(byte[] input) => Given(input, () => new TlsEngine(ClientSettings(0x0304, 0x0303)), SetSessionId);

    /// <summary>Records behind a handshake.</summary>
    internal static string Open(byte[] input)
    {
        int version = input.Length > 0 && (input[0] & 2) != 0 ? 0x0303 : 0x0304;
        using var client = new TlsEngine(ClientSettings(version));
        using var server = new TlsEngine(ServerSettings(version));
        client.Start();
        server.Start();
        while (client.HasOutput || server.HasOutput)
        {
            Feed(server, Take(client));
            Feed(client, Take(server));
        }

        TlsEngine engine = input.Length > 0 && (input[0] & 4) != 0 ? client : server;
        return Told(engine, Records(input));
    }

    private static string Given(byte[] input, Func<TlsEngine> make, Action<byte[], byte[]> fit)
    {
        using TlsEngine engine = make();
        engine.Start();
        byte[] records = Records(input);
        fit(records, engine.HasOutput ? Take(engine) : []);
        return Told(engine, records);
    }

    private static string Told(TlsEngine engine, byte[] records)
    {
        try
        {
            Feed(engine, records);
            return $"{engine.Negotiated?.Version} {engine.Available} {engine.PeerClosed}";
        }
        catch (TlsEngineException e)
            when (e.Failure == TlsFailure.AlertReceived
                || (e.Alert != 80 && e.Failure is not (TlsFailure.HostFailed or TlsFailure.KeyFailed or TlsFailure.EngineFailed)))
        {
            return $"{e.Failure} {e.Alert} {e.Message}";
        }
    }

    private static void Feed(TlsEngine engine, byte[] bytes)
    {
        var dropped = new byte[1 << 14];
        for (int at = 0; at < bytes.Length && !engine.PeerClosed;)
        {
            ArraySegment<byte> room = engine.ReceiveRoom();
            int count = Math.Min(room.Count, bytes.Length - at);
            Buffer.BlockCopy(bytes, at, room.Array!, room.Offset, count);
            engine.Received(count);
            at += count;
            while (engine.Process() || engine.Available > 0)
                engine.Read(dropped, 0, dropped.Length);
        }
    }

    private static byte[] Take(TlsEngine engine)
    {
        if (!engine.HasOutput)
            return [];
        ArraySegment<byte> output = engine.TakeOutput();
        byte[] bytes = [.. output];
        engine.RecycleOutput(output.Array!);
        return bytes;
    }

    private static byte[] Records(byte[] input)
    {
        byte[] records = [.. input.Skip(1)];
        int content = Math.Min(records.Length, 1 << 14) - RecordHeader, message = content - MessageHeader;
        if (input.Length > 0 && (input[0] & 1) != 0 && message >= 0)
        {
            (records[3], records[4]) = ((byte)(content >> 8), (byte)content);
            (records[6], records[7], records[8]) = (0, (byte)(message >> 8), (byte)message);
        }

        return records;
    }

    /// <summary>
    /// A ServerHello of TLS 1.3 repeats the client's session id, which is another one each time: where it is one for sure.
    /// </summary>
    private static void SetSessionId(byte[] answer, byte[] hello)
    {
        int end = SessionIdAt + 1 + SessionIdLength;
        if (answer.Length > end && answer[0] == 22 && ((answer[3] << 8) | answer[4]) >= end - RecordHeader && answer[RecordHeader] == 2
            && ((answer[7] << 8) | answer[8]) >= end - RecordHeader - MessageHeader && answer[SessionIdAt] == SessionIdLength)
            Buffer.BlockCopy(hello, SessionIdAt + 1, answer, SessionIdAt + 1, SessionIdLength);
    }

    private static TlsEngineSettings ClientSettings(params int[] versions) => new()
    {
        Versions = versions,
        CipherSuites = s_suites,
        Groups = [29, 23],
        EarlyKeyShares = [29],
        SignatureSchemes = s_schemes,
        ServerName = "server.example",
        ApplicationProtocols = ["h2"],
        SessionEstablished = session => session.Dispose(),
    };

    private static TlsEngineSettings ServerSettings(params int[] versions) => new()
    {
        IsServer = true,
        Versions = versions,
        CipherSuites = s_suites,
        Groups = [29, 23],
        SignatureSchemes = s_schemes,
        Identities = [s_identity.Value],
        ApplicationProtocols = ["h2"],
        TicketKeys = new TlsTicketKeys(),
        ClientCertificate = TlsClientCertificate.Request,
    };

    private static TlsIdentity Identity()
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server.example", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        return new TlsIdentity([certificate.RawData], null, key, null);
    }
}
