using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Connecting.StartTls;

namespace PSSsl;

/// <summary>
/// What a server said in plain text before TLS. Nobody vouches for it: whoever sits on the way may have written it, so a client asks again for
/// capabilities inside of TLS (RFC 3207, 4.2). Characters that a terminal would obey are written out in it, <c>\x1B</c>.
/// </summary>
public sealed class SslStartTls
{
    internal SslStartTls(SslStartTlsProtocol protocol, string? greeting, IReadOnlyList<string> capabilities)
    {
        Protocol = protocol;
        Greeting = greeting is null ? null : ServerText.Shown(greeting);
        Capabilities = Array.AsReadOnly(capabilities.Select(ServerText.Shown).ToArray());
    }

    /// <summary>The protocol that was spoken.</summary>
    public SslStartTlsProtocol Protocol { get; }

    /// <summary>The server's first words, its lines joined by a line feed; null if the protocol has none.</summary>
    public string? Greeting { get; }

    /// <summary>What the server said that it can do, in its own words and order.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <inheritdoc/>
    public override string ToString() => Greeting is null ? Protocol.ToString() : FormattableString.Invariant($"{Protocol}: {Greeting}");
}
