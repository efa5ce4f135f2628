using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Certificates;
using PSSsl.Certificates.Making;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// -Extension: a table of object identifiers with DER, or with @{ Value; Critical }; a '!' after the identifier is short for critical.
/// </summary>
internal static class ExtensionArgument
{
    /// <exception cref="SslException">An entry is none.</exception>
    internal static IReadOnlyList<PlannedExtension> Read(IDictionary? table)
    {
        var extensions = new List<PlannedExtension>();
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            string key = entry.Key.ToString() ?? string.Empty;
            bool critical = key.EndsWith("!", StringComparison.Ordinal);
            object? value = Unwrap(entry.Value);
            if (value is IDictionary parts)
                value = FromTable(key, parts, ref critical);
            PlannedExtension extension = Make(key.TrimEnd('!'), critical, value);
            if (extensions.Any(e => e.Oid == extension.Oid))
                throw Wrong(key, "is there twice");
            extensions.Add(extension);
        }

        return extensions;
    }

    private static object? FromTable(string key, IDictionary parts, ref bool critical)
    {
        object? value = null;
        foreach (DictionaryEntry part in parts)
        {
            switch (part.Key.ToString()?.ToUpperInvariant())
            {
                case "VALUE":
                    value = Unwrap(part.Value);
                    break;
                case "CRITICAL":
                    critical |= LanguagePrimitives.IsTrue(part.Value);
                    break;
                default:
                    throw Wrong(key, $"has '{part.Key}', which is neither Value nor Critical");
            }
        }

        return value;
    }

    private static PlannedExtension Make(string oid, bool critical, object? value)
    {
        byte[] der = Bytes(value) ?? throw Wrong(oid, value is null ? "has no value" : $"has {TypeWord.Of(value)} as its value");
        try
        {
            _ = DerWriter.Oid(oid);
            DerRules.Check(der, "its value");
            return new PlannedExtension(oid, critical, der);
        }
        catch (FormatException e)
        {
            throw Wrong(oid, "cannot be used: " + e.Message, e);
        }
    }

    private static byte[]? Bytes(object? value)
    {
        if (value is byte[] bytes)
            return bytes;
        return value is object[] { Length: > 0 } many && LanguagePrimitives.TryConvertTo(many, out byte[] converted) ? converted : null;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static SslException Wrong(string key, string what, Exception? inner = null) =>
        SslException.Option($"-Extension: the entry '{key}' {what}.",
        "Write @{ '1.2.3.4' = [byte[]](0x05, 0x00) }, '1.2.3.4!' for a critical one, or @{ '1.2.3.4' = @{ Value = $der; Critical = $true "
            + "} }.", inner);
}
