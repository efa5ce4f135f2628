using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Guard;

/// <summary>
/// Sees each record of the peer's before the library does, what is in it once it is decrypted, and each handshake message before it is
/// acted on, and holds what the library does not: messages end where keys change and where we answer (RFC 8446, 5.1), nothing stands
/// between the pieces of one, records that bring nobody on are counted, early data is skipped.
/// </summary>
internal sealed class RecordGuard
{
    private const int RecordHeader = 5;

    private readonly HandshakeBounds _bounds = new();
    private readonly EarlyDataSkip _earlyData = new();
    private int _turn;
    private int _turnOfRecord;
    private bool _decrypts;
    private bool _hasKeys;
    private bool _behindRetry;
    private bool _complete;
    private bool _dropped;

    internal Idleness Idleness { get; } = new();

    /// <summary>True once TLS 1.3 was negotiated.</summary>
    internal bool IsTls13 { get; set; }

    /// <summary>A whole record.</summary>
    /// <returns>False if it is to be dropped unread.</returns>
    internal bool Arrives(byte[] buffer, int offset, int count)
    {
        _turnOfRecord = _turn;
        byte type = buffer[offset];
        if (type == ContentType.application_data)
        {
            if (!Drops(type))
                return true;
            _earlyData.Skip(count - RecordHeader);
            return false;
        }

        // The library drops it, wherever the handshake is (RFC 8446, D.4).
        if (IsTls13 && type == ContentType.change_cipher_spec)
        {
            NothingBetweenPieces();
            Idleness.EmptyRecord();
        }
        else if (_hasKeys && type == ContentType.handshake)
        {
            // The library would take it where it waits for the first encrypted record.
            throw new TlsFatalAlert(AlertDescription.unexpected_message,
                "A handshake message came in plain text where it had to be encrypted");
        }
        else if (!_decrypts)
        {
            Contains(type, buffer, offset + RecordHeader, count - RecordHeader);
        }

        return true;
    }

    /// <summary>Whether a record of a type is dropped unread.</summary>
    internal bool Drops(byte type) => type == ContentType.application_data && _behindRetry && _earlyData.IsOn;

    /// <summary>TLS 1.3 has keys for what comes next.</summary>
    internal void HasKeys()
    {
        _hasKeys = true;
        Turn();
    }

    /// <summary>True if a message began in the record that was processed last, behind where it had to end.</summary>
    internal bool IsCutByKeys => _turn != _turnOfRecord && _bounds.IsPartial;

    /// <summary>What is in a record, decrypted if it was encrypted.</summary>
    internal void Contains(int contentType, byte[] buffer, int offset, int count)
    {
        switch (contentType)
        {
            case ContentType.handshake when count > 0:
                _bounds.Add(buffer, offset, count);
                break;
            case ContentType.alert when count > 0:
                // RFC 8446, 5.1: one alert, whole.
                if (IsTls13 && count != 2)
                    throw new TlsFatalAlert(AlertDescription.decode_error, "An alert has two bytes");
                break;
            case ContentType.application_data:
                NothingBetweenPieces();
                if (count > 0)
                    Idleness.Over();
                else
                    Idleness.EmptyRecord();
                break;
            default:
                NothingBetweenPieces();
                if (count == 0)
                    throw new TlsFatalAlert(AlertDescription.unexpected_message, "A record is empty that may not be");
                break;
        }
    }

    /// <summary>A record that was decrypted, before what is in it is looked at.</summary>
    internal void Decrypted()
    {
        _decrypts = true;
        _earlyData.End();
    }

    /// <summary>From here on all records are encrypted.</summary>
    internal void DecryptsFromHere() => _decrypts = true;

    /// <summary>A record that cannot be decrypted: whether that is early data, to be dropped.</summary>
    internal bool Skips(int length)
    {
        if (!_earlyData.IsOn)
            return false;
        _earlyData.Skip(length);
        _dropped = true;
        return true;
    }

    /// <summary>Whether the alert that comes stands for a record that was dropped: the library wants something in its place.</summary>
    internal bool TakesDropped()
    {
        bool dropped = _dropped;
        _dropped = false;
        return dropped;
    }

    /// <summary>An alert that says that the peer leaves, or that it answers what was never said.</summary>
    internal bool IsLastWord(short alert) =>
        alert == AlertDescription.close_notify ? !_complete : alert == AlertDescription.no_renegotiation && !IsTls13;

    /// <summary>The level of an alert: in TLS 1.3 it follows from the alert, whatever its sender says (RFC 8446, 6).</summary>
    internal short LevelOf(short level, short alert)
    {
        if (!IsTls13 && level is not (AlertLevel.warning or AlertLevel.fatal))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, $"An alert has a level that there is not: {level}");
        bool isWarning = IsTls13 ? alert is AlertDescription.close_notify or AlertDescription.user_canceled : level == AlertLevel.warning;
        if (isWarning && alert != AlertDescription.close_notify)
            Idleness.Warning();
        return isWarning ? AlertLevel.warning : AlertLevel.fatal;
    }

    /// <summary>The client's hello announces early data.</summary>
    internal void ExpectEarlyData() => _earlyData.Begin();

    /// <summary>A HelloRetryRequest went out: early data may come until the next hello, and cannot be decrypted.</summary>
    internal void Retries() => _behindRetry = true;

    /// <summary>The hello that answers it came.</summary>
    internal void Retried()
    {
        _behindRetry = false;
        _earlyData.End();
    }

    /// <summary>A whole handshake message, which the library is about to act on.</summary>
    internal void Message(short type)
    {
        if (_turn != _turnOfRecord)
            throw AcrossKeys();
        switch (type)
        {
            case HandshakeType.hello_request when !_complete:
                Idleness.HelloRequest();
                break;
            case HandshakeType.key_update:
                Idleness.KeyUpdate();
                break;
            case HandshakeType.new_session_ticket when IsTls13:
                Idleness.Ticket();
                break;
        }
    }

    /// <summary>
    /// We answered, or the keys changed: what stands behind in the same record was written without either, and may not be there.
    /// </summary>
    internal void Turn() => _turn++;

    /// <summary>A record of ours.</summary>
    internal void Sends(short contentType)
    {
        if (!_complete && contentType != ContentType.alert)
            Turn();
    }

    /// <summary>The handshake is over.</summary>
    internal void Completes()
    {
        _complete = true;
        Idleness.Over();
        if (IsTls13)
            Turn();
    }

    private void NothingBetweenPieces()
    {
        if (_bounds.IsPartial)
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "Another record stands between the pieces of a handshake message");
    }

    internal static TlsFatalAlert AcrossKeys() =>
        new(AlertDescription.unexpected_message,
            "A handshake message follows in one record where the keys change, or where an answer was expected");
}
