using System.Collections.Generic;

namespace PSSsl.Commands.Completion;

/// <summary>
/// Completes -Alpn with the protocols of IANA's registry (TLS Application-Layer Protocol Negotiation Protocol IDs) that run over TCP.
/// </summary>
internal sealed class AlpnCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["h2"] = "HTTP/2 (RFC 9113)",
        ["http/1.1"] = "HTTP/1.1 (RFC 9112)",
        ["http/1.0"] = "HTTP/1.0 (RFC 1945)",
        ["acme-tls/1"] = "ACME's challenge tls-alpn-01 (RFC 8737)",
        ["imap"] = "IMAP (RFC 2595)",
        ["pop3"] = "POP3 (RFC 2595)",
        ["managesieve"] = "ManageSieve (RFC 5804)",
        ["ftp"] = "FTP (RFC 4217)",
        ["dot"] = "DNS over TLS (RFC 7858)",
        ["xmpp-client"] = "XMPP, clients (XEP-0368)",
        ["xmpp-server"] = "XMPP, servers (XEP-0368)",
        ["nntp"] = "NNTP, readers (RFC 3977)",
        ["nnsp"] = "NNTP, transit (RFC 3977)",
        ["irc"] = "IRC (RFC 1459)",
        ["sip/2"] = "SIP (RFC 3261)",
        ["mqtt"] = "MQTT (OASIS)",
        ["coap"] = "CoAP over TLS (RFC 8323)",
        ["postgresql"] = "PostgreSQL, direct TLS",
        ["tds/8.0"] = "SQL Server, TDS 8.0",
        ["radius/1.1"] = "RADIUS without MD5 (RFC 9765)",
        ["ntske/1"] = "key exchange of NTS (RFC 8915)",
        ["stun.turn"] = "TURN over TLS (RFC 7443)",
        ["stun.nat-discovery"] = "NAT discovery by STUN (RFC 7443)",
        ["sunrpc"] = "RPC with TLS, NFS say (RFC 9289)",
        ["dicom"] = "DICOM, medical images",
        ["smb"] = "Windows file shares",
        ["h2c"] = "HTTP/2 in plain text; reserved, never in TLS (RFC 9113)",
    };
}
