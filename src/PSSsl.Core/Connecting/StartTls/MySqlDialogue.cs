using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// MySQL and MariaDB (their protocol's connection phase): SSLRequest after the server's handshake packet. Inside of TLS the next packet has
/// sequence number 2.
/// </summary>
internal sealed class MySqlDialogue : StartTlsDialogue
{
    private const int ClientSsl = 1 << 11;
    private const int LongestPacket = 4096;

    /// <summary>
    /// CLIENT_LONG_PASSWORD, CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH; 16 MiB; utf8mb4.
    /// </summary>
    private static readonly byte[] s_request = Packet(new byte[] { 0x01, 0x8A, 0x08, 0x00, 0x00, 0x00, 0x00, 0x01, 45 });

    private static readonly string[] s_capabilities =
    {
        "CLIENT_LONG_PASSWORD", "CLIENT_FOUND_ROWS", "CLIENT_LONG_FLAG", "CLIENT_CONNECT_WITH_DB", "CLIENT_NO_SCHEMA", "CLIENT_COMPRESS",
            "CLIENT_ODBC", "CLIENT_LOCAL_FILES",
        "CLIENT_IGNORE_SPACE", "CLIENT_PROTOCOL_41", "CLIENT_INTERACTIVE", "CLIENT_SSL", "CLIENT_IGNORE_SIGPIPE", "CLIENT_TRANSACTIONS",
        "CLIENT_RESERVED", "CLIENT_SECURE_CONNECTION",
        "CLIENT_MULTI_STATEMENTS", "CLIENT_MULTI_RESULTS", "CLIENT_PS_MULTI_RESULTS", "CLIENT_PLUGIN_AUTH", "CLIENT_CONNECT_ATTRS",
        "CLIENT_PLUGIN_AUTH_LENENC_CLIENT_DATA",
        "CLIENT_CAN_HANDLE_EXPIRED_PASSWORDS", "CLIENT_SESSION_TRACK", "CLIENT_DEPRECATE_EOF", "CLIENT_OPTIONAL_RESULTSET_METADATA",
        "CLIENT_ZSTD_COMPRESSION_ALGORITHM",
        "CLIENT_QUERY_ATTRIBUTES", "MULTI_FACTOR_AUTHENTICATION", "CLIENT_CAPABILITY_EXTENSION", "CLIENT_SSL_VERIFY_SERVER_CERT",
        "CLIENT_REMEMBER_OPTIONS",
    };

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.MySql;

    internal override int DefaultPort => 3306;

    internal override string Description => "MySQL and MariaDB, port 3306";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        byte[] head = await talk.ReadExactlyAsync(4).ConfigureAwait(false);
        int length = head[0] | (head[1] << 8) | (head[2] << 16);
        if (length is 0 or > LongestPacket)
            throw talk.NotSpoken(head, "the server's handshake packet");
        byte[] packet = await talk.ReadExactlyAsync(length).ConfigureAwait(false);
        if (packet[0] == 0xFF)
            throw talk.Refused(ErrorOf(packet), "The server rejected this client before TLS: see its message.");
        int end = Array.IndexOf(packet, (byte)0, 1);
        // Version, connection id, 8 bytes of scramble, a zero, then the lower capabilities; character set, status, the upper ones.
        int capabilities = end + 14;
        if (packet[0] != 10 || end < 0 || capabilities + 2 > packet.Length)
            throw talk.Unexpected(packet, "a handshake packet of protocol 10");
        talk.Greeting = ServerText.Decode(packet.Skip(1).Take(end - 1).ToArray());
        talk.Heard(talk.Greeting);
        long flags = packet[capabilities] | (packet[capabilities + 1] << 8);
        if (capabilities + 7 <= packet.Length)
            flags |= (long)packet[capabilities + 5] << 16 | (long)packet[capabilities + 6] << 24;
        AddNames(flags, talk.Capabilities);
        if ((flags & ClientSsl) == 0)
            throw talk.NotOffered($"{talk.Greeting}, without CLIENT_SSL among its capabilities",
                "The server has no TLS: give it a certificate (ssl_cert, ssl_key).");
        await talk.SendAsync(s_request).ConfigureAwait(false);
    }

    private static void AddNames(long flags, List<string> names)
    {
        for (int i = 0; i < s_capabilities.Length; i++)
        {
            if ((flags >> i & 1) != 0)
                names.Add(s_capabilities[i]);
        }
    }

    /// <summary>0xFF, a number, perhaps '#' and five digits of SQLSTATE, and a text.</summary>
    private static string ErrorOf(byte[] packet)
    {
        int start = packet.Length > 9 && packet[3] == '#' ? 9 : Math.Min(3, packet.Length);
        return ServerText.Decode(packet.Skip(start).ToArray());
    }

    private static byte[] Packet(byte[] beginning)
    {
        // 32 bytes: what follows the character set is zeros. Sequence number 1, since the server's packet was 0.
        byte[] packet = new byte[36];
        packet[0] = 32;
        packet[3] = 1;
        beginning.CopyTo(packet, 4);
        return packet;
    }
}
