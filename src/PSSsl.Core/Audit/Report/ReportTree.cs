using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Report;

/// <summary>
/// Reports as dictionaries and lists, and back: what JSON holds. Names are those of the properties, as JavaScript writes them; whoever adds
/// a property to a report has it here.
/// </summary>
internal static class ReportTree
{
    private const int LongestShown = 100;

    private static readonly Dictionary<Type, PropertyInfo[]> s_properties = new();

    internal static Dictionary<string, object?> Of(SslServerReport report)
    {
        var tree = (Dictionary<string, object?>)Write(report)!;
        tree["target"] = report.Target?.ToString();
        // What follows from the rest, for whoever reads it without this module.
        tree["versions"] = report.Versions;
        tree["daysRemaining"] = report.DaysRemaining;
        return tree;
    }

    /// <param name="tree">What was read.</param>
    /// <param name="read">Reads what is of a kind of its own, where it is met: a certificate from elsewhere.</param>
    /// <exception cref="FormatException">It is not a report.</exception>
    internal static SslServerReport ToReport(IReadOnlyDictionary<string, object?> tree, Func<Type, object, object?>? read = null)
    {
        if (Find(tree, "host") is not string || Find(tree, "port") is null)
            throw new FormatException("It is not a report: it has no host and port.");
        var report = (SslServerReport)Read(typeof(SslServerReport), tree, read)!;
        report.Target = Find(tree, "target");
        return report;
    }

    private static object? Write(object? value) => value switch
    {
        null or string or bool or int or long or double => value,
        Enum word => word.ToString(),
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => span.TotalSeconds,
        SslCipher cipher => new Dictionary<string, object?>
        {
            ["id"] = cipher.Id, ["name"] = cipher.Name, ["standardName"] = cipher.StandardName, ["bits"] = cipher.Bits,
                ["strength"] = cipher.Strength.ToString(),
        },
        PeerCertificate certificate => CertificateTree.Of(certificate),
        IEnumerable list => list.Cast<object?>().Select(Write).ToList(),
        _ => Properties(value.GetType()).ToDictionary(p => Camel(p.Name), p => Write(p.GetValue(value))),
    };

    private static object? Read(Type type, object? value, Func<Type, object, object?>? read)
    {
        Type kind = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
            return null;
        if (read?.Invoke(kind, value) is { } already)
            return already;
        if (kind == typeof(string))
            return value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture);
        if (kind.IsEnum)
            return value is string word && Enum.IsDefined(kind, word) ? Enum.Parse(kind, word)
                : throw new FormatException($"{Shown(value)} is not one of {kind.Name}.");
        if (kind == typeof(DateTime))
            return value as DateTime? ?? ReadTime(value);
        if (kind == typeof(TimeSpan))
            return value as TimeSpan? ?? TimeSpan.FromTicks((long)Math.Round(ReadNumber(value) * TimeSpan.TicksPerSecond));
        if (kind == typeof(bool))
            return value as bool? ?? throw new FormatException($"{Shown(value)} is neither true nor false.");
        if (kind == typeof(int) || kind == typeof(long))
            return Convert.ChangeType(ReadNumber(value), kind, CultureInfo.InvariantCulture);
        if (kind.IsGenericType && value is IEnumerable elements and not string)
            return ReadList(kind.GetGenericArguments()[0], elements, read);
        if (value is not IReadOnlyDictionary<string, object?> members)
            throw new FormatException($"{Shown(value)} is not {(kind.IsGenericType ? "a list" : "an object")}.");
        return kind == typeof(SslCipher) ? SuiteRegistry.ById((int)ReadNumber(Find(members, "id") ?? 0))
            : kind == typeof(PeerCertificate) ? CertificateTree.Read(members) : ReadObject(kind, members, read);
    }

    private static object ReadObject(Type type, IReadOnlyDictionary<string, object?> members, Func<Type, object, object?>? read)
    {
        object made = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in Properties(type))
        {
            object? value = Read(property.PropertyType, Find(members, property.Name), read);
            if (value is not null)
                property.SetValue(made, value);
        }

        return Whole(made);
    }

    /// <summary>What all readers of a report rely on, an attacker's file may lack.</summary>
    private static object Whole(object made) => made switch
    {
        SslServerSuite { Cipher: null } => throw new FormatException("A cipher suite has no number."),
        SslServerProtocol protocol when ServerFacts.Versions.All(v => v.Name != protocol.Name) =>
            throw new FormatException($"{Shown(protocol.Name)} is not a version of the protocol."),
        _ => made,
    };

    private static Array ReadList(Type type, IEnumerable elements, Func<Type, object, object?>? read)
    {
        object?[] all = elements.Cast<object?>().Select(e => Read(type, e, read)).Where(e => e is not null).ToArray();
        var list = Array.CreateInstance(type, all.Length);
        Array.Copy(all, list, all.Length);
        return list;
    }

    private static DateTime ReadTime(object value) =>
        DateTime.TryParse(value as string, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out DateTime time)
            ? time.ToLocalTime() : throw new FormatException($"{Shown(value)} is not a time.");

    private static double ReadNumber(object value) => value switch
    {
        double number when Math.Abs(number) < int.MaxValue => number,
        int number => number,
        long number => number,
        _ => throw new FormatException($"{Shown(value)} is not a number."),
    };

    /// <summary>What stands in a file, for a message: a text may be as long as the file.</summary>
    internal static string Shown(object? value) => value switch
    {
        string { Length: > LongestShown } text => $"'{text.Substring(0, LongestShown)}…'",
        string or double or int or long => FormattableString.Invariant($"'{value}'"),
        bool flag => flag ? "'true'" : "'false'",
        null => "'null'",
        IReadOnlyDictionary<string, object?> => "an object",
        IEnumerable => "a list",
        _ => $"'{value.GetType().Name}'",
    };

    /// <summary>Names differ in their first letter, by where they come from.</summary>
    internal static object? Find(IReadOnlyDictionary<string, object?> members, string name) =>
        members.TryGetValue(Camel(name), out object? value) || members.TryGetValue(name, out value) ? value : null;

    private static PropertyInfo[] Properties(Type type)
    {
        lock (s_properties)
        {
            if (!s_properties.TryGetValue(type, out PropertyInfo[]? properties))
            {
                // What is computed is not kept; the target may be anything. What bases have is for serialisers.
                s_properties[type] = properties = type
                    .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    .Where(p => p.SetMethod is not null && p.PropertyType != typeof(object)).ToArray();
            }

            return properties;
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
