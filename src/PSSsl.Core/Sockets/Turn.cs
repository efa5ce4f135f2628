namespace PSSsl.Sockets;

/// <summary>
/// What one step takes in at most before the loop around it looks at the time again, and whether it was cancelled. A peer whose records
/// come to nothing would hold a step for as long as it sends.
/// </summary>
internal struct Turn
{
    /// <summary>A few milliseconds' work, however small the records are.</summary>
    private const int MostBytes = 128 * 1024;
    private const int MostReceives = 64;

    private int _bytes;
    private int _receives;

    /// <summary>True once it is somebody else's turn. The network, or a buffer, says at once that there is more.</summary>
    internal readonly bool IsOver => _bytes >= MostBytes || _receives >= MostReceives;

    internal void Took(int bytes)
    {
        _bytes += bytes;
        _receives++;
    }
}
