using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Sockets;

namespace PSSsl.Commands.Completion;

/// <summary>Completes names of hosts: those this session was connected to, and those of its sockets.</summary>
internal class HostNameCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words =>
        Known().GroupBy(k => k.Where.Host, StringComparer.OrdinalIgnoreCase)
        .Select(g => new KeyValuePair<string, string>(g.First().Where.Host, g.First().About));

    /// <summary>The latest first.</summary>
    private protected static IEnumerable<(HostAndPort Where, string About)> Known() =>
        KnownHosts.Current.All.Select(h => (h, $"this session was connected to {h}"))
            .Concat(SessionVariables.All().Select(v => (v.Key, Socket: v.Value as SslSocket))
                .Where(v => v.Socket is { ComputerName: not null })
                .Select(v => (new HostAndPort(v.Socket!.ComputerName!, v.Socket.Port), $"{v.Key} is {v.Socket}")));
}

/// <summary>Completes -ComputerName, with the port where it is not the default and -Port does not say it.</summary>
internal sealed class HostCompleter : HostNameCompleter
{
    private const int DefaultPort = 443;

    private protected override IEnumerable<KeyValuePair<string, string>> WordsBeside(IDictionary given)
    {
        bool hasPort = given?.Contains("Port") == true;
        return Known().Concat(Listening())
            .Select(k =>
                new KeyValuePair<string, string>(hasPort || k.Where.Port is DefaultPort or 0 ? k.Where.Host : k.Where.ToString(), k.About))
            .GroupBy(w => w.Key, StringComparer.OrdinalIgnoreCase).Select(g => g.First());
    }

    private static IEnumerable<(HostAndPort Where, string About)> Listening() =>
        SessionVariables.All().Select(v => (v.Key, Listener: v.Value as SslListener)).Where(v => v.Listener is { IsListening: true })
            .Select(v => (new HostAndPort("localhost", v.Listener!.Port), $"{v.Key} listens there"));
}
