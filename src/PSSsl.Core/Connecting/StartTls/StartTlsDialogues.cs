using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Connecting.StartTls;

/// <summary>The dialogues by protocol.</summary>
internal static class StartTlsDialogues
{
    private static readonly Dictionary<SslStartTlsProtocol, StartTlsDialogue> s_all = new StartTlsDialogue[]
    {
        new SmtpDialogue(),
        new LmtpDialogue(),
        new ImapDialogue(),
        new Pop3Dialogue(),
        new FtpDialogue(),
        new LdapDialogue(),
        new NntpDialogue(),
        new SieveDialogue(),
        new XmppDialogue(),
        new XmppServerDialogue(),
        new IrcDialogue(),
        new PostgresDialogue(),
        new MySqlDialogue(),
        new MssqlDialogue(),
        new RdpDialogue(),
        new TelnetDialogue(),
    }.ToDictionary(d => d.Protocol);

    internal static IEnumerable<StartTlsDialogue> All => s_all.Values;

    internal static StartTlsDialogue Of(SslStartTlsProtocol protocol) => s_all[protocol];

    /// <summary>By the enumeration's name; null for none.</summary>
    internal static StartTlsDialogue? Named(string? protocol) =>
        protocol is null ? null : Of((SslStartTlsProtocol)Enum.Parse(typeof(SslStartTlsProtocol), protocol));
}
