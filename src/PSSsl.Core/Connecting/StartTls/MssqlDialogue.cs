using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>SQL Server (MS-TDS, 2.2.6.5): pre-login asks for encryption, and the handshake goes inside of TDS packets.</summary>
internal sealed class MssqlDialogue : StartTlsDialogue
{
    private const int LongestAnswer = 4096;
    private const byte VersionOption = 0, EncryptionOption = 1, Terminator = 0xFF;

    /// <summary>
    /// Header; VERSION, ENCRYPTION, INSTOPT, THREADID, MARS with their places; our version 0, ENCRYPT_ON, no instance, thread 0, no MARS.
    /// </summary>
    private static readonly byte[] s_request =
    {
        TdsTransport.PreLogin, TdsTransport.EndOfMessage, 0, 47, 0, 0, 1, 0,
        VersionOption, 0, 26, 0, 6, EncryptionOption, 0, 32, 0, 1, 2, 0, 33, 0, 1, 3, 0, 34, 0, 4, 4, 0, 38, 0, 1, Terminator,
        0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
    };

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Mssql;

    internal override int DefaultPort => 1433;

    internal override string Description => "SQL Server, port 1433 (MS-TDS)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        await talk.SendAsync(s_request).ConfigureAwait(false);
        // An alert of TLS is shorter than a header, and not waited for to become one.
        byte[] first = await talk.PeekAsync().ConfigureAwait(false);
        if (first[0] is not (TdsTransport.Response or TdsTransport.PreLogin))
            throw talk.Unexpected(first, "a TDS response");
        byte[] head = await talk.ReadExactlyAsync(TdsTransport.HeaderLength).ConfigureAwait(false);
        int length = (head[2] << 8) | head[3];
        if (length is <= TdsTransport.HeaderLength or > LongestAnswer)
            throw talk.Unexpected(head, "a TDS response");
        byte[] body = await talk.ReadExactlyAsync(length - TdsTransport.HeaderLength).ConfigureAwait(false);
        Dictionary<byte, byte[]> options = ReadOptions(talk, body);
        if (options.TryGetValue(VersionOption, out byte[]? version) && version.Length >= 4)
            talk.Greeting =
                string.Format(CultureInfo.InvariantCulture, "{0}.{1}.{2}", version[0], version[1], (version[2] << 8) | version[3]);
        if (!options.TryGetValue(EncryptionOption, out byte[]? encryption) || encryption.Length != 1)
            throw talk.Unexpected(body, "the option ENCRYPTION");
        string said = NameOf(encryption[0]);
        talk.Heard(said);
        // Who was asked for all to be encrypted has no reason to offer the login alone.
        if (encryption[0] == 0)
            throw talk.Refused(said, "The server would encrypt only the login: force encryption in its network configuration.");
        if (encryption[0] == 2)
            throw talk.NotOffered(said, "The server has no certificate to encrypt with: look at its network configuration.");
        if (encryption[0] is not (1 or 3))
            throw talk.Refused(said);
        talk.Capabilities.Add(said);
        // Before packets are taken apart: whatever stands behind this one was put there.
        talk.RefuseInjection();
        talk.WrapTransport(inner => new TdsTransport(inner));
    }

    /// <summary>A kind, a place and a length each, to the terminator; every place must lie in the packet.</summary>
    private static Dictionary<byte, byte[]> ReadOptions(PlainTalk talk, byte[] body)
    {
        var options = new Dictionary<byte, byte[]>();
        for (int at = 0; at < body.Length; at += 5)
        {
            if (body[at] == Terminator)
                return options;
            if (at + 5 > body.Length)
                break;
            int place = (body[at + 1] << 8) | body[at + 2], length = (body[at + 3] << 8) | body[at + 4];
            if (place + length > body.Length || options.ContainsKey(body[at]))
                break;
            byte[] value = new byte[length];
            System.Buffer.BlockCopy(body, place, value, 0, length);
            options.Add(body[at], value);
        }

        throw talk.Unexpected(body, "options within their packet");
    }

    private static string NameOf(byte encryption) => encryption switch
    {
        0 => "ENCRYPT_OFF",
        1 => "ENCRYPT_ON",
        2 => "ENCRYPT_NOT_SUP",
        3 => "ENCRYPT_REQ",
        _ => $"encryption {encryption}",
    };
}
