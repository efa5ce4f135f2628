#if NET
using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;
using PSSsl.Engine.Buffers;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// AES-GCM records (RFC 5288; RFC 8446, 5.2 and 5.3) by the platform's AES-GCM: encrypted straight into the output, decrypted in place.
/// Keys and their updates stay with the base class.
/// </summary>
internal sealed class GcmRecordCipher : TlsAeadCipher, IDisposable
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly PlatformGcm _encrypt;
    private readonly PlatformGcm _decrypt;
    private readonly OutputBuffer _output;

    internal GcmRecordCipher(TlsCryptoParameters parameters, int keyLength, OutputBuffer output)
        : this(parameters, keyLength, output, new PlatformGcm(), new PlatformGcm())
    {
    }

    private GcmRecordCipher(TlsCryptoParameters parameters, int keyLength, OutputBuffer output, PlatformGcm encrypt, PlatformGcm decrypt)
        : base(parameters, encrypt, decrypt, keyLength, TagLength, AEAD_GCM)
    {
        _encrypt = encrypt;
        _decrypt = decrypt;
        _output = output;
    }

    public void Dispose()
    {
        _encrypt.Dispose();
        _decrypt.Dispose();
    }

    public override TlsEncodeResult EncodePlaintext(long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext)
    {
        int innerLength = plaintext.Length + (m_isTlsV13 ? 1 : 0);
        int ciphertextLength = m_record_iv_length + innerLength + TagLength;
        byte[] buffer = _output.Reserve(headerAllocation + ciphertextLength, out int start);

        Span<byte> nonce = stackalloc byte[NonceLength];
        Nonce(nonce, m_encryptNonce, seqNo);
        Span<byte> body = buffer.AsSpan(start + headerAllocation, ciphertextLength);
        if (m_record_iv_length != 0)
        {
            nonce[^m_record_iv_length..].CopyTo(body);
            body = body[m_record_iv_length..];
        }

        short recordType = m_isTlsV13 ? ContentType.application_data : contentType;
        Span<byte> inner = body[..innerLength];
        plaintext.CopyTo(inner);
        if (m_isTlsV13)
            inner[^1] = (byte)contentType;

        Span<byte> additional = stackalloc byte[13];
        additional = AdditionalData(additional, seqNo, recordType, recordVersion, m_isTlsV13 ? ciphertextLength : innerLength);
        _encrypt.Key.Encrypt(nonce, inner, inner, body.Slice(innerLength, TagLength), additional);
        return new TlsEncodeResult(buffer, start, headerAllocation + ciphertextLength, recordType);
    }

    public override TlsDecodeResult DecodeCiphertext(long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext,
        int ciphertextOffset, int ciphertextLength)
    {
        int innerLength = ciphertextLength - m_record_iv_length - TagLength;
        if (innerLength < (m_isTlsV13 ? 1 : 0))
            throw new TlsFatalAlert(AlertDescription.decode_error);

        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> body = ciphertext.AsSpan(ciphertextOffset, ciphertextLength);
        if (m_record_iv_length != 0)
        {
            m_decryptNonce.CopyTo(nonce);
            body[..m_record_iv_length].CopyTo(nonce[m_decryptNonce.Length..]);
            body = body[m_record_iv_length..];
        }
        else
        {
            Nonce(nonce, m_decryptNonce, seqNo);
        }

        Span<byte> additional = stackalloc byte[13];
        additional = AdditionalData(additional, seqNo, recordType, recordVersion, m_isTlsV13 ? ciphertextLength : innerLength);
        Span<byte> inner = body[..innerLength];
        try
        {
            _decrypt.Key.Decrypt(nonce, inner, body.Slice(innerLength, TagLength), inner, additional);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
        }

        int offset = ciphertextOffset + m_record_iv_length;
        if (!m_isTlsV13)
            return new TlsDecodeResult(ciphertext, offset, innerLength, recordType);

        // RFC 8446, 5.4: the last octet that is not zero is the type; what follows is padding.
        int typeAt = inner.LastIndexOfAnyExcept((byte)0);
        if (typeAt < 0)
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        return new TlsDecodeResult(ciphertext, offset, typeAt, inner[typeAt]);
    }

    private void Nonce(Span<byte> nonce, byte[] iv, long seqNo)
    {
        if (m_isTlsV13)
        {
            nonce.Clear();
            BinaryPrimitives.WriteInt64BigEndian(nonce[4..], seqNo);
            for (int i = 0; i < NonceLength; i++)
                nonce[i] ^= iv[i];
        }
        else
        {
            iv.CopyTo(nonce);
            BinaryPrimitives.WriteInt64BigEndian(nonce[4..], seqNo);
        }
    }

    private Span<byte> AdditionalData(Span<byte> room, long seqNo, short recordType, ProtocolVersion version, int length)
    {
        Span<byte> header = m_isTlsV13 ? room[..5] : room[8..13];
        if (!m_isTlsV13)
            BinaryPrimitives.WriteInt64BigEndian(room, seqNo);
        header[0] = (byte)recordType;
        header[1] = (byte)version.MajorVersion;
        header[2] = (byte)version.MinorVersion;
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)length);
        return m_isTlsV13 ? header : room;
    }

    /// <summary>Holds the key of one direction for the base class, which sets and updates it.</summary>
    private sealed class PlatformGcm : TlsAeadCipherImpl, IDisposable
    {
        private AesGcm? _key;

        internal AesGcm Key => _key ?? throw new InvalidOperationException("No key has been set.");

        public void SetKey(byte[] key, int keyOff, int keyLen) => SetKey(key.AsSpan(keyOff, keyLen));

        public void SetKey(ReadOnlySpan<byte> key)
        {
            _key?.Dispose();
            _key = new AesGcm(key, TagLength);
        }

        public void Dispose() => _key?.Dispose();

        public int GetOutputSize(int inputLength) => throw new NotSupportedException();
        public void Init(byte[] nonce, int macSize, byte[] additionalData) => throw new NotSupportedException();
        public int DoFinal(byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) =>
            throw new NotSupportedException();
        public int DoFinal(byte[] additionalData, byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) =>
            throw new NotSupportedException();
        public void Reset() => throw new NotSupportedException();
    }
}
#endif
