using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PSSsl.Sockets;

namespace PSSsl.Commands.Completion;

/// <summary>
/// The last hosts that a runspace was connected to, for completion. It is in memory alone, and no other runspace sees it.
/// </summary>
internal sealed class KnownHosts
{
    internal const int Most = 50;

    private static readonly ConditionalWeakTable<Runspace, KnownHosts> s_all = new();

    private readonly LinkedList<HostAndPort> _hosts = new();

    /// <summary>Of the runspace whose pipeline runs on this thread.</summary>
    internal static KnownHosts Current => Runspace.DefaultRunspace is { } runspace ? s_all.GetOrCreateValue(runspace) : new KnownHosts();

    /// <summary>The latest first. Only the pipeline's thread changes it, and completes.</summary>
    internal IEnumerable<HostAndPort> All => _hosts;

    internal void Add(HostAndPort host)
    {
        for (LinkedListNode<HostAndPort>? node = _hosts.First; node is not null; node = node.Next)
        {
            if (node.Value.Port != host.Port || !string.Equals(node.Value.Host, host.Host, StringComparison.OrdinalIgnoreCase))
                continue;
            _hosts.Remove(node);
            _hosts.AddFirst(node);
            return;
        }

        _hosts.AddFirst(host);
        if (_hosts.Count > Most)
            _hosts.RemoveLast();
    }
}
