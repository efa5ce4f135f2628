using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PSSsl.Tests.Hostile;

/// <summary>The other end of a connection, written by hand: it sends what it is told to, and notes the alert that it is answered.</summary>
internal abstract class HandPeer : IDisposable
{
    private readonly NetworkStream _stream;

    protected HandPeer(Socket socket)
    {
        socket.ReceiveTimeout = socket.SendTimeout = 8000;
        socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    protected List<byte> Transcript { get; } = [];

    /// <summary>Keys of what we send; null in plain text.</summary>
    internal RecordKeys? Writes { get; set; }

    protected RecordKeys? Reads { get; set; }

    /// <summary>The alert that came; null for none.</summary>
    internal int? Alert { get; private set; }

    internal byte[] Random { get; } = RandomNumberGenerator.GetBytes(32);

    protected ECDiffieHellman Dh { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Our own point, not compressed.</summary>
    internal byte[] Share => Bytes.Cat(4, Dh.ExportParameters(false).Q.X!, Dh.ExportParameters(false).Q.Y!);

    /// <summary>Bytes as they are.</summary>
    internal void Raw(params byte[] bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException)
        {
            // It hung up in the middle of what we say, as it should; what it said before is read at the end.
        }
    }

    /// <summary>A record, encrypted if there are keys.</summary>
    internal void Send(int type, params byte[] content) => Raw(Writes is null ? Bytes.Rec(type, content) : Writes.Seal(type, content));

    /// <summary>A record in plain text.</summary>
    internal void Plain(int type, params byte[] content) => Raw(Bytes.Rec(type, content));

    /// <summary>A record many times.</summary>
    internal void Flood(int count, int type, params byte[] content)
    {
        var all = new MemoryStream();
        for (int i = 0; i < count; i++)
            all.Write(Writes is null ? Bytes.Rec(type, content) : Writes.Seal(type, content));
        Raw(all.ToArray());
    }

    /// <summary>Notes a message in the transcript.</summary>
    internal byte[] Noted(byte[] message)
    {
        Transcript.AddRange(message);
        return message;
    }

    protected byte[] TranscriptHash() => SHA256.HashData([.. Transcript]);

    protected byte[] Agree(byte[] point)
    {
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] } };
        using var other = ECDiffieHellman.Create(parameters);
        return Dh.DeriveRawSecretAgreement(other.PublicKey);
    }

    /// <summary>The next record's content; null at the end. An alert is noted, and is the end.</summary>
    internal (int Type, byte[] Content)? Read()
    {
        byte[] record;
        try
        {
            var header = new byte[5];
            _stream.ReadExactly(header);
            record = [.. header, .. new byte[Bytes.Int16(header, 3)]];
            _stream.ReadExactly(record, 5, record.Length - 5);
        }
        catch (IOException)
        {
            return null;
        }

        (int Type, byte[] Content) read = Reads is not null && (record[0] == 23 || ReadsAll) ? Reads.Open(record)
            : (record[0], record[5..]);
        // A refusal to renegotiate is not an end.
        if (read.Type == 21 && read.Content[0] == 1 && read.Content[1] == 100)
            return Read();
        if (read.Type == 21)
        {
            Alert ??= read.Content[1];
            return null;
        }

        return read;
    }

    /// <summary>True if handshake records are encrypted as such.</summary>
    protected bool ReadsAll { get; set; }

    /// <summary>Reads to the end.</summary>
    internal void Drain()
    {
        while (Read() is { } record)
            Passed(record.Type, record.Content);
    }

    /// <summary>What comes by when nobody waits for it.</summary>
    protected virtual void Passed(int type, byte[] content)
    {
    }

    /// <summary>Reads one handshake message of some type, in whole records, and notes it and what comes before.</summary>
    protected byte[] ReadMessage(int type)
    {
        while (true)
        {
            if (_pending.Length >= 4 && _pending.Length >= 4 + Length(_pending))
            {
                byte[] message = _pending[..(4 + Length(_pending))];
                _pending = _pending[message.Length..];
                if (message[0] == type)
                    return message;
                Noted(message);
                continue;
            }

            (int Type, byte[] Content) record = Read()
                ?? throw new EndOfStreamException($"It ended where message {type} was due, with alert {Alert}.");
            if (record.Type == 22)
                _pending = [.. _pending, .. record.Content];
            else if (record.Type == 20)
                ChangesKeys();
        }
    }

    private byte[] _pending = [];

    protected virtual void ChangesKeys()
    {
    }

    private static int Length(byte[] message) => (message[1] << 16) | (message[2] << 8) | message[3];

    /// <summary>Says no more, and goes on listening.</summary>
    internal void Fin() => _stream.Socket.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        Dh.Dispose();
        _stream.Dispose();
    }
}
