using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-CertificateMap: a hashtable of host names, each with a file, a certificate, a hashtable of these, or a context.</summary>
internal static class CertificateMapArgument
{
    private static readonly string[] s_entries = { "CertificateFile", "KeyFile", "Certificate", "Password" };

    /// <exception cref="SslException">A name or a value is none.</exception>
    internal static IReadOnlyDictionary<string, SslHostCertificate>? Read(IDictionary? map, SslCommand cmdlet)
    {
        if (map is null)
            return null;
        var hosts = new Dictionary<string, SslHostCertificate>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            string name = Unwrap(entry.Key) as string
                ?? throw Wrong(entry.Key.ToString() ?? string.Empty, $"has {TypeWord.Of(entry.Key)} as its name, not a string");
            hosts[name] = Host(name, Unwrap(entry.Value), cmdlet);
        }

        return hosts;
    }

    private static SslHostCertificate Host(string name, object? value, SslCommand cmdlet) => value switch
    {
        SslContext context => new SslHostCertificate { Context = context },
        IDictionary table => FromTable(name, table, cmdlet),
        string or Array => FromValues(name, Elements(value), cmdlet),
        X509Certificate2 or SslCertificate => new SslHostCertificate { Certificates = Certificates(name, new[] { value }) },
        null => throw Wrong(name, "has no value"),
        _ => throw Wrong(name, $"is {TypeWord.Of(value)}"),
    };

    private static SslHostCertificate FromTable(string name, IDictionary table, SslCommand cmdlet)
    {
        object? unknown = table.Keys.Cast<object>()
            .FirstOrDefault(k => !s_entries.Contains(k.ToString(), StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw Wrong(name, $"has '{unknown}', which is not one of {string.Join(", ", s_entries)}");
        object? value(string key) =>
            table.Keys.Cast<object>().Where(k => string.Equals(k.ToString(), key, StringComparison.OrdinalIgnoreCase))
                .Select(k => Unwrap(table[k])).FirstOrDefault();
        object? password = value("Password");
        return new SslHostCertificate
        {
            CertificateFiles = Paths(name, value("CertificateFile"), cmdlet),
            KeyFiles = Paths(name, value("KeyFile"), cmdlet),
            Certificates = value("Certificate") is { } certificate ? Certificates(name, Elements(certificate)) : null,
            Password = password is null ? null : PasswordSource.From(password, cmdlet),
        };
    }

    private static SslHostCertificate FromValues(string name, object?[] values, SslCommand cmdlet) => values.FirstOrDefault() is string
        ? new SslHostCertificate { CertificateFiles = Paths(name, values, cmdlet) }
        : new SslHostCertificate { Certificates = Certificates(name, values) };

    private static string[]? Paths(string name, object? value, SslCommand cmdlet) => value is null ? null
        : Elements(value)
            .Select(e => e is string { Length: > 0 } path ? cmdlet.ResolvePath(path)!
                : throw Wrong(name, "has a path that is not a string, or empty")).ToArray();

    private static SslCertificate[] Certificates(string name, object?[] values) => values.Select(v => v switch
    {
        SslCertificate certificate => certificate,
        X509Certificate2 certificate => new SslCertificate(CertificateInput.Alive(certificate, "CertificateMap")),
        _ => throw Wrong(name, v is null ? "has an empty value" : $"has {TypeWord.Of(v)} among its certificates"),
    }).ToArray();

    private static object?[] Elements(object? value) =>
        value is Array many ? many.Cast<object?>().Select(Unwrap).ToArray() : new[] { value };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static SslException Wrong(string name, string what) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-CertificateMap: the entry '{name}' {what}.")
    {
        RecommendedAction =
            $"Give a file's path, a certificate with its key, a hashtable with {string.Join(", ", s_entries)}, or a context.",
    };
}
