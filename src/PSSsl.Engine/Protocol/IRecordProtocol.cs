using System;

namespace PSSsl.Engine.Protocol;

/// <summary>The protocol as the engine drives it: whole records in, records out to the output buffer, no socket, no waiting.</summary>
internal interface IRecordProtocol : IDisposable
{
    /// <summary>The alert that went out and ended the connection; -1 if none did.</summary>
    int AlertSent { get; }

    void Begin();

    /// <summary>Processes one whole record, in place.</summary>
    void Process(byte[] buffer, int offset, int count);

    /// <summary>
    /// Looks at the header of a record that is not whole yet: a type that is none, or a length that is not allowed, is not waited for.
    /// </summary>
    void Preview(byte[] header);

    void Write(byte[] buffer, int offset, int count);

    void Close();
}

/*
 * The library's "blocking" constructor is used on purpose: there records go to a stream of ours at once, instead of into a queue
 * that is copied out of later. Nothing blocks: waiting for the handshake is overridden, and records are handed in whole.
 * Writing takes the output's lock, because a reader may have to answer (an alert, a key update) while a writer writes.
 */
