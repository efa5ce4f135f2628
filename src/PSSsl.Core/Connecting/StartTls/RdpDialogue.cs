using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// Remote desktop (MS-RDPBCGR, 2.2.1.1): the X.224 connection request asks for TLS, alone or with the authentication that runs inside of
/// it.
/// </summary>
internal sealed class RdpDialogue : StartTlsDialogue
{
    private const int LongestAnswer = 512;
    private const int Response = 2, Failure = 3;

    /// <summary>TPKT header, connection request, RDP_NEG_REQ for PROTOCOL_SSL, PROTOCOL_HYBRID and PROTOCOL_HYBRID_EX.</summary>
    private static readonly byte[] s_request = { 3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 0x0B, 0, 0, 0 };

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Rdp;

    internal override int DefaultPort => 3389;

    internal override string Description => "remote desktop, port 3389 (MS-RDPBCGR)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        await talk.SendAsync(s_request).ConfigureAwait(false);
        byte[] head = await talk.ReadExactlyAsync(4).ConfigureAwait(false);
        int length = (head[2] << 8) | head[3];
        if (head[0] != 3 || length is < 11 or > LongestAnswer)
            throw talk.NotSpoken(head, "a TPKT packet");
        byte[] answer = await talk.ReadExactlyAsync(length - 4).ConfigureAwait(false);
        // Length of what follows it, connection confirm, two references, class; then the negotiation's answer.
        if (answer[0] != answer.Length - 1 || answer[1] >> 4 != 0xD)
            throw talk.Unexpected(answer, "an X.224 connection confirm");
        if (answer.Length == 7)
            throw talk.NotOffered("a connection without negotiation",
                "The server knows only RDP's own encryption: it is too old for TLS, or TLS is turned off.");
        if (answer.Length < 15 || answer[9] != 8 || answer[10] != 0)
            throw talk.Unexpected(answer, "an answer to the negotiation");
        long value = answer[11] + (answer[12] << 8) + (answer[13] << 16) + ((long)answer[14] << 24);
        if (answer[7] == Failure)
            throw value is 2 or 3 ? talk.NotOffered(NameOfFailure(value)) : talk.Refused(NameOfFailure(value));
        if (answer[7] != Response)
            throw talk.Unexpected(answer, "an answer to the negotiation");
        string chosen = NameOfProtocol(value);
        talk.Heard(chosen);
        if (value == 0)
            throw talk.NotOffered(chosen, "The server chose RDP's own encryption: allow TLS on it.");
        if (value is not (1 or 2 or 8))
            throw talk.Unexpected(chosen, "one of the protocols that were offered");
        talk.Capabilities.Add(chosen);
        AddFlags(talk, answer[8]);
    }

    private static void AddFlags(PlainTalk talk, byte flags)
    {
        string[] names = { "EXTENDED_CLIENT_DATA_SUPPORTED", "DYNVC_GFX_PROTOCOL_SUPPORTED", "NEGRSP_FLAG_RESERVED",
            "RESTRICTED_ADMIN_MODE_SUPPORTED", "REDIRECTED_AUTHENTICATION_MODE_SUPPORTED" };
        for (int i = 0; i < names.Length; i++)
        {
            if ((flags >> i & 1) != 0)
                talk.Capabilities.Add(names[i]);
        }
    }

    private static string NameOfProtocol(long value) => value switch
    {
        0 => "PROTOCOL_RDP",
        1 => "PROTOCOL_SSL",
        2 => "PROTOCOL_HYBRID",
        8 => "PROTOCOL_HYBRID_EX",
        _ => $"protocol {value}",
    };

    private static string NameOfFailure(long code) => code switch
    {
        1 => "SSL_REQUIRED_BY_SERVER (1)",
        2 => "SSL_NOT_ALLOWED_BY_SERVER (2)",
        3 => "SSL_CERT_NOT_ON_SERVER (3)",
        4 => "INCONSISTENT_FLAGS (4)",
        5 => "HYBRID_REQUIRED_BY_SERVER (5)",
        6 => "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER (6)",
        _ => $"failure {code}",
    };
}
