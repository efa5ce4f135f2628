using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// Which parameters make up a context: those that are declared where contexts are made. A new one needs no entry anywhere.
/// </summary>
internal static class ContextOptions
{
    private static readonly HashSet<string> s_names = new(
        DeclaredIn(typeof(SslTrustCommand), typeof(SslContextCommand), typeof(SslServerContextCommand))
            // The name is a connection's own: one context serves many hosts.
            .Where(n => n != nameof(SslContextCommand.VerifyName)),
        StringComparer.OrdinalIgnoreCase);

    internal static bool Contains(string parameter) => s_names.Contains(parameter);

    /// <summary>The parameters that these classes declare themselves.</summary>
    internal static IEnumerable<string> DeclaredIn(params Type[] commands) => commands
        .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(p => p.IsDefined(typeof(ParameterAttribute), inherit: false)).Select(p => p.Name);

    /// <exception cref="SslException">A context is there, and some of what it settles was given.</exception>
    internal static void RefuseBeside(IEnumerable<string> given, string context = "-Context",
        string todo = "Leave them out, or give them to New-SslContext; a context cannot be changed once it is made.")
    {
        string[] settled = given.Where(s_names.Contains).Select(n => "-" + n).OrderBy(n => n, StringComparer.Ordinal).ToArray();
        if (settled.Length == 0)
            return;
        string message = $"{char.ToUpperInvariant(context[0])}{context.Substring(1)} "
            + $"already determines these: {string.Join(", ", settled)}.";
        throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, message) { RecommendedAction = todo };
    }
}
