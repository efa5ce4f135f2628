using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>The defaults of one runspace. Another runspace, a job or a thread of ForEach-Object -Parallel, has its own.</summary>
internal sealed class SslDefaults
{
    private static readonly ConditionalWeakTable<Runspace, SslDefaults> s_all = new();

    private static readonly PropertyInfo[] s_entries =
        typeof(SslDefault).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(p => p.CanWrite).ToArray();

    /// <summary>Of the runspace whose pipeline runs on this thread.</summary>
    internal static SslDefaults Current => Runspace.DefaultRunspace is { } runspace ? s_all.GetOrCreateValue(runspace) : new SslDefaults();

    internal SslDefault Values { get; set; } = new();

    internal static IEnumerable<string> Names => s_entries.Select(p => p.Name);

    internal static object? Get(SslDefault values, string name) => Entry(name).GetValue(values);

    internal static void Set(SslDefault values, string name, object? value) => Entry(name).SetValue(values, value);

    /// <summary>
    /// Parameters that take a default's place, since both together would mean more than was asked for: another certificate beside the one
    /// that is given. Of the authorities <see cref="SslTrustCommand"/> says so.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_instead = new()
    {
        [nameof(SslDefault.CertificateFile)] = new[] { nameof(SslContextCommand.Certificate), nameof(NewSslListenerCommand.SelfSigned) },
        [nameof(SslDefault.KeyFile)] = new[] { nameof(SslContextCommand.CertificateFile), nameof(SslContextCommand.Certificate),
            nameof(NewSslListenerCommand.SelfSigned) },
        [nameof(SslDefault.SessionCache)] = new[] { nameof(SslContextCommand.SessionCacheSize) },
        [nameof(SslDefault.VerifyMode)] = new[] { nameof(SslServerContextCommand.ClientCertificate) },
    };

    /// <summary>Sets those parameters of a cmdlet that were not given.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="given">What was given on its command line.</param>
    /// <param name="serves">True if the cmdlet is a server: then what is a client's alone is not meant.</param>
    /// <param name="takes">Whether a default counts for it.</param>
    /// <returns>Their names.</returns>
    /// <exception cref="SslException">What was given cannot stand beside a default.</exception>
    internal IReadOnlyList<string> Fill(SslTrustCommand command, ICollection<string> given, bool serves, Func<string, bool> takes)
    {
        bool hasContext = given.Contains(nameof(SslDefault.Context)) || FillsContext(command, given, serves);
        var filled = new List<string>();
        foreach (PropertyInfo entry in s_entries.Where(e => !given.Contains(e.Name) && IsMeant(e.Name, given, hasContext, serves)))
        {
            object? value = entry.GetValue(Values);
            PropertyInfo? parameter = command.GetType().GetProperty(entry.Name);
            if (value is null || parameter is null || !takes(entry.Name))
                continue;
            parameter.SetValue(command, As(parameter.PropertyType, value));
            filled.Add(entry.Name);
        }

        return filled;
    }

    /// <summary>
    /// Whether the default context is used. It settles what a context settles, so that nothing of it is lost beside an option.
    /// </summary>
    private bool FillsContext(SslTrustCommand command, ICollection<string> given, bool serves)
    {
        bool isMeant = Values.Context is { } context && (!serves || context.CanServe) && command.GetType()
            .GetProperty(nameof(SslDefault.Context)) is not null;
        if (!isMeant || given.Contains(nameof(SslDefault.Context)))
            return false;
        ContextOptions.RefuseBeside(given, "the default context (Set-SslDefault -Context)",
            "Leave them out, or give -Context with a context that has them; Reset-SslDefault Context forgets the default.");
        return true;
    }

    private bool IsMeant(string name, ICollection<string> given, bool hasContext, bool serves)
    {
        if (name == nameof(SslDefault.Context))
            return hasContext && (!serves || Values.Context?.CanServe == true);
        if (hasContext && ContextOptions.Contains(name))
            return false;
        if (serves && name == nameof(SslDefault.VerifyName))
            return false;
        return !s_instead.TryGetValue(name, out string[]? instead) || !instead.Any(given.Contains);
    }

    /// <summary>Enumerations are text where they are parameters, and one value may stand where several are taken.</summary>
    private static object As(Type parameter, object value)
    {
        if (value is Enum)
            return value.ToString()!;
        if (value is SslTextList list)
            return list.ToArray();
        if (!parameter.IsArray || value is Array)
            return value;
        var one = Array.CreateInstance(parameter.GetElementType()!, 1);
        one.SetValue(value, 0);
        return one;
    }

    private static PropertyInfo Entry(string name) => s_entries.First(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
