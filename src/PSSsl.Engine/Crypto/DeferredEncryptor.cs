using System;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>RSA key transport, which asks for the key before anybody has judged the certificate: the key is read when it is used.</summary>
internal sealed class DeferredEncryptor : TlsEncryptor
{
    private readonly Func<TlsEncryptor> _make;

    internal DeferredEncryptor(Func<TlsEncryptor> make) => _make = make;

    public byte[] Encrypt(byte[] input, int inOff, int length) => _make().Encrypt(input, inOff, length);
}
