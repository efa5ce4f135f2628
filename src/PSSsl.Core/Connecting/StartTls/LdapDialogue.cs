using System.Text;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>Directories (RFC 4511, 4.14): the StartTLS extended operation.</summary>
internal sealed class LdapDialogue : StartTlsDialogue
{
    private const int LongestAnswer = 16 * 1024;
    private const int ExtendedResponse = 0x78;

    /// <summary>LDAPMessage { messageID 1, ExtendedRequest { requestName 1.3.6.1.4.1.1466.20037 } }.</summary>
    private static readonly byte[] s_request =
        Join(new byte[] { 0x30, 0x1D, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16 }, Encoding.ASCII.GetBytes("1.3.6.1.4.1.1466.20037"));

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Ldap;

    internal override int DefaultPort => 389;

    internal override string Description => "directories, port 389 (RFC 4511)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        await talk.SendAsync(s_request).ConfigureAwait(false);
        byte[] message = await ReadMessageAsync(talk).ConfigureAwait(false);
        int at = 0;
        Element id = Next(talk, message, ref at, message.Length), operation = Next(talk, message, ref at, message.Length);
        if (id.Tag != 0x02 || operation.Tag != ExtendedResponse)
            throw talk.Unexpected(message, "an extended response");
        at = operation.Start;
        Element code = Next(talk, message, ref at, operation.End);
        Next(talk, message, ref at, operation.End);
        Element text = Next(talk, message, ref at, operation.End);
        if (code.Tag != 0x0A || code.Length != 1 || text.Tag != 0x04)
            throw talk.Unexpected(message, "a result code and a message");
        // Message 0 is the server's own: it is about to close (RFC 4511, 4.4.1).
        bool isOurs = id.Length == 1 && message[id.Start] == 1;
        string said = $"{NameOf(message[code.Start])}: {Encoding.UTF8.GetString(message, text.Start, text.Length)}";
        talk.Heard(said);
        if (!isOurs)
            throw talk.Refused("a notice of its own instead of our request, " + said);
        // RFC 4511, 4.14.1 and A.1: protocolError is what a server without StartTLS gives.
        if (message[code.Start] == 2)
            throw talk.NotOffered(said);
        if (message[code.Start] != 0)
            throw talk.Refused(said);
    }

    private static async Task<byte[]> ReadMessageAsync(PlainTalk talk)
    {
        byte[] head = await talk.ReadExactlyAsync(2).ConfigureAwait(false);
        if (head[0] != 0x30)
            throw talk.NotSpoken(head, "an LDAP message");
        int length = head[1];
        if (length > 0x7F)
        {
            // Active Directory writes lengths in four bytes, however small they are.
            int bytes = length & 0x7F;
            if (bytes is 0 or > 4)
                throw talk.Unexpected(head, "an LDAP message of definite length");
            long value = 0;
            foreach (byte b in await talk.ReadExactlyAsync(bytes).ConfigureAwait(false))
                value = (value << 8) | b;
            if (value > LongestAnswer)
                throw StartTlsFaults.Endless(talk, $"an answer of {value} bytes");
            length = (int)value;
        }

        return await talk.ReadExactlyAsync(length).ConfigureAwait(false);
    }

    /// <summary>The next element of BER within bounds.</summary>
    private static Element Next(PlainTalk talk, byte[] bytes, ref int at, int end)
    {
        long length = at + 2 <= end ? bytes[at + 1] : throw talk.Unexpected(bytes, "a whole LDAP message");
        int tag = bytes[at], start = at + 2;
        if (length > 0x7F)
        {
            int count = (int)(length & 0x7F);
            if (count is 0 or > 4 || start + count > end)
                throw talk.Unexpected(bytes, "a whole LDAP message");
            length = 0;
            while (count-- > 0)
                length = (length << 8) | bytes[start++];
        }

        if (length > end - start)
            throw talk.Unexpected(bytes, "a whole LDAP message");
        at = start + (int)length;
        return new Element(tag, start, (int)length);
    }

    /// <summary>Result codes a server gives for StartTLS (RFC 4511, 4.14.1 and appendix A).</summary>
    private static string NameOf(int code) => code switch
    {
        0 => "success",
        1 => "operationsError (1)",
        2 => "protocolError (2), it does not know StartTLS",
        8 => "strongerAuthRequired (8)",
        10 => "referral (10)",
        13 => "confidentialityRequired (13)",
        49 => "invalidCredentials (49)",
        51 => "busy (51)",
        52 => "unavailable (52), TLS is not set up",
        53 => "unwillingToPerform (53)",
        80 => "other (80)",
        _ => $"result code {code}",
    };

    private static byte[] Join(byte[] first, byte[] second)
    {
        byte[] all = new byte[first.Length + second.Length];
        first.CopyTo(all, 0);
        second.CopyTo(all, first.Length);
        return all;
    }

    private readonly struct Element
    {
        internal Element(int tag, int start, int length)
        {
            Tag = tag;
            Start = start;
            Length = length;
        }

        internal int Tag { get; }

        internal int Start { get; }

        internal int Length { get; }

        internal int End => Start + Length;
    }
}
