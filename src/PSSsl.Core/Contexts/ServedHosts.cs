using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Contexts;

/// <summary>One name that is served: certificates under the listener's rules, or a context with rules of its own.</summary>
internal sealed class ServedHost
{
    internal SslContext? Context { get; init; }

    internal IReadOnlyList<TlsIdentity> Identities { get; init; } = Array.Empty<TlsIdentity>();
}

/// <summary>
/// What a server shows by the name that a client asks for (RFC 6066, 3; manual: SSL_cert_file as a hash): exact names first, then <c>*.</c>
/// for one label (RFC 9525, 6.3), then the default.
/// </summary>
internal sealed class ServedHosts
{
    private const string Parameter = nameof(SslContextOptions.CertificateMap);
    private const int LongestName = 253, LongestLabel = 63;

    private readonly Dictionary<string, ServedHost> _names = new(StringComparer.OrdinalIgnoreCase);
    private ServedHost? _default;

    private ServedHosts()
    {
    }

    /// <param name="options">Where the map is.</param>
    /// <param name="plain">Certificates given beside it, which are the default.</param>
    /// <returns>Null without a map.</returns>
    /// <exception cref="SslException">An entry is wrong, or cannot be used.</exception>
    internal static ServedHosts? For(SslContextOptions options, IReadOnlyList<TlsIdentity> plain)
    {
        if (options.CertificateMap is not { } map)
            return null;
        if (map.Count == 0)
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-{Parameter} is empty.")
                { RecommendedAction = Allowed };
        var hosts = new ServedHosts();
        foreach (KeyValuePair<string, SslHostCertificate> entry in map)
        {
            string name = Normalize(entry.Key);
            ServedHost host = Read(entry.Key, entry.Value, options.Password);
            if (name.Length == 0)
            {
                hosts._default = host;
                continue;
            }

            int before = hosts._names.Count;
            hosts._names[name] = host;
            if (hosts._names.Count == before)
                throw Wrong(entry.Key, $"is there twice: names are compared without case and without the root's dot, as {name}");
        }

        if (hosts._default is not null && plain.Count > 0)
            throw Wrong(string.Empty, "is the default, and so is the certificate that was given beside the map; leave one out");
        if (plain.Count > 0 || options.KnowsKeys)
            hosts._default ??= new ServedHost { Identities = plain };
        return hosts;
    }

    internal bool RunsUsersCode => _names.Values.Append(_default).Any(h => h?.Context?.RunsUsersCode == true);

    /// <param name="name">The name a client sent; null without one.</param>
    /// <returns>Null if it is not served.</returns>
    internal ServedHost? Find(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return _default;
        string asked = name![name.Length - 1] == '.' ? name.Substring(0, name.Length - 1) : name;
        if (_names.TryGetValue(asked, out ServedHost? exact) && asked[0] != '*')
            return exact;
        int dot = asked.IndexOf('.');
        return dot > 0 && _names.TryGetValue("*" + asked.Substring(dot), out ServedHost? wild) ? wild : _default;
    }

    private static ServedHost Read(string name, SslHostCertificate? value, Func<string, char[]?>? password)
    {
        if (value is null)
            throw Wrong(name, "has no value");
        bool hasFiles = value.CertificateFiles is { Count: > 0 }
            || value.KeyFiles is { Count: > 0 }, hasObjects = value.Certificate is { Count: > 0 } || value.Certificates is { Count: > 0 };
        if (value.Context is { } context)
        {
            if (hasFiles || hasObjects)
                throw Wrong(name, "has both a context and a certificate; leave one out");
            if (context.Hosts is not null)
                throw Wrong(name, $"is a context with a -{Parameter} of its own");
            context.CheckAsServer();
            return context.Identities.Count > 0 || context.KnowsKeys ? new ServedHost { Context = context }
                : throw Wrong(name, "is a context without a certificate");
        }

        var source = new CertificateSource($"{Parameter} '{name}'")
        {
            CertificateFiles = value.CertificateFiles ?? Array.Empty<string>(),
            KeyFiles = value.KeyFiles ?? Array.Empty<string>(),
            Certificates = CertificateSource.Together(value.Certificates, value.Certificate),
            Password = value.Password ?? password,
        };
        IReadOnlyList<TlsIdentity> identities = CertificateLoader.Load(source);
        ServerKeys.Check(identities);
        return identities.Count > 0 ? new ServedHost { Identities = identities } : throw Wrong(name, "gives no certificate");
    }

    /// <summary>A name as it is compared; a client sends A-labels, without a dot at the end.</summary>
    private static string Normalize(string given)
    {
        if (given.Length == 0)
            return given;
        bool wild = given.StartsWith("*.", StringComparison.Ordinal);
        string name = wild ? given.Substring(2) : given;
        if (name.EndsWith(".", StringComparison.Ordinal))
            name = name.Substring(0, name.Length - 1);
        if (IPAddress.TryParse(name, out _))
            throw Wrong(given, "is an address, and clients send no addresses by SNI (RFC 6066, 3)");
        if (name.Contains('*'))
            throw Wrong(given, "has a star that is not its whole first label");
        try
        {
            name = InternationalName.ToAscii(name);
        }
        catch (ArgumentException e)
        {
            throw Wrong(given, "is not an international host name", e);
        }

        if (name.Length > LongestName)
            throw Wrong(given, $"is longer than {LongestName} characters");
        foreach (string label in name.Split('.'))
        {
            if (label.Length == 0)
                throw Wrong(given, "has an empty label");
            if (label.Length > LongestLabel)
                throw Wrong(given, $"has a label of more than {LongestLabel} characters");
            if (label[0] == '-' || label[label.Length - 1] == '-'
                || !label.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
                throw Wrong(given, $"has a label that no host name has: '{label}'");
        }

        return wild ? "*." + name : name;
    }

    private const string Allowed =
        "Names are host names like 'www.example.org', '*.example.org' for one label in place of the star, and '' for all others. "
        + "Values are a file's path, a certificate with its key, a hashtable with CertificateFile, KeyFile and Password, or a context.";

    private static SslException Wrong(string name, string what, Exception? inner = null) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-{Parameter}: the entry '{name}' {what}.", inner)
            { RecommendedAction = Allowed };
}
