using System;
using System.Collections.Generic;
using System.Text;

namespace PSSsl.Audit.Hello;

/// <summary>What a server answered to a hello, as data.</summary>
internal sealed class ServerFlight
{
    internal FlightEnd End { get; set; } = FlightEnd.Open;

    /// <summary>Its hello, which in TLS 1.3 may be a request for another one; null if none came.</summary>
    internal ServerHello? Hello { get; set; }

    internal Ssl2ServerHello? Ssl2 { get; set; }

    /// <summary>The certificates as sent, DER; null if the message did not come.</summary>
    internal IReadOnlyList<byte[]>? Certificates { get; set; }

    /// <summary>The OCSP response that it staples.</summary>
    internal byte[]? Status { get; set; }

    internal ServerKeys? Keys { get; set; }

    internal CertificateWish? Wish { get; set; }

    /// <summary>The alert that ended it, or a warning that came before; -1 for none.</summary>
    internal int Alert { get; set; } = -1;

    internal bool IsFatal { get; set; }

    /// <summary>True once ServerHelloDone came.</summary>
    internal bool IsDone { get; set; }

    /// <summary>What is wrong with it, where it cannot be read.</summary>
    internal string? Problem { get; set; }

    /// <summary>The beginning of what is not TLS.</summary>
    internal byte[] Beginning { get; set; } = Array.Empty<byte>();

    /// <summary>The messages of the handshake as they came, where the whole flight is read.</summary>
    internal List<byte> Messages { get; } = new();

    /// <summary>Bytes that came in all.</summary>
    internal long Count { get; set; }

    /// <summary>How it ended, in words.</summary>
    internal string Told => End switch
    {
        FlightEnd.Alert => $"the alert {(SslAlert)Alert}",
        FlightEnd.Closed => "the end of the connection",
        FlightEnd.Reset => "a reset of the connection",
        FlightEnd.Silent => Count == 0 ? "silence" : $"{Count} bytes and then silence",
        FlightEnd.NotTls => $"something that is not TLS: {Quote(Beginning)}",
        FlightEnd.Malformed => $"a message that cannot be read ({Problem})",
        _ => Hello is null ? "nothing that was waited for" : $"a hello of {Hello.Version:X4}",
    };

    private static string Quote(byte[] bytes)
    {
        var text = new StringBuilder("'");
        for (int i = 0; i < bytes.Length && i < 40; i++)
            text.Append(bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '.');
        return text.Append('\'').ToString();
    }
}
