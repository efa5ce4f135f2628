using System.Collections.Generic;

namespace PSSsl.Commands.Completion;

/// <summary>Completes -Blocking.</summary>
internal sealed class BlockingCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["$true"] = "calls wait until they are done, the default",
        ["$false"] = "calls return at once; .LastError says what cannot be done yet",
    };

    private protected override string Quote(string text, string quote) => text;
}

/// <summary>Completes the address that a listener listens on.</summary>
internal sealed class ListenAddressCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => new Dictionary<string, string>
    {
        ["127.0.0.1"] = "this machine alone, the default",
        ["::1"] = "this machine alone, IPv6",
        ["0.0.0.0"] = "all networks, IPv4",
        ["::"] = "all networks, IPv6 and IPv4",
    };
}
