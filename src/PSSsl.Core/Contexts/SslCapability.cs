using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Hostnames;

namespace PSSsl;

/// <summary>What this module can do here.</summary>
public sealed class SslCapability : IEquatable<SslCapability>
{
    /// <summary>Version of the module.</summary>
    public string ModuleVersion { get; internal init; } = string.Empty;

    /// <summary>Version of the TLS library underneath.</summary>
    public string EngineVersion { get; internal init; } = string.Empty;

    /// <summary>The platform that verifies chains and holds keys.</summary>
    public string Platform { get; internal init; } = string.Empty;

    /// <summary>Where trust comes from unless it is given.</summary>
    public string TrustStore { get; internal init; } = string.Empty;

    /// <summary>Protocol versions that can be asked for.</summary>
    internal IReadOnlyList<SslVersion> Versions { get; init; } = Array.Empty<SslVersion>();

    /// <summary>Protocol versions that are used unless others are asked for.</summary>
    internal IReadOnlyList<SslVersion> DefaultVersions { get; init; } = Array.Empty<SslVersion>();

    /// <summary>Cipher suites.</summary>
    public SslList<SslCipher> Ciphers { get; internal init; } = new(Array.Empty<SslCipher>());

    /// <summary>Groups of the key exchange.</summary>
    internal IReadOnlyList<string> Groups { get; init; } = Array.Empty<string>();

    /// <summary>Signature schemes.</summary>
    internal IReadOnlyList<string> SignatureSchemes { get; init; } = Array.Empty<string>();

    /// <summary>Schemes for host names.</summary>
    internal IReadOnlyList<string> HostnameSchemes { get; init; } = Array.Empty<string>();

    /// <summary>Version of the Public Suffix List that wildcards are guarded by; it begins with its date, yyyyMMdd.</summary>
    public string PublicSuffixList { get; internal init; } = string.Empty;

    /// <summary>Clients send a server's name.</summary>
    public bool ClientSni { get; internal init; } = true;

    /// <summary>Servers read the name a client asks for.</summary>
    public bool ServerSni { get; internal init; } = true;

    /// <summary>Application protocols are negotiated (RFC 7301).</summary>
    public bool Alpn { get; internal init; } = true;

    /// <summary>Next Protocol Negotiation, which ALPN replaced and no server speaks any more.</summary>
    public bool Npn { get; internal init; }

    /// <summary>Key exchange on elliptic curves.</summary>
    public bool Ecdh { get; internal init; } = true;

    /// <summary>Key exchange that is safe against quantum computers.</summary>
    public bool PostQuantum { get; internal init; } = true;

    /// <summary>IPv6.</summary>
    public bool IPv6 { get; internal init; }

    /// <summary>TLS inside TLS.</summary>
    public bool NestedTls { get; internal init; } = true;

    /// <summary>Chains may end at given certificates that are not roots.</summary>
    public bool PartialChain { get; internal init; } = true;

    /// <summary>Sessions are resumed.</summary>
    public bool SessionResumption { get; internal init; } = true;

    /// <summary>Pre-shared keys.</summary>
    public bool Psk { get; internal init; } = true;

    /// <summary>The same abilities of the same versions.</summary>
    /// <param name="other">The other ones.</param>
    public bool Equals(SslCapability? other) => other is not null && Parts().SequenceEqual(other.Parts());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslCapability);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"PSSsl {ModuleVersion} ({EngineVersion}, {Platform})";

    private IEnumerable<object> Parts() => new object[]
    {
        ToString(), TrustStore, PublicSuffixList, ClientSni, ServerSni, Alpn, Npn, Ecdh, PostQuantum, IPv6, NestedTls, PartialChain,
            SessionResumption, Psk,
    }.Concat(Versions.Concat(DefaultVersions).Cast<object>()).Concat(Ciphers).Concat(Groups).Concat(SignatureSchemes)
        .Concat(HostnameSchemes);
}
