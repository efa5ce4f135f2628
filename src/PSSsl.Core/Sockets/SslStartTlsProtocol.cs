namespace PSSsl;

/// <summary>Protocols that begin in plain text and go over to TLS on request.</summary>
public enum SslStartTlsProtocol
{
    /// <summary>Mail transfer and submission: STARTTLS (RFC 3207), port 25.</summary>
    Smtp,

    /// <summary>Local mail delivery: STARTTLS (RFC 2033, RFC 3207), port 24.</summary>
    Lmtp,

    /// <summary>Mail access: STARTTLS (RFC 9051, 6.2.1), port 143.</summary>
    Imap,

    /// <summary>Mail access: STLS (RFC 2595, 4), port 110.</summary>
    Pop3,

    /// <summary>File transfer's control connection: AUTH TLS (RFC 4217), port 21.</summary>
    Ftp,

    /// <summary>Directories: the StartTLS extended operation (RFC 4511, 4.14), port 389.</summary>
    Ldap,

    /// <summary>News: STARTTLS (RFC 4642), port 119.</summary>
    Nntp,

    /// <summary>Mail filters: STARTTLS (RFC 5804, 2.2), port 4190.</summary>
    Sieve,

    /// <summary>Messaging from clients: the feature starttls (RFC 6120, 5), port 5222.</summary>
    Xmpp,

    /// <summary>Messaging between servers: the feature starttls (RFC 6120, 5), port 5269.</summary>
    XmppServer,

    /// <summary>Chat: the command STARTTLS (IRCv3's extension tls), port 6667.</summary>
    Irc,

    /// <summary>PostgreSQL: SSLRequest (its protocol 3.0), port 5432.</summary>
    Postgres,

    /// <summary>MySQL and MariaDB: SSLRequest after the server's handshake packet, port 3306.</summary>
    MySql,

    /// <summary>SQL Server: TDS pre-login, with the handshake inside TDS packets (MS-TDS), port 1433.</summary>
    Mssql,

    /// <summary>Remote desktop: X.224 negotiation (MS-RDPBCGR), port 3389.</summary>
    Rdp,

    /// <summary>Terminals: the option START_TLS (46), port 23.</summary>
    Telnet,
}
