using Org.BouncyCastle.Crypto;

namespace PSSsl.Engine;

/// <summary>A private key that was read; it is of use together with its certificate.</summary>
public sealed class TlsPrivateKey
{
    internal TlsPrivateKey(AsymmetricKeyParameter key) => Key = key;

    internal AsymmetricKeyParameter Key { get; }
}
