using PSSsl.Connecting;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>One host that is to be connected to.</summary>
internal sealed class ConnectRequest
{
    internal ConnectRequest(Connector connector, string word, object target)
    {
        Connector = connector;
        Word = word;
        Target = target;
    }

    internal Connector Connector { get; }

    /// <summary>Asks once more where the first message of a handshake was met with silence; null if that is not done.</summary>
    internal SmallHello? Again { get; init; }

    /// <summary>The host as it was written.</summary>
    internal string Word { get; }

    /// <summary>What results and errors say they are about: the object that came down the pipeline, or the word.</summary>
    internal object Target { get; }
}
