using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Sessions;

/// <summary>The hash of a suite of TLS 1.3, which its sessions are bound to (RFC 8446, 4.2.11).</summary>
internal static class Tls13Hash
{
    /// <returns>The library's number of the HKDF; -1 if it is not a suite of TLS 1.3.</returns>
    internal static int Of(int suite) => suite switch
    {
        CipherSuite.TLS_AES_256_GCM_SHA384 => PrfAlgorithm.tls13_hkdf_sha384,
        CipherSuite.TLS_AES_128_GCM_SHA256 or CipherSuite.TLS_CHACHA20_POLY1305_SHA256 or CipherSuite.TLS_AES_128_CCM_SHA256
            or CipherSuite.TLS_AES_128_CCM_8_SHA256 =>
            PrfAlgorithm.tls13_hkdf_sha256,
        _ => -1,
    };

    /// <summary>RFC 8446, 7.1: Derive-Secret(Master Secret, "res master", ClientHello...client Finished).</summary>
    internal static byte[] ResumptionSecret(SecurityParameters parameters, Transcript transcript)
    {
        int hash = parameters.PrfCryptoHashAlgorithm;
        byte[] messages = transcript.Hash(hash == CryptoHashAlgorithm.sha384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256);
        return TlsCryptoUtilities.HkdfExpandLabel(parameters.MasterSecret, hash, "res master", messages, messages.Length).Extract();
    }
}
