using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace PSSsl.Sockets;

/// <summary>TCP services by name (IANA's service name registry): those where TLS is spoken, then what the machine's own list adds.</summary>
internal static class ServiceNames
{
    private static readonly Dictionary<string, int> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https"] = 443, ["http"] = 80, ["smtp"] = 25, ["submission"] = 587, ["submissions"] = 465, ["smtps"] = 465, ["lmtp"] = 24,
        ["imap"] = 143, ["imaps"] = 993, ["pop3"] = 110, ["pop3s"] = 995, ["sieve"] = 4190, ["nntp"] = 119, ["nntps"] = 563,
        ["ldap"] = 389, ["ldaps"] = 636, ["ftp"] = 21, ["ftps"] = 990, ["telnet"] = 23, ["telnets"] = 992,
        ["xmpp-client"] = 5222, ["xmpp-server"] = 5269, ["irc"] = 6667, ["ircs-u"] = 6697, ["ircs"] = 6697,
        ["postgresql"] = 5432, ["mysql"] = 3306, ["ms-sql-s"] = 1433, ["ms-wbt-server"] = 3389, ["rdp"] = 3389,
        ["domain-s"] = 853, ["amqps"] = 5671, ["secure-mqtt"] = 8883, ["mqtts"] = 8883, ["sips"] = 5061, ["syslog-tls"] = 6514,
        ["winrm"] = 5986, ["kerberos"] = 88, ["radsec"] = 2083, ["netconf-tls"] = 6513, ["wss"] = 443,
    };

    private static readonly Lazy<Dictionary<string, int>> s_machine = new(ReadMachineList);

    internal static int? Port(string name) =>
        s_known.TryGetValue(name, out int port) || s_machine.Value.TryGetValue(name, out port) ? port : null;

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
