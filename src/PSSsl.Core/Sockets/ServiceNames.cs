using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PSSsl.Sockets;

/// <summary>
/// TCP services by name (IANA's service name registry): those where TLS is spoken, then what the machine's own list adds.
/// </summary>
internal static class ServiceNames
{
    private static readonly Dictionary<string, (int Port, string About)> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https"] = (443, "the web"), ["imaps"] = (993, "mail access"), ["pop3s"] = (995, "mail access"),
            ["submissions"] = (465, "mail submission"), ["smtps"] = (465, "submissions by its old name"),
        ["ldaps"] = (636, "directories"), ["ftps"] = (990, "file transfer"), ["nntps"] = (563, "news"), ["ircs-u"] = (6697, "chat"),
        ["ircs"] = (6697, "chat"),
        ["telnets"] = (992, "terminals"), ["domain-s"] = (853, "DNS over TLS"), ["amqps"] = (5671, "message queues"),
        ["secure-mqtt"] = (8883, "MQTT"), ["mqtts"] = (8883, "MQTT"),
        ["sips"] = (5061, "telephony"), ["syslog-tls"] = (6514, "logs"), ["winrm"] = (5986, "PowerShell remoting over HTTPS"),
        ["radsec"] = (2083, "RADIUS over TLS"),
        ["netconf-tls"] = (6513, "network devices"), ["wss"] = (443, "WebSocket"),
        ["smtp"] = (25, "mail transfer, -StartTls Smtp"), ["submission"] = (587, "mail submission, -StartTls Smtp"),
        ["lmtp"] = (24, "local mail delivery, -StartTls Lmtp"),
        ["imap"] = (143, "mail access, -StartTls Imap"), ["pop3"] = (110, "mail access, -StartTls Pop3"),
        ["sieve"] = (4190, "mail filters, -StartTls Sieve"),
        ["nntp"] = (119, "news, -StartTls Nntp"), ["ldap"] = (389, "directories, -StartTls Ldap"),
        ["ftp"] = (21, "file transfer, -StartTls Ftp"), ["telnet"] = (23, "terminals, -StartTls Telnet"),
        ["xmpp-client"] = (5222, "chat, -StartTls Xmpp"), ["xmpp-server"] = (5269, "chat between servers, -StartTls XmppServer"),
        ["irc"] = (6667, "chat, -StartTls Irc"),
        ["postgresql"] = (5432, "-StartTls Postgres"), ["mysql"] = (3306, "MySQL and MariaDB, -StartTls MySql"),
        ["ms-sql-s"] = (1433, "SQL Server, -StartTls Mssql"),
        ["ms-wbt-server"] = (3389, "remote desktop, -StartTls Rdp"), ["rdp"] = (3389, "remote desktop, -StartTls Rdp"),
        ["http"] = (80, "the web in plain text"), ["kerberos"] = (88, "Kerberos"),
    };

    private static readonly Lazy<Dictionary<string, int>> s_machine = new(ReadMachineList);

    /// <summary>Those where TLS is spoken, from the start before those that ask for it.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_known.Select(s => new KeyValuePair<string, string>(s.Key, FormattableString.Invariant($"port {s.Value.Port}, {s.Value.About}")));

    internal static int? Port(string name) =>
        s_known.TryGetValue(name, out (int Port, string About) known) ? known.Port : s_machine.Value.TryGetValue(name, out int port) ? port
            : null;

    private static Dictionary<string, int> ReadMachineList()
    {
        var services = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string path = Path.DirectorySeparatorChar == '\\'
            ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "services")
            : "/etc/services";
        if (!File.Exists(path))
            return services;
        foreach (string line in File.ReadLines(path))
        {
            string[] words = line.Split('#')[0].Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !words[1].EndsWith("/tcp", StringComparison.OrdinalIgnoreCase)
                || !int.TryParse(words[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
            {
                continue;
            }

            services[words[0]] = port;
            for (int i = 2; i < words.Length; i++)
                services[words[i]] = port;
        }

        return services;
    }
}
