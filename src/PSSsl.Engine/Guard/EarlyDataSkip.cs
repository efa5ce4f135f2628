using System;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// Data that a client sends before the handshake, with a ticket of another server behind the same name, is dropped unread (RFC 8446,
/// 4.2.10): what cannot be decrypted until the first record that can, and, after a HelloRetryRequest, all that is encrypted until the next
/// hello.
/// </summary>
internal sealed class EarlyDataSkip
{
    /// <summary>As much as NSS allows its clients; other servers allow less. The overhead of a record is not counted.</summary>
    internal const int Most = 128 * 1024;

    /// <summary>The content type and the tag.</summary>
    private const int Overhead = 17;

    /// <summary>What a record counts at least: it takes its time, however small it is.</summary>
    private const int Least = 128;

    private int _skipped;

    /// <summary>True while such records may come.</summary>
    internal bool IsOn { get; private set; }

    internal void Begin() => IsOn = true;

    internal void End() => IsOn = false;

    internal void Skip(int length)
    {
        _skipped += Math.Max(Least, length - Overhead);
        if (_skipped > Most)
            throw new TlsFatalAlert(AlertDescription.bad_record_mac,
                $"More than {Most / 1024} KiB of early data came, which was not requested");
    }
}
