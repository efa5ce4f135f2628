using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Expectations;

/// <summary>Single protocol versions by whatever name people call them: TLSv1_2, TLSv1.2, "TLS 1.2", Tls12, 1.2.</summary>
internal static class ExpectedVersions
{
    private static readonly Dictionary<string, SslVersion> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SSL3"] = SslVersion.SSLv3,
        ["SSL30"] = SslVersion.SSLv3,
        ["TLS1"] = SslVersion.TLSv1,
        ["TLS10"] = SslVersion.TLSv1,
        ["TLS11"] = SslVersion.TLSv1_1,
        ["TLS12"] = SslVersion.TLSv1_2,
        ["TLS13"] = SslVersion.TLSv1_3,
    };

    /// <exception cref="SslException">There is none, or one that is unknown: nothing that was mistyped may pass for a version that a server
    /// refuses.</exception>
    internal static IReadOnlyList<SslVersion> Read(IEnumerable<object?> values)
    {
        SslVersion[] all = values.SelectMany(Words).Select(One).Distinct().ToArray();
        return all.Length > 0 ? all : throw Wrong("No protocol version is given.");
    }

    private static IEnumerable<string> Words(object? value) => value switch
    {
        null => Array.Empty<string>(),
        string text => text.Split(new[] { ',', ':', ';' }, StringSplitOptions.RemoveEmptyEntries),
        _ => new[] { Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty },
    };

    private static SslVersion One(string word)
    {
        string name = new(word.Where(c => c is not (' ' or '.' or '_' or '-' or 'v' or 'V')).ToArray());
        if (name.Length > 0 && char.IsDigit(name[0]))
            name = "TLS" + name;
        return s_names.TryGetValue(name, out SslVersion version) ? version : throw Wrong($"'{word.Trim()}' is not a protocol version.");
    }

    private static SslException Wrong(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message)
    {
        RecommendedAction =
            "Give one or more of TLSv1_3, TLSv1_2, TLSv1_1, TLSv1 and SSLv3: Should -HaveTlsVersion TLSv1_3; Should -Not -HaveTlsVersion "
                + "TLSv1, TLSv1_1.",
    };
}
