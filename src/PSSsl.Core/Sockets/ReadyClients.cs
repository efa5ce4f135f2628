using System.Collections.Generic;

namespace PSSsl.Sockets;

/// <summary>
/// What whoever takes connections will be given, in the order it came. Of failures the newest are kept, so that those that nobody takes
/// stop nothing.
/// </summary>
internal sealed class ReadyClients
{
    private const int MostFailures = 64;

    private readonly LinkedList<AcceptedClient> _clients = new();

    internal int Count => _clients.Count;

    /// <summary>How many of them are connections.</summary>
    internal int Open { get; private set; }

    internal void Add(AcceptedClient client)
    {
        _clients.AddLast(client);
        if (client.Socket is not null)
            Open++;
        else if (_clients.Count - Open > MostFailures)
            ForgetOldestFailure();
    }

    /// <summary>The first of them; there is one.</summary>
    internal AcceptedClient Take()
    {
        AcceptedClient first = _clients.First!.Value;
        _clients.RemoveFirst();
        if (first.Socket is not null)
            Open--;
        return first;
    }

    /// <summary>Closes all of them.</summary>
    internal void Drop()
    {
        while (_clients.Count > 0)
            Take().Drop();
    }

    private void ForgetOldestFailure()
    {
        LinkedListNode<AcceptedClient> node = _clients.First!;
        while (node.Value.Socket is not null)
            node = node.Next!;
        _clients.Remove(node);
        node.Value.Drop();
    }
}
