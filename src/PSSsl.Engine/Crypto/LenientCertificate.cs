using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// The library's reading of a certificate, without its rules on what the key may be used for: whoever judges the certificate has those, and
/// may be told to overlook them.
/// </summary>
internal sealed class LenientCertificate : BcTlsCertificate
{
    internal LenientCertificate(BcTlsCrypto crypto, byte[] encoding)
        : base(crypto, encoding)
    {
    }

    protected override bool SupportsKeyUsage(int keyUsageBits) => true;
}
