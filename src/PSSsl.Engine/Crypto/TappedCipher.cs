using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using PSSsl.Engine.Guard;

namespace PSSsl.Engine.Crypto;

/// <summary>Where a record's plaintext lies.</summary>
internal interface IPlaintextTap
{
    /// <summary>Application data.</summary>
    void Plaintext(byte[] buffer, int offset, int count);

    /// <summary>Any record, application data included.</summary>
    void Received(int contentType, byte[] buffer, int offset, int count);
}

/// <summary>
/// Lets application data out where it was decrypted, in the engine's input buffer, instead of having it copied
/// into the protocol's queue and out of it again. The protocol still sees that a record came, and checks that it may come. The guard sees
/// what is in each record.
/// </summary>
internal sealed class TappedCipher : TlsCipher, TlsCipherExt
{
    private const int PlaintextLimit = 1 << 14;

    /// <summary>What stands for a record that is dropped: the protocol wants something, and leaves it to the guard again.</summary>
    private static readonly byte[] s_dropped = { (byte)AlertLevel.warning, (byte)AlertDescription.user_canceled };

    private readonly TlsCipher _inner;
    private readonly IPlaintextTap _tap;
    private readonly RecordGuard _guard;
    private int _droppedRecords;

    internal TappedCipher(TlsCipher inner, IPlaintextTap tap, RecordGuard guard)
    {
        _inner = inner;
        _tap = tap;
        _guard = guard;
    }

    internal TlsCipher Inner => _inner;

    public TlsDecodeResult DecodeCiphertext(long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset,
        int len)
    {
        TlsDecodeResult decoded;
        try
        {
            decoded = _inner.DecodeCiphertext(seqNo - _droppedRecords, recordType, recordVersion, ciphertext, offset, len);
        }
        catch (TlsFatalAlert e) when (e.AlertDescription is AlertDescription.bad_record_mac or AlertDescription.decode_error)
        {
            if (_guard.Skips(len))
            {
                // What is dropped is not counted (RFC 8446, 4.2.10).
                _droppedRecords++;
                return new TlsDecodeResult(s_dropped, 0, s_dropped.Length, ContentType.alert);
            }

            // One that is too short for any is no more authentic than one that was changed (RFC 8446, 5.2).
            throw e.AlertDescription == AlertDescription.bad_record_mac ? e
                : new TlsFatalAlert(AlertDescription.bad_record_mac, "The record is too short");
        }

        _guard.Decrypted();
        _guard.Contains(decoded.contentType, decoded.buf, decoded.off, decoded.len);
        _tap.Received(decoded.contentType, decoded.buf, decoded.off, decoded.len);
        if (decoded.contentType != ContentType.application_data)
            return decoded;
        if (decoded.len > PlaintextLimit)
            throw new TlsFatalAlert(AlertDescription.record_overflow);
        _tap.Plaintext(decoded.buf, decoded.off, decoded.len);
        return new TlsDecodeResult(decoded.buf, decoded.off, 0, decoded.contentType);
    }

    public TlsEncodeResult EncodePlaintext(long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        byte[] plaintext, int offset, int len) =>
        _inner.EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext, offset, len);

#if NET
    public TlsEncodeResult EncodePlaintext(long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext) =>
        _inner.EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext);
#endif

    public int GetCiphertextDecodeLimit(int plaintextLimit) => _inner.GetCiphertextDecodeLimit(plaintextLimit);

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) =>
        _inner.GetCiphertextEncodeLimit(plaintextLength, plaintextLimit);

    public int GetPlaintextLimit(int ciphertextLimit) => _inner.GetPlaintextLimit(ciphertextLimit);

    public int GetPlaintextDecodeLimit(int ciphertextLimit) =>
        _inner is TlsCipherExt extended ? extended.GetPlaintextDecodeLimit(ciphertextLimit) : _inner.GetPlaintextLimit(ciphertextLimit);

    public int GetPlaintextEncodeLimit(int ciphertextLimit) =>
        _inner is TlsCipherExt extended ? extended.GetPlaintextEncodeLimit(ciphertextLimit) : _inner.GetPlaintextLimit(ciphertextLimit);

    public void RekeyDecoder()
    {
        _droppedRecords = 0;
        _inner.RekeyDecoder();
    }

    public void RekeyEncoder() => _inner.RekeyEncoder();

    public bool UsesOpaqueRecordType => _inner.UsesOpaqueRecordType;
}
