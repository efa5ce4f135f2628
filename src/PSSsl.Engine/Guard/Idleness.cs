using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// How much a peer may send in a row that brings nobody on: it costs it little and would keep us busy. The numbers are BoringSSL's where
/// that has any.
/// </summary>
internal sealed class Idleness
{
    internal const int MostEmptyRecords = 32;
    internal const int MostWarnings = 4;
    internal const int MostKeyUpdates = 32;
    internal const int MostTickets = 32;
    internal const int MostHelloRequests = 4;

    private int _emptyRecords;
    private int _warnings;
    private int _keyUpdates;
    private int _tickets;
    private int _helloRequests;

    /// <summary>Application data came, or the handshake came to its end.</summary>
    internal void Over() => _emptyRecords = _warnings = _keyUpdates = _tickets = 0;

    /// <summary>A record without content, or one of a kind that is dropped.</summary>
    internal void EmptyRecord() => Count(ref _emptyRecords, MostEmptyRecords, AlertDescription.decode_error, "records without content");

    internal void Warning() => Count(ref _warnings, MostWarnings, AlertDescription.decode_error, "warnings");

    internal void KeyUpdate() => Count(ref _keyUpdates, MostKeyUpdates, AlertDescription.unexpected_message, "updates of keys");

    internal void Ticket() => Count(ref _tickets, MostTickets, AlertDescription.unexpected_message, "session tickets");

    /// <summary>In the handshake, where it is not even answered.</summary>
    internal void HelloRequest() =>
        Count(ref _helloRequests, MostHelloRequests, AlertDescription.unexpected_message, "requests to begin the handshake");

    private static void Count(ref int count, int most, short alert, string what)
    {
        if (++count > most)
            throw new TlsFatalAlert(alert, $"More than {most} {what} came in a row");
    }
}
