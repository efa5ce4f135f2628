using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using static PSSsl.Tests.Audit.ScriptedWire;

namespace PSSsl.Tests.Audit;

/// <summary>
/// A server of TLS 1.3 alone, whose key is 1 and whose certificate is a word: to be asked what it hides behind its hello. It does what few
/// programs do, or nothing that any does.
/// </summary>
internal sealed class ScriptedTls13Server : IDisposable
{
    private readonly ScriptedConnections _connections;

    internal ScriptedTls13Server() => _connections = new ScriptedConnections(IPAddress.Loopback, 0, (_, stream) => Talk(stream));

    internal int Port => _connections.Port;

    /// <summary>Ways to compress certificates, in its order.</summary>
    internal int[] Algorithms { get; init; } = [];

    internal long EarlyData { get; init; }

    internal int Limit { get; init; }

    internal bool GivesTickets { get; init; } = true;

    /// <summary>What it says in place of its encrypted messages, without an end if it is long.</summary>
    internal byte[]? Instead { get; init; }

    /// <summary>It says them under keys that nobody has.</summary>
    internal bool HasOtherKeys { get; init; }

    /// <summary>It wants a name to be asked for.</summary>
    internal bool WantsName { get; init; }

    public void Dispose() => _connections.Dispose();

    private void Talk(NetworkStream stream)
    {
        byte[] message = Read(stream).Body;
        var hello = new WireReader(message);
        _ = hello.U8() == 1 ? hello.U24() : throw new FormatException();
        _ = hello.U16();
        _ = hello.Bytes(32);
        byte[] sessionId = hello.Vector8();
        IReadOnlyList<int> suites = hello.Part(hello.U16()).Numbers();
        _ = hello.Vector8();
        Dictionary<int, byte[]> extensions = Extensions(hello);
        bool isTls13 = extensions.TryGetValue(ExtensionType.SupportedVersions, out byte[]? versions) && versions.AsSpan().IndexOf("\u0003\u0004"u8) >= 0;
        if (!isTls13 || !suites.Contains(0x1301) || (WantsName && !extensions.ContainsKey(ExtensionType.ServerName)))
        {
            stream.Write([21, 3, 3, 0, 2, 2, (byte)(isTls13 ? 112 : 70)]);
            return;
        }

        bool hasShare = extensions[ExtensionType.KeyShare].AsSpan().IndexOf(Hellos.P256Generator) >= 0;
        byte[] random = hasShare ? RandomNumberGenerator.GetBytes(32)
            : Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
        byte[] answer = Message(2, w => w.U16(0x0303).Bytes(random).Vector8(sessionId).U16(0x1301).U8(0).Vector16(WireWriter.Of(e =>
            e.U16(ExtensionType.SupportedVersions).Vector16([3, 4]).U16(ExtensionType.KeyShare)
                .Vector16(hasShare ? WireWriter.Of(k => k.U16(23).Vector16(Hellos.P256Generator)) : [0, 23]))));
        stream.Write(Record(22, answer));
        if (hasShare)
            Flight(stream, [.. message, .. answer], extensions.GetValueOrDefault(ExtensionType.CompressCertificate));
    }

    private void Flight(NetworkStream stream, byte[] hellos, byte[]? offered)
    {
        byte[] shared = Hellos.P256Generator[1..33];
        var keys = new Tls13Keys(SuiteRegistry.ById(0x1301), HasOtherKeys ? new byte[32] : shared, hellos);
        Tls13Seal seal = keys.OfServer();
        if (Instead is not null)
        {
            for (int i = 0; i < (Instead.Length > 1000 ? 100_000 : 1); i++)
                stream.Write(seal.Seal(22, Instead));
            return;
        }

        int algorithm = Algorithms.FirstOrDefault(a => offered?.Skip(1).Chunk(2).Any(c => c[1] == a) == true);
        byte[] certificate = WireWriter.Of(w => w.U8(0).U24(12).U24(7).Bytes(new byte[7]).Vector16([]));
        byte[] flight =
        [
            .. Message(8, w => w.Vector16(Limit > 0 ? WireWriter.Of(e => e.U16(28).Vector16([(byte)(Limit >> 8), (byte)Limit])) : [])),
            .. algorithm == 0 ? Message(11, w => w.Bytes(certificate)) : Message(25, w => w.U16(algorithm).U24(certificate.Length).U24(3).Bytes([1, 2, 3])),
            .. Message(15, w => w.U16(0x0804).Vector16(new byte[256])), .. Message(20, w => w.Bytes(new byte[32])),
        ];
        stream.Write(seal.Seal(22, flight));
        _ = Read(stream);
        byte[] ticket = Message(4, w => w.U16(0).U16(300).Bytes(new byte[4]).Vector8([1]).Vector16(new byte[40]).Vector16(EarlyData == 0 ? []
            : WireWriter.Of(e => e.U16(ExtensionType.EarlyData).Vector16(WireWriter.Of(n => n.U16((int)(EarlyData >> 16)).U16((int)EarlyData))))));
        if (GivesTickets)
            stream.Write(keys.OfServerLater([.. hellos, .. flight]).Seal(22, ticket));
        _ = Read(stream);
    }
}
