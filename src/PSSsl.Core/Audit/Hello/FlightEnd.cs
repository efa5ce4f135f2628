namespace PSSsl.Audit.Hello;

/// <summary>How a server's first flight ended.</summary>
internal enum FlightEnd
{
    /// <summary>More may come.</summary>
    Open,

    /// <summary>All that was wanted has come.</summary>
    Whole,

    /// <summary>A fatal alert.</summary>
    Alert,

    /// <summary>The server closed the connection.</summary>
    Closed,

    /// <summary>The connection was reset.</summary>
    Reset,

    /// <summary>Nothing more came in time.</summary>
    Silent,

    /// <summary>It is not TLS.</summary>
    NotTls,

    /// <summary>It cannot be read, or is more than anybody has a use for.</summary>
    Malformed,
}
