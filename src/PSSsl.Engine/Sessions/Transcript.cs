using System;
using System.IO;
using System.Security.Cryptography;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// The handshake messages of TLS 1.3 in their order (RFC 8446, 4.4.1). The library keeps a transcript of its own but lets nobody at it, and
/// on a server ends it before the client's Finished, which the resumption secret needs.
/// </summary>
#pragma warning disable CA1001 // A MemoryStream holds nothing that must be let go.
internal sealed class Transcript
#pragma warning restore CA1001
{
    private const byte MessageHash = 254;
    private const int RandomOffset = 6;

    // RFC 8446, 4.1.3: the random of a ServerHello that is a HelloRetryRequest.
    private static readonly byte[] s_retryRandom =
    {
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    };

    private readonly MemoryStream _messages = new(4096);
    private int _firstHello;

#if NET
    internal void Add(ReadOnlySpan<byte> message)
    {
        int start = (int)_messages.Length;
        _messages.Write(message);
        NoteRetry(start);
    }
#else
    internal void Add(byte[] buffer, int offset, int count)
    {
        int start = (int)_messages.Length;
        _messages.Write(buffer, offset, count);
        NoteRetry(start);
    }
#endif

    /// <summary>A whole message that was received.</summary>
    internal void Add(MemoryStream message)
    {
        int start = (int)_messages.Length;
        message.WriteTo(_messages);
        NoteRetry(start);
    }

    private void NoteRetry(int start)
    {
        if (_firstHello == 0 && IsRetry(_messages.GetBuffer(), start, (int)_messages.Length - start))
            _firstHello = start;
    }

    /// <summary>The hash over all messages; after a retry the first hello is replaced by its own hash.</summary>
    internal byte[] Hash(HashAlgorithmName name)
    {
        byte[] messages = _messages.GetBuffer();
        using IncrementalHash hash = IncrementalHash.CreateHash(name);
        if (_firstHello > 0)
        {
            hash.AppendData(messages, 0, _firstHello);
            byte[] first = hash.GetHashAndReset();
            hash.AppendData(new byte[] { MessageHash, 0, 0, (byte)first.Length });
            hash.AppendData(first);
        }

        hash.AppendData(messages, _firstHello, (int)_messages.Length - _firstHello);
        return hash.GetHashAndReset();
    }

    private static bool IsRetry(byte[] buffer, int offset, int count)
    {
        if (count < RandomOffset + s_retryRandom.Length || buffer[offset] != 2)
            return false;
        for (int i = 0; i < s_retryRandom.Length; i++)
        {
            if (buffer[offset + RandomOffset + i] != s_retryRandom[i])
                return false;
        }

        return true;
    }
}
