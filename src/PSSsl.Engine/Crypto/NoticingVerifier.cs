using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>The library's check of a signature of TLS 1.2, with a note of the scheme, which is told nowhere else.</summary>
internal sealed class NoticingVerifier : TlsVerifier
{
    private readonly EngineCrypto? _connection;
    private readonly TlsVerifier _verifier;

    internal NoticingVerifier(EngineCrypto? connection, TlsVerifier verifier)
    {
        _connection = connection;
        _verifier = verifier;
    }

    public TlsStreamVerifier GetStreamVerifier(DigitallySigned digitallySigned)
    {
        if (digitallySigned.Algorithm is { } algorithm)
            _connection?.Noticed(SignatureScheme.From(algorithm));
        return _verifier.GetStreamVerifier(digitallySigned);
    }

    public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash) => _verifier.VerifyRawSignature(digitallySigned, hash);
}
