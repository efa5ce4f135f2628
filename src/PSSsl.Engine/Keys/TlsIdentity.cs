using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
namespace PSSsl.Engine;
/// <summary>stand-in</summary>
public sealed class TlsIdentity : IDisposable
{
    internal TlsIdentity(IReadOnlyList<byte[]> chain, RSA? rsa, ECDsa? ecdsa, AsymmetricKeyParameter? managed) { ChainDer = chain; PlatformRsa = rsa; PlatformEcdsa = ecdsa; ManagedKey = managed; }
    /// <summary>chain</summary>
    public IReadOnlyList<byte[]> ChainDer { get; }
    internal RSA? PlatformRsa { get; }
    internal ECDsa? PlatformEcdsa { get; }
    internal AsymmetricKeyParameter? ManagedKey { get; }
    /// <inheritdoc/>
    public void Dispose() { PlatformRsa?.Dispose(); PlatformEcdsa?.Dispose(); }
}
