#if NET
using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PSSsl.Engine.Crypto.Curve25519;

/// <summary>
/// The key exchange x25519 of one connection (RFC 8446, 4.2.8.2; RFC 7748, 6.1), alone and beside ML-KEM. A client that offers both has
/// one key for both (draft-ietf-tls-hybrid-design, 3.2). The library makes keys; the agreement is by <see cref="MontgomeryLadder"/>,
/// which takes less than half of the library's time.
/// </summary>
internal sealed class X25519Domain : TlsECDomain
{
    // Compiling the ladder takes longer than it saves in the first agreements of a process.
    private const int LibrarysAgreements = 16;

    private static int s_agreements;

    private readonly BcTlsCrypto _crypto;
    private readonly List<Agreement> _sharing = new(2);
    private byte[]? _publicKey;

    internal X25519Domain(BcTlsCrypto crypto) => _crypto = crypto;

    public TlsAgreement CreateECDH() => new Agreement(this);

    /// <summary>Clears the key wherever it is; the next agreement makes another.</summary>
    internal void ForgetKey()
    {
        foreach (Agreement agreement in _sharing)
            agreement.Clear();
        _sharing.Clear();
        _publicKey = null;
    }

    private sealed class Agreement : BcX25519
    {
        private readonly X25519Domain _domain;

        internal Agreement(X25519Domain domain)
            : base(domain._crypto) => _domain = domain;

        public override byte[] GenerateEphemeral()
        {
            if (_domain._sharing.Count > 0)
                _domain._sharing[0].m_privateKey.CopyTo(m_privateKey, 0);
            else
                _domain._publicKey = base.GenerateEphemeral();
            _domain._sharing.Add(this);
            return (byte[])_domain._publicKey!.Clone();
        }

        public override TlsSecret CalculateSecret()
        {
            try
            {
                return MontgomeryLadder.IsSupported && IsWorthCompiling() ? ByLadder() : base.CalculateSecret();
            }
            finally
            {
                _domain.ForgetKey();
            }
        }

        internal void Clear() => CryptographicOperations.ZeroMemory(m_privateKey);

        private static bool IsWorthCompiling()
        {
            // It stays at the limit, so that it cannot run over.
            if (Volatile.Read(ref s_agreements) >= LibrarysAgreements)
                return true;
            Interlocked.Increment(ref s_agreements);
            return false;
        }

        private EngineSecret ByLadder()
        {
            Span<byte> secret = stackalloc byte[m_peerPublicKey.Length];
            try
            {
                MontgomeryLadder.Multiply(m_privateKey, m_peerPublicKey, secret);
                // A point of low order leaves no secret (RFC 7748, 6.1; RFC 8446, 7.4.2).
                if (CryptographicOperations.FixedTimeEquals(secret, stackalloc byte[secret.Length]))
                    throw new TlsFatalAlert(AlertDescription.handshake_failure);
                return new EngineSecret(m_crypto, secret.ToArray());
            }
            finally
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }
}
#endif
