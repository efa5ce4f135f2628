using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Connecting.StartTls;

namespace PSSsl;

/// <summary>
/// What a server said in plain text before TLS. It is not protected: an attacker on the way may have written it, so a client asks again for
/// capabilities inside of TLS (RFC 3207, 4.2). Characters that a terminal would obey are written out in it, <c>\x1B</c>.
/// </summary>
public sealed class SslStartTls : IEquatable<SslStartTls>
{
    internal SslStartTls(SslStartTlsProtocol protocol, string? greeting, IReadOnlyList<string> capabilities)
    {
        Protocol = protocol;
        Greeting = greeting is null ? null : HarmlessText.WrittenOut(greeting);
        Capabilities = new SslTextList(capabilities.Select(HarmlessText.WrittenOut));
    }

    /// <summary>The protocol that was spoken.</summary>
    internal SslStartTlsProtocol Protocol { get; }

    /// <summary>The server's first words, its lines joined by a line feed; null if the protocol has none.</summary>
    public string? Greeting { get; }

    /// <summary>What the server said that it can do, in its own words and order.</summary>
    public SslTextList Capabilities { get; }

    /// <summary>The same words of the same protocol.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslStartTls? other) =>
        other is not null && (Protocol, Greeting) == (other.Protocol, other.Greeting) && Capabilities.Equals(other.Capabilities);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslStartTls);

    /// <inheritdoc/>
    public override int GetHashCode() => (Protocol, Greeting).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Greeting is null ? Protocol.ToString() : FormattableString.Invariant($"{Protocol}: {Greeting}");
}
