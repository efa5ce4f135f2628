using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.Sockets;

namespace PSSsl.Commands.Completion;

/// <summary>Completes -Port: with the ports on which this session talked to the host, then with services where TLS is spoken.</summary>
internal sealed class PortCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => ServiceNames.Descriptions;

    private protected override IEnumerable<KeyValuePair<string, string>> WordsBeside(IDictionary given)
    {
        string? host = given?["ComputerName"] as string;
        return KnownHosts.Current.All.Where(k => string.Equals(k.Host, host, StringComparison.OrdinalIgnoreCase))
            .Select(k =>
                new KeyValuePair<string, string>(k.Port.ToString(CultureInfo.InvariantCulture), $"this session was connected to {k}"))
                    .Concat(Words);
    }
}
