using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Options of TLS that were given where a plain socket was made: they hold where TLS begins on it, beside those that are given there, of
/// which each takes the place of the kept one.
/// </summary>
internal sealed class KeptOptions : IDisposable
{
    private static readonly HashSet<string> s_ofConnections = new(StringComparer.OrdinalIgnoreCase)
    {
        nameof(SslServeCommand.Context), nameof(SslContextCommand.VerifyName), nameof(StartSslUpgradeCommand.ServerName),
            nameof(StartSslUpgradeCommand.SessionKey),
    };

    private readonly SslCommand _command;
    private readonly List<(PropertyInfo Property, object? Before)> _lent = new();

    /// <summary>Lends a command those of a plan that it was not given itself, until this is disposed of.</summary>
    internal KeptOptions(SslCommand command, TlsPlan? plan)
    {
        _command = command;
        foreach (KeyValuePair<string, object> kept in plan?.Options ?? new Dictionary<string, object>())
        {
            if (command.MyInvocation.BoundParameters.ContainsKey(kept.Key)
                || command.GetType().GetProperty(kept.Key) is not { CanWrite: true } property)
                continue;
            _lent.Add((property, property.GetValue(command)));
            property.SetValue(command, kept.Value);
            command.MyInvocation.BoundParameters[kept.Key] = kept.Value;
        }
    }

    internal static bool Says(IEnumerable<string> given) =>
        given.Any(n => ContextOptions.Contains(n) || n == nameof(SslServeCommand.Context));

    /// <summary>What of a command's options is to be kept.</summary>
    internal static IReadOnlyDictionary<string, object> Of(IDictionary<string, object> given) =>
        given.Where(p => ContextOptions.Contains(p.Key) || s_ofConnections.Contains(p.Key))
            .ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    public void Dispose()
    {
        foreach ((PropertyInfo property, object? before) in _lent)
        {
            property.SetValue(_command, before);
            _command.MyInvocation.BoundParameters.Remove(property.Name);
        }
    }
}
