using System.IO;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PSSsl.Engine.Protocol;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// Our own signature: a card that was pulled, a PIN that was not given, a provider that does not know the scheme, a key that was disposed
/// of. Whatever it ends with, the key is to blame.
/// </summary>
internal sealed class OwnSigner : TlsCredentialedSigner
{
    private readonly TlsCredentialedSigner _signer;

    internal OwnSigner(TlsCredentialedSigner signer) => _signer = signer;

    public Certificate Certificate => _signer.Certificate;

    public SignatureAndHashAlgorithm SignatureAndHashAlgorithm => _signer.SignatureAndHashAlgorithm;

    public byte[] GenerateRawSignature(byte[] hash) => OwnFault.WithKey(() => _signer.GenerateRawSignature(hash));

    public TlsStreamSigner? GetStreamSigner() =>
        OwnFault.WithKey(_signer.GetStreamSigner) is { } signer ? new OwnStreamSigner(signer) : null;

    private sealed class OwnStreamSigner : TlsStreamSigner
    {
        private readonly TlsStreamSigner _signer;

        internal OwnStreamSigner(TlsStreamSigner signer) => _signer = signer;

        public Stream Stream => _signer.Stream;

        public byte[] GetSignature() => OwnFault.WithKey(_signer.GetSignature);
    }
}
