using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// Where a pre-shared key is all that proves both ends, another key under its identity shows in the first checksum, or in the first record
/// that cannot be decrypted.
/// </summary>
internal static class KeyProof
{
    /// <summary>Whether an alert of ours says that.</summary>
    /// <param name="alert">What ends the handshake.</param>
    /// <param name="context">The connection's.</param>
    /// <param name="isOver">True behind the handshake, where both ends have proved that they have the same key.</param>
    /// <param name="identity">The given key's identity that was chosen in TLS 1.3.</param>
    internal static bool IsWrong(TlsFatalAlert alert, TlsContext? context, bool isOver, byte[]? identity) =>
        alert is not NamedAlert && !isOver && alert.AlertDescription is AlertDescription.decrypt_error or AlertDescription.bad_record_mac
        && context?.SecurityParameters is { } parameters && (identity is not null || IsKeyAlone(parameters.KeyExchangeAlgorithm));

    private static bool IsKeyAlone(int keyExchange) => keyExchange is KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.DHE_PSK
        or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.RSA_PSK;
}
