using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace PSSsl.Sockets;

/// <summary>Whether there is room for a client.</summary>
internal enum Admission
{
    /// <summary>There is, or room was made.</summary>
    Admitted,

    /// <summary>Not now.</summary>
    Later,

    /// <summary>Not for one more of its address.</summary>
    Refused,
}

/// <summary>
/// How many clients of a listener may be there before their handshakes are over, and how many of one address. Clients that have sent
/// nothing are the first to go, the oldest of the address that has most; then those that began and did not finish.
/// </summary>
internal sealed class HandshakeBounds
{
    /// <summary>Clients whose handshake is not over, those of one address, and those whose first byte has come.</summary>
    internal const int MostClients = 1024, MostOfAddress = 512, MostAtWork = 256;

    /// <summary>The same for those at work where script blocks are called, each of which may keep a thread waiting.</summary>
    internal const int MostWithScripts = 64;

    /// <summary>How long a handshake may be at work before others may take its place, in seconds.</summary>
    private const double Patience = 1;

    private readonly LinkedList<WaitingClient> _clients = new();
    private readonly LinkedList<WaitingClient> _atWork = new();
    private readonly Dictionary<string, int> _places = new();
    private readonly int _mostAtWork;

    internal HandshakeBounds(bool hasScripts) => _mostAtWork = hasScripts ? MostWithScripts : MostAtWork;

    /// <summary>Takes in a client that has just come.</summary>
    internal Admission Arrive(WaitingClient client)
    {
        lock (_clients)
        {
            bool isPlaceFull = Count(client.Place) >= MostOfAddress;
            if (isPlaceFull || _clients.Count >= MostClients)
            {
                string place = isPlaceFull ? client.Place : _places.OrderByDescending(p => p.Value).First().Key;
                if (_clients.FirstOrDefault(c => c.Place == place && c.Began is null) is not { } silent)
                    return isPlaceFull ? Admission.Refused : Admission.Later;
                Drop(silent);
            }

            _clients.AddLast(client);
            _places[client.Place] = Count(client.Place) + 1;
            return Admission.Admitted;
        }
    }

    /// <summary>Lets a client begin whose first byte is there.</summary>
    /// <returns>False if too many are at work, and none of them has been for long.</returns>
    internal bool Begin(WaitingClient client)
    {
        lock (_clients)
        {
            // From here on it is not silent, whether there is room or not.
            client.Began ??= Stopwatch.GetTimestamp();
            if (_atWork.Count >= _mostAtWork)
            {
                if (_atWork.FirstOrDefault(c => !c.WaitsForUs && c.Working > Patience) is not { } slow)
                    return false;
                Drop(slow);
            }

            _atWork.AddLast(client);
            return true;
        }
    }

    /// <summary>Lets go of a client whose handshake is over, well or not.</summary>
    internal void Leave(WaitingClient client)
    {
        lock (_clients)
            Remove(client);
    }

    private int Count(string place) => _places.TryGetValue(place, out int count) ? count : 0;

    private void Drop(WaitingClient client)
    {
        Remove(client);
        client.Drop();
    }

    private void Remove(WaitingClient client)
    {
        _atWork.Remove(client);
        if (!_clients.Remove(client))
            return;
        int left = _places[client.Place] - 1;
        if (left == 0)
            _places.Remove(client.Place);
        else
            _places[client.Place] = left;
    }
}
