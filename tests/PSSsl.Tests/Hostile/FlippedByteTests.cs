using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Engine;
using PSSsl.Tests.Names;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Hostile;

/// <summary>
/// Each byte of a handshake changed on its way, in each version and direction: both ends never open, and what they say is typed and blames
/// nobody here.
/// </summary>
public sealed class FlippedByteTests
{
    private const int InternalError = 80;

    /// <param name="version">The protocol version.</param>
    /// <param name="fromClient">What the client says is changed; otherwise what the server says.</param>
    /// <param name="mutual">The client shows a certificate too.</param>
    [Theory]
    [InlineData(0x0304, false, false)]
    [InlineData(0x0304, true, false)]
    [InlineData(0x0303, false, false)]
    [InlineData(0x0303, true, false)]
    [InlineData(0x0302, false, false)]
    [InlineData(0x0302, true, false)]
    [InlineData(0x0301, false, false)]
    [InlineData(0x0301, true, false)]
    [InlineData(0x0304, true, true)]
    [InlineData(0x0303, true, true)]
    public void IsNoticed(int version, bool fromClient, bool mutual)
    {
        using TlsIdentity identity = EnginePair.Ec();
        var wrong = new ConcurrentQueue<string>();
        int whole = Run(version, fromClient, mutual, identity, int.MaxValue, 0, wrong);
        Assert.Empty(wrong);
        Parallel.For(0, whole, i => Run(version, fromClient, mutual, identity, i, (byte)(1 << (i % 8)), wrong));
        Assert.Empty(wrong);
    }

    /// <returns>How many bytes went the way that is tampered with.</returns>
    private static int Run(int version, bool fromClient, bool mutual, TlsIdentity identity, int at, byte flip,
        ConcurrentQueue<string> wrong)
    {
        TlsEngineSettings client = EnginePair.ClientSettings(version) with { Groups = [29], SignatureSchemes = Schemes };
        TlsEngineSettings server = EnginePair.ServerSettings(identity, version) with { Groups = [29], SignatureSchemes = Schemes };
        if (mutual)
            (client, server) = (client with { Identities = [identity] }, server with { ClientCertificate = TlsClientCertificate.Require });
        using var pair = new EnginePair(client, server);
        pair.Server.Start();
        pair.Client.Start();
        int sent = 0;
        // A signature in DER is not equally long each time: the last bytes may not be there.
        bool harmless = true;
        try
        {
            for (bool moved = true; moved;)
            {
                moved = false;
                foreach ((TlsEngine from, TlsEngine to, bool tampered) in new[] { (pair.Client, pair.Server, fromClient),
                    (pair.Server, pair.Client, !fromClient) })
                {
                    byte[] bytes = from.HasOutput ? Wire.Take(from) : [];
                    moved |= bytes.Length > 0;
                    if (tampered && at >= sent && at < sent + bytes.Length)
                    {
                        harmless = IsUnprotected(bytes, at - sent, version);
                        bytes[at - sent] ^= flip;
                    }

                    sent += tampered ? bytes.Length : 0;
                    Wire.Give(to, bytes);
                }
            }
        }
        catch (TlsEngineException e)
        {
            if (e.Alert == InternalError || e.Failure is TlsFailure.KeyFailed or TlsFailure.HostFailed or TlsFailure.EngineFailed)
                wrong.Enqueue($"byte {at}: {e.Failure} {e.Message}");
            return sent;
        }
#pragma warning disable CA1031 // Whatever it is, it may not come.
        catch (Exception e)
#pragma warning restore CA1031
        {
            wrong.Enqueue($"byte {at}: {e.GetType().Name} {e.Message}");
            return sent;
        }

        bool open = pair.Client.Negotiated is not null && pair.Server.Negotiated is not null;
        if (flip != 0 && open && !harmless)
            wrong.Enqueue($"byte {at}: both are open");
        if (flip == 0 && !open)
            wrong.Enqueue("It does not open.");
        return sent;
    }

    private static int[] Schemes => [.. EnginePair.Schemes, 0x0201, 0x0203];

    /// <summary>
    /// A record's version in plain text is protected by nothing (RFC 8446, 5.1; RFC 5246, E.1), nor is a ChangeCipherSpec of TLS 1.3, which
    /// means nothing.
    /// </summary>
    private static bool IsUnprotected(byte[] flight, int at, int version)
    {
        int start = 0;
        while (at >= start + 5 + Bytes.Int16(flight, start + 3))
            start += 5 + Bytes.Int16(flight, start + 3);
        return at - start is 1 or 2 || (flight[start] == 20 && version == 0x0304);
    }
}
